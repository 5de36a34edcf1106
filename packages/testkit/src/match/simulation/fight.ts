import { TICKS_PER_SECOND } from '../match-options.ts';
import { harm } from './harm.ts';
import { MatchProjectile } from './match-building.ts';
import type { Crit, DeathCause } from './match-event.ts';
import { CONDITIONS, EYE_HEIGHT, type MatchPlayer } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { angleBetween } from './move-players.ts';
import { ENGINEER, MEDIC, SPY, type Weapon } from './player-classes.ts';

const SIGHT = 1700;
const MELEE_REACH = 90;
/** Noticing a new target takes this many ticks. */
const REACTION_TICKS = 14;
const RELOAD_TICKS = 60;
/** Aim this good, in degrees, is good enough to pull the trigger. */
const GOOD_AIM = 30;
const HEADSHOT = 1;
const BACKSTAB = 2;
const DAMAGE_BITS = { bullets: 1 << 21, projectile: 1 << 6, melee: 1 << 7, heals: 0, nothing: 0 } as const;

/** Lets somebody look for an enemy now and then, and shoot at the one they have. */
export function fight(state: MatchState, player: MatchPlayer): void {
  const { tick } = state;
  if (tick >= player.looksForTargetAt) lookForTarget(state, player);
  const { target } = player;
  if (target === undefined) return;
  if (!target.isAlive || !target.isConnected || target.team === player.team) {
    player.target = undefined;
    return;
  }
  if (tick < player.nextShotAt || tick < player.reactsAt) return;
  const dx = target.x - player.x;
  const dy = target.y - player.y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  chooseWeapon(state, player, distance);
  const { weapon } = player;
  if (weapon.damage === 0 || (weapon.kind === 'melee' && distance > MELEE_REACH * 1.5)) return;
  if (Math.abs(angleBetween(player.yaw, Math.atan2(dy, dx) * (180 / Math.PI))) > GOOD_AIM) return;
  shoot(state, player, { target, distance, weapon });
}

/** What follows when somebody pulls the trigger at somebody. */
function shoot(
  state: MatchState,
  player: MatchPlayer,
  { target, distance, weapon }: { target: MatchPlayer; distance: number; weapon: Weapon },
): void {
  const { random } = state;
  const crit: Crit = random.onceIn(40) ? 'full' : random.onceIn(30) ? 'mini' : 'none';
  fire(state, player, crit);
  if (weapon.kind === 'projectile') {
    launch(state, player, { target, distance, isCrit: crit === 'full' });
    return;
  }
  const chance = weapon.kind === 'melee' ? 0.4 : distance < 300 ? 0.26 : 0.26 - (distance - 300) / 6000;
  if (random.fraction() > chance) return;
  const isBackstab = weapon.kind === 'melee' && player.playerClass.number === SPY && random.onceIn(2);
  const isHeadshot = weapon.killName === 'sniperrifle' && random.onceIn(3);
  const hit: Crit = isBackstab || isHeadshot ? 'full' : crit;
  const falloff = weapon.kind === 'bullets' ? 1.2 - distance / SIGHT / 1.4 : 1;
  const base = isBackstab ? target.health : weapon.damage * falloff * (0.8 + random.fraction() * 0.4);
  harm(state, {
    victim: target,
    attacker: player,
    damage: base * factorOf(hit),
    crit: hit,
    cause: causeOf(player, weapon, isBackstab ? BACKSTAB : isHeadshot ? HEADSHOT : 0),
  });
}

/** Fires the weapon in somebody's hands, whether or not it hits. */
export function fire(state: MatchState, player: MatchPlayer, crit: Crit): void {
  const { weapon } = player;
  player.shotCount++;
  player.nextShotAt = state.tick + weapon.ticksBetweenShots;
  if (weapon.clip > 0 && --player.clip <= 0) {
    player.clip = weapon.clip;
    player.nextShotAt += RELOAD_TICKS;
  }
  state.events.push({ type: 'shot', player, weapon, crit });
}

export function factorOf(crit: Crit): number {
  return crit === 'full' ? 3 : crit === 'mini' ? 1.35 : 1;
}

export function causeOf(player: MatchPlayer, weapon: Weapon, customKill: number): DeathCause {
  return {
    killName: weapon.killName,
    weaponId: weapon.weaponId,
    inflictorEntity: player.entityIndex,
    damageBits: DAMAGE_BITS[weapon.kind],
    customKill,
  };
}

function lookForTarget(state: MatchState, player: MatchPlayer): void {
  const { random, players } = state;
  player.looksForTargetAt = state.about(0.5);
  let best: MatchPlayer | undefined;
  let bestDistance = SIGHT * SIGHT;
  for (let tries = 0; tries < 10; tries++) {
    const candidate = players[random.below(players.length)];
    if (candidate === undefined || !candidate.isAlive || candidate.team === player.team) continue;
    if (!candidate.isPlaying || (candidate.conditions & CONDITIONS.stealthed) !== 0) continue;
    const dx = candidate.x - player.x;
    const dy = candidate.y - player.y;
    const distance = dx * dx + dy * dy;
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  if (best === player.target) return;
  player.target = best;
  player.reactsAt = state.tick + REACTION_TICKS;
}

function chooseWeapon(state: MatchState, player: MatchPlayer, distance: number): void {
  const classNumber = player.playerClass.number;
  let wanted = player.activeWeapon;
  if (distance < MELEE_REACH) wanted = 2;
  else if (player.activeWeapon === 2) wanted = 0;
  else if (classNumber === MEDIC || classNumber === SPY) wanted = 0;
  else if (player.activeWeapon === 1 || state.random.onceIn(400)) wanted = classNumber === ENGINEER ? 0 : 1;
  if (player.activeWeapon === 1 && state.random.onceIn(20)) wanted = 0;
  if (wanted === player.activeWeapon) return;
  player.activeWeapon = wanted;
  player.clip = player.weapon.clip;
  player.nextShotAt = state.tick + 33;
}

function launch(
  state: MatchState,
  owner: MatchPlayer,
  { target, distance, isCrit }: { target: MatchPlayer; distance: number; isCrit: boolean },
): void {
  const { random } = state;
  const isRocket = owner.weapon.killName === 'tf_projectile_rocket';
  const speed = (isRocket ? 1100 : 1200) / TICKS_PER_SECOND;
  const flightTicks = Math.max(1, distance / speed);
  const leadX = target.x + target.speedX * (flightTicks / TICKS_PER_SECOND) + random.spread(110);
  const leadY = target.y + target.speedY * (flightTicks / TICKS_PER_SECOND) + random.spread(110);
  const eyeZ = owner.z + EYE_HEIGHT;
  const speeds = [
    (leadX - owner.x) / flightTicks,
    (leadY - owner.y) / flightTicks,
    (target.z + 20 - eyeZ) / flightTicks,
  ] as const;
  const entityIndex = state.entitySlots.take();
  state.projectiles.push(
    new MatchProjectile({ owner, isRocket, isCrit, entityIndex, tick: state.tick, speeds, eyeZ }),
  );
}
