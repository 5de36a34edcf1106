import { groundHeight } from './map.ts';
import type { MatchState } from './match-state.ts';

const GRAVITY_A_TICK = 0.18;
const TURN_A_TICK = 7;

/** Moves what was dropped by one tick, until it lies; takes away what has lain long enough. */
export function fallDrops(state: MatchState): void {
  const { drops, tick } = state;
  for (const drop of drops) {
    if (!drop.isMoving) continue;
    drop.x += drop.speedX;
    drop.y += drop.speedY;
    drop.speedZ -= GRAVITY_A_TICK;
    drop.z += drop.speedZ;
    drop.yaw = (drop.yaw + TURN_A_TICK) % 360;
    const ground = groundHeight(drop.x, drop.y);
    if (drop.z > ground) continue;
    drop.z = ground;
    // It bounces, each time lower, and then lies.
    drop.speedZ *= -0.5;
    drop.isMoving = drop.speedZ > 0.5;
  }
  // The oldest come first, and nearly all lie equally long.
  const [oldest] = drops;
  if (oldest === undefined || tick < oldest.goesAt) return;
  drops.shift();
  state.entitySlots.free(oldest.entityIndex);
}
