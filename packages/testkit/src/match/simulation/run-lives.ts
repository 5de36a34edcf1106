import { harm } from './harm.ts';
import { CONDITIONS, type MatchPlayer, otherTeam, TEAMS } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { placeAtSpawn } from './move-players.ts';
import { playerClassOf } from './player-classes.ts';

const WORLD = { weaponId: 0, inflictorEntity: 0, damageBits: 1 << 5, customKill: 0 };
const SUICIDE = 6;

/** Brings back whoever's time has come, and lets conditions run out. */
export function runLife(state: MatchState, player: MatchPlayer): void {
  const { tick, random } = state;
  player.healerCount = 0;
  if (tick >= player.returnsAt) comeBack(state, player);
  if (!player.isAlive) return;
  if (tick >= player.conditionsEndAt) {
    player.conditions &= ~(CONDITIONS.charged | CONDITIONS.stealthed);
    player.conditionsEndAt = Number.POSITIVE_INFINITY;
  }
  if (tick % 64 === player.slot && random.onceIn(900)) haveAccident(state, player);
}

/** Puts somebody into the world with full health. */
export function spawn(state: MatchState, player: MatchPlayer): void {
  if (!player.isAlive) placeAtSpawn(state, player);
  player.isAlive = true;
  player.returnsAt = Number.POSITIVE_INFINITY;
  player.health = player.playerClass.health;
  player.conditions = 0;
  player.conditionsEndAt = Number.POSITIVE_INFINITY;
  player.activeWeapon = 0;
  player.clip = player.weapon.clip;
  player.spawnedAt = state.tick;
  player.spawnCount++;
  player.nextShotAt = state.tick + 33;
  player.looksForTargetAt = state.about(1);
  player.lastHurtBy = undefined;
  player.hurtBefore = undefined;
  player.patient = undefined;
  state.events.push({ type: 'spawn', player, team: player.team, classNumber: player.playerClass.number });
}

/** Moves somebody to a team; who is alive dies of it first, as the game has it. */
export function joinTeam(state: MatchState, player: MatchPlayer, team: number): void {
  const oldTeam = player.team;
  player.team = team;
  state.events.push({ type: 'team', player, team, oldTeam });
}

/** Lets somebody choose a class for their next life. */
export function chooseClass(state: MatchState, player: MatchPlayer, classNumber: number): void {
  player.playerClass = playerClassOf(classNumber);
  player.charge = 0;
  state.events.push({ type: 'class', player, classNumber });
}

function comeBack(state: MatchState, player: MatchPlayer): void {
  const { random } = state;
  if (player.team < TEAMS.red) {
    joinTeam(state, player, smallerTeam(state));
    chooseClass(state, player, 1 + random.below(9));
  } else if (random.onceIn(60)) {
    joinTeam(state, player, otherTeam(player.team));
  } else if (random.onceIn(7)) {
    chooseClass(state, player, 1 + ((player.playerClass.number + random.below(8)) % 9));
  }
  spawn(state, player);
}

function smallerTeam(state: MatchState): number {
  let balance = 0;
  for (const player of state.players) {
    if (player === undefined || !player.isPlaying) continue;
    balance += player.team === TEAMS.red ? 1 : -1;
  }
  return balance > 0 ? TEAMS.blue : TEAMS.red;
}

/** Falling from high up, or giving up. */
function haveAccident(state: MatchState, player: MatchPlayer): void {
  const isFall = state.random.onceIn(2);
  harm(state, {
    victim: player,
    attacker: isFall ? undefined : player,
    damage: player.health,
    crit: 'none',
    cause: isFall
      ? { ...WORLD, killName: 'world' }
      : { ...WORLD, killName: 'player', inflictorEntity: player.entityIndex, customKill: SUICIDE },
  });
}
