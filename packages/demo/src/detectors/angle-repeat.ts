import type { Detector, DetectorParameters } from './detector.ts';
import { ViewTrail } from './view-trail.ts';

export interface AngleRepeatParameters extends DetectorParameters {
  readonly maxReturnDegrees: number;
  readonly minRatio: number;
  readonly shotTicks: number;
  readonly settledTicks: number;
  readonly maxTicksBetween: number;
}

/**
 * Silent aim: a view that is elsewhere for one tick, that of a shot, and back in the next exactly where it was.
 *
 * The three ticks follow one another. Where packets are further apart, hands have the time to go and come back,
 * and nobody knows how long the view was elsewhere; `maxTicksBetween` lets such recordings in.
 */
export const angleRepeat: Detector<AngleRepeatParameters> = {
  name: 'angle_repeat',
  description: 'Looks away for the tick of a shot, and back to exactly where it was.',
  defaults: {
    /** How far from the first view the third may be: less than the finest step demos tell. */
    maxReturnDegrees: 0.028,
    /** How many times as far away the second view is than the third, which counts for 1° at least. */
    minRatio: 3,
    /** The shot is in one of so many last ticks. */
    shotTicks: 3,
    /** How long before and after no spawn, teleport or jump. */
    settledTicks: 60,
    /** How many ticks may pass from one view to the next. */
    maxTicksBetween: 1,
  },
  start({ state, judged, parameters, perPlayer, reportUnlessUnsettled }) {
    const { maxReturnDegrees, minRatio, shotTicks, settledTicks, maxTicksBetween } = parameters;
    const trails = perPlayer(() => new ViewTrail(3));
    return {
      onTick() {
        for (const player of judged) {
          const trail = trails.of(player);
          trail.follow(player, state, maxTicksBetween);
          if (!trail.isFull || player.ticksSinceShot >= shotTicks) continue;
          const away = trail.distance(2, 1);
          const back = trail.distance(2, 0);
          const ratio = away / Math.max(1, back);
          if (back > maxReturnDegrees || !(ratio > minRatio)) continue;
          const views = [2, 1, 0].map((stepsAgo) => {
            const { pitch, yaw } = trail.view(stepsAgo);
            return { pitch, yaw };
          });
          reportUnlessUnsettled(
            player,
            { views, distance_away: away, distance_back: back, ratio },
            { settledTicks },
          );
        }
      },
    };
  },
};
