import type { ViewAngles } from '../state/player.ts';

const FULL_TURN = 360;
const HALF_TURN = 180;

/** The shortest turn from one angle to another, −180 to 180 degrees: from 350 to 10 it is 20. */
export function angleDifference(from: number, to: number): number {
  const difference = (to - from) % FULL_TURN;
  if (difference > HALF_TURN) return difference - FULL_TURN;
  return difference < -HALF_TURN ? difference + FULL_TURN : difference;
}

/** How far two views are apart, in degrees: the root of both squared turns. NaN where one is not known. */
export function viewDistance(a: ViewAngles, b: ViewAngles): number {
  const pitch = angleDifference(a.pitch, b.pitch);
  const yaw = angleDifference(a.yaw, b.yaw);
  return Math.sqrt(pitch * pitch + yaw * yaw);
}
