import { TICKS_PER_SECOND } from '../match-options.ts';
import { factorOf } from './fight.ts';
import { harm } from './harm.ts';
import { type BuildingKind, MatchBuilding } from './match-building.ts';
import { CONDITIONS, type MatchPlayer } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { ENGINEER, type Weapon } from './player-classes.ts';

const KINDS: readonly BuildingKind[] = ['sentrygun', 'dispenser', 'teleporter'];
const SENTRY_SIGHT = 900;
const SENTRY_SHOT_TICKS = 14;
const SENTRY_ID = 51;

/** Lets Engineers build, and what they built work, be hit and be destroyed. */
export function runBuildings(state: MatchState): void {
  const { buildings, tick, random } = state;
  for (let i = buildings.length - 1; i >= 0; i--) {
    const building = buildings[i];
    if (building === undefined) continue;
    const age = tick - building.builtAt;
    if (age < 10 * TICKS_PER_SECOND && age % 10 === 0) {
      building.health = Math.min(building.maxHealth, building.health + 3);
    }
    if (age > 0 && age % 1500 === 0 && building.level < 3) building.level++;
    if (building.kind === 'sentrygun') runSentry(state, building);
    if (age % 33 === 0 && random.onceIn(12)) hitBuilding(state, building);
    if (building.isGone || !building.owner.isConnected) removeBuilding(state, building);
  }
  if (tick % 20 !== 0) return;
  for (const player of state.players) {
    if (player?.isAlive && player.playerClass.number === ENGINEER && random.onceIn(30)) build(state, player);
  }
}

/** Takes down everything somebody built, without anybody's doing. */
export function removeBuildingsOf(state: MatchState, owner: MatchPlayer): void {
  for (const building of state.buildings.filter((each) => each.owner === owner)) {
    removeBuilding(state, building);
  }
}

function removeBuilding(state: MatchState, building: MatchBuilding): void {
  building.isGone = true;
  const at = state.buildings.indexOf(building);
  if (at < 0) return;
  state.buildings.splice(at, 1);
  state.entitySlots.free(building.entityIndex);
}

function build(state: MatchState, owner: MatchPlayer): void {
  const built = state.buildings.filter((each) => each.owner === owner);
  const kind = KINDS.find((each) => built.every((building) => building.kind !== each));
  if (kind === undefined) return;
  const building = new MatchBuilding(kind, owner, state.entitySlots.take(), state.tick);
  state.buildings.push(building);
  state.events.push({ type: 'built', building });
}

function runSentry(state: MatchState, sentry: MatchBuilding): void {
  const { tick, random, players } = state;
  if (tick < sentry.nextShotAt) return;
  sentry.nextShotAt = tick + SENTRY_SHOT_TICKS;
  const { target } = sentry;
  if (target === undefined || !isPrey(sentry, target)) {
    const candidate = players[random.below(players.length)];
    sentry.target = candidate !== undefined && isPrey(sentry, candidate) ? candidate : undefined;
    return;
  }
  sentry.shells = sentry.shells === 0 ? 150 : sentry.shells - 1;
  if (!random.onceIn(2)) return;
  harm(state, {
    victim: target,
    attacker: sentry.owner,
    damage: (12 + random.fraction() * 8) * factorOf('none'),
    crit: 'none',
    cause: {
      killName: 'obj_sentrygun',
      weaponId: SENTRY_ID,
      inflictorEntity: sentry.entityIndex,
      damageBits: 1 << 1,
      customKill: 0,
    },
  });
}

function isPrey(sentry: MatchBuilding, player: MatchPlayer): boolean {
  if (!player.isAlive || !player.isPlaying || player.team === sentry.owner.team) return false;
  if ((player.conditions & CONDITIONS.stealthed) !== 0) return false;
  return Math.hypot(player.x - sentry.x, player.y - sentry.y) < SENTRY_SIGHT;
}

function hitBuilding(state: MatchState, building: MatchBuilding): void {
  const attacker = state.players[state.random.below(state.players.length)];
  if (attacker === undefined || !attacker.isAlive || attacker.team === building.owner.team) return;
  if (!attacker.isPlaying || Math.hypot(attacker.x - building.x, attacker.y - building.y) > SENTRY_SIGHT)
    return;
  const weapon: Weapon = attacker.playerClass.weapons[0];
  building.health -= Math.max(20, weapon.damage);
  if (building.health > 0) return;
  building.isGone = true;
  state.events.push({ type: 'destroyed', building, attacker, weapon });
}
