import { factorOf } from './fight.ts';
import { harm } from './harm.ts';
import { groundHeight, MAP_REACH } from './map.ts';
import type { MatchProjectile } from './match-building.ts';
import type { Crit } from './match-event.ts';
import { EYE_HEIGHT } from './match-player.ts';
import type { MatchState } from './match-state.ts';

const BLAST_RADIUS = 146;
const TOUCH = 48;
const LONGEST_FLIGHT_TICKS = 220;
const ROCKET = { killName: 'tf_projectile_rocket', weaponId: 22 };
const PIPE = { killName: 'tf_projectile_pipe', weaponId: 23 };

/** Moves everything in flight by one tick; what touches an enemy or the ground goes off. */
export function flyProjectiles(state: MatchState): void {
  const { projectiles } = state;
  for (let i = projectiles.length - 1; i >= 0; i--) {
    const projectile = projectiles[i];
    if (projectile === undefined) continue;
    projectile.x += projectile.speedX;
    projectile.y += projectile.speedY;
    projectile.z += projectile.speedZ;
    if (hasArrived(state, projectile)) {
      explode(state, projectile);
      projectile.isGone = true;
      state.entitySlots.free(projectile.entityIndex);
      const last = projectiles.pop();
      if (last !== undefined && last !== projectile) projectiles[i] = last;
    }
  }
}

function hasArrived(state: MatchState, projectile: MatchProjectile): boolean {
  const { x, y, z } = projectile;
  if (state.tick - projectile.bornAt > LONGEST_FLIGHT_TICKS || z < groundHeight(x, y)) return true;
  if (Math.abs(x) > MAP_REACH || Math.abs(y) > MAP_REACH) return true;
  for (const player of state.players) {
    if (player === undefined || !player.isAlive || player.team === projectile.owner.team) continue;
    if (Math.abs(player.x - x) > TOUCH || Math.abs(player.y - y) > TOUCH) continue;
    if (Math.abs(player.z + EYE_HEIGHT / 2 - z) < EYE_HEIGHT) return true;
  }
  return false;
}

function explode(state: MatchState, projectile: MatchProjectile): void {
  const { x, y, z, owner } = projectile;
  state.events.push({ type: 'explosion', x, y, z });
  const { killName, weaponId } = projectile.isRocket ? ROCKET : PIPE;
  const crit: Crit = projectile.isCrit ? 'full' : 'none';
  for (const player of state.players) {
    if (player === undefined || !player.isAlive) continue;
    if (player.team === owner.team && player !== owner) continue;
    const distance = Math.hypot(player.x - x, player.y - y, player.z + EYE_HEIGHT / 2 - z);
    if (distance > BLAST_RADIUS) continue;
    const damage = 95 * (1 - distance / BLAST_RADIUS / 2) * (0.9 + state.random.fraction() * 0.2);
    harm(state, {
      victim: player,
      attacker: owner,
      damage: player === owner ? damage * 0.4 : damage * factorOf(crit),
      crit,
      cause: {
        killName,
        weaponId,
        inflictorEntity: projectile.entityIndex,
        damageBits: 1 << 6,
        customKill: 0,
      },
    });
  }
}
