import { angleDifference } from './angles.ts';
import type { Detector } from './detector.ts';
import { ViewTrail } from './view-trail.ts';

/**
 * A snap in one tick: pitch or yaw changes by half a turn or more for each tick that passed.
 *
 * Turns are the shortest ones, so 180° is the most there is, and only a change from one tick to the next can
 * reach it: over two ticks it would be 90° a tick, which is fast, and possible. Team Fortress 2 writes yaw in
 * 1023 steps, none of which is exactly half a turn from another, and pitch from −90 to 90; so there it finds
 * those who look straight up at one tick and straight down at the next.
 */
export const view180: Detector<{ readonly minDegreesPerTick: number }> = {
  name: 'view_180',
  description: 'Turns by 180° within one tick.',
  defaults: { minDegreesPerTick: 180 },
  start({ state, judged, parameters, perPlayer, report }) {
    const trails = perPlayer(() => new ViewTrail(2));
    return {
      onTick() {
        for (const player of judged) {
          const trail = trails.of(player);
          trail.follow(player, state, Number.POSITIVE_INFINITY);
          if (!trail.isFull) continue;
          const before = trail.view(1);
          const { pitch, yaw } = trail.view(0);
          const ticks = trail.ticksBefore(0);
          const pitchPerTick = angleDifference(before.pitch, pitch) / ticks;
          const yawPerTick = angleDifference(before.yaw, yaw) / ticks;
          if (Math.max(Math.abs(pitchPerTick), Math.abs(yawPerTick)) < parameters.minDegreesPerTick) continue;
          report(player, { pitch_change: pitchPerTick, yaw_change: yawPerTick });
        }
      },
    };
  },
};
