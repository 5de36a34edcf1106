import type { Detector, DetectorParameters } from './detector.ts';
import { ViewTrail } from './view-trail.ts';

export interface AimSnapParameters extends DetectorParameters {
  readonly calmTicks: number;
  readonly minCalmDegrees: number;
  readonly maxCalmDegrees: number;
  readonly minSnapDegrees: number;
  readonly minSnapRatio: number;
  readonly shotTicks: number;
  readonly settledTicks: number;
  readonly maxTicksBetween: number;
}

/**
 * An aim that jumps onto a target: the small motion of a hand, one tick of a motion far larger, and the small
 * motion again, near a shot. A hand gathers speed and loses it over several ticks, at any sensitivity.
 *
 * On both sides of the jump the view has to move a little: one that stands still and then looks elsewhere was
 * set by the game, or belongs to somebody whose connection stutters.
 */
export const aimSnap: Detector<AimSnapParameters> = {
  name: 'aim_snap',
  description: 'Jumps onto a target in one tick, out of small motion and into it.',
  defaults: {
    /** How many ticks of small motion before the jump, and how many after it. */
    calmTicks: 2,
    /** At least one of them, on each side, moves more than this: less than the finest step demos tell. */
    minCalmDegrees: 0.028,
    /** None of them moves more than this a tick: four of the steps in which Team Fortress 2 writes yaw. */
    maxCalmDegrees: 1.5,
    /** The jump is this large, */
    minSnapDegrees: 10,
    /** and this many times the largest of the small motions. */
    minSnapRatio: 8,
    /** The shot is in one of so many last ticks, counted from the end of the small motion after the jump. */
    shotTicks: 5,
    /** How long before and after no spawn, teleport or jump of the player. */
    settledTicks: 60,
    /** How many ticks may pass from one view to the next. */
    maxTicksBetween: 1,
  },
  start({ state, judged, parameters, perPlayer, reportUnlessUnsettled }) {
    const { calmTicks, settledTicks, maxTicksBetween, shotTicks } = parameters;
    const trails = perPlayer(() => new ViewTrail(2 * calmTicks + 2));
    return {
      onTick() {
        for (const player of judged) {
          const trail = trails.of(player);
          trail.follow(player, state, maxTicksBetween);
          if (!trail.isFull || player.ticksSinceShot >= shotTicks) continue;
          const snap = trail.speed(calmTicks);
          if (snap < parameters.minSnapDegrees) continue;
          const after = largestOf(trail, 0, calmTicks);
          const before = largestOf(trail, calmTicks + 1, calmTicks);
          const least = Math.min(before, after);
          const largest = Math.max(before, after);
          if (least <= parameters.minCalmDegrees || largest > parameters.maxCalmDegrees) continue;
          if (snap < largest * parameters.minSnapRatio) continue;
          let ticksAgo = 0;
          for (let step = 0; step < calmTicks; step++) ticksAgo += trail.ticksBefore(step);
          reportUnlessUnsettled(player, { snap, before, after }, { settledTicks, ticksAgo });
        }
      },
    };
  },
};

/** The fastest of so many motions, in degrees a tick. */
function largestOf(trail: ViewTrail, newest: number, count: number): number {
  let largest = 0;
  for (let step = newest; step < newest + count; step++) largest = Math.max(largest, trail.speed(step));
  return largest;
}
