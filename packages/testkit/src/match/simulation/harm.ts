import { TICKS_PER_SECOND } from '../match-options.ts';
import { MatchDrop } from './match-building.ts';
import type { Crit, DeathCause } from './match-event.ts';
import { CONDITIONS, type MatchPlayer } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { MEDIC, SPY } from './player-classes.ts';

const ASSIST_TICKS = 3 * TICKS_PER_SECOND;
const FEIGN_SECONDS = 6;
const FEIGN_REST_SECONDS = 16;

/** Harm about to be done. */
export interface Harm {
  readonly victim: MatchPlayer;
  /** Nobody where the world does it. */
  readonly attacker: MatchPlayer | undefined;
  readonly damage: number;
  readonly crit: Crit;
  readonly cause: DeathCause;
}

/** Does harm, and what follows from it: a Spy may feign death, others may die. */
export function harm(state: MatchState, { victim, attacker, damage, crit, cause }: Harm): void {
  if (!victim.isAlive || state.tick <= victim.safeUntil || isInvulnerable(victim)) return;
  const dealt = Math.max(1, Math.min(Math.round(damage), victim.health));
  victim.health -= dealt;
  if (attacker !== undefined && attacker !== victim) {
    attacker.damage += dealt;
    if (victim.lastHurtBy !== attacker) {
      victim.hurtBefore = victim.lastHurtBy;
      victim.hurtBeforeAt = victim.lastHurtAt;
    }
    victim.lastHurtBy = attacker;
    victim.lastHurtAt = state.tick;
  }
  const weaponId = cause.weaponId;
  state.events.push({ type: 'hurt', victim, attacker, damage: dealt, health: victim.health, crit, weaponId });
  if (victim.health <= 0) {
    die(state, { victim, attacker, damage, crit, cause });
  } else if (canFeign(state, victim)) {
    victim.conditions |= CONDITIONS.stealthed;
    victim.conditionsEndAt = state.after(FEIGN_SECONDS);
    victim.nextFeignAt = state.after(FEIGN_REST_SECONDS);
    const assister = assisterOf(state, victim, attacker);
    state.events.push({ type: 'death', victim, attacker, assister, cause, crit, isFeign: true });
  }
}

function die(state: MatchState, { victim, attacker, crit, cause }: Harm): void {
  const assister = assisterOf(state, victim, attacker);
  state.drops.push(new MatchDrop(victim, state.entitySlots.take(), state.about(12)));
  victim.isAlive = false;
  victim.health = 0;
  victim.conditions = 0;
  victim.deaths++;
  victim.streak = 0;
  victim.target = undefined;
  victim.patient = undefined;
  victim.returnsAt = state.about(7);
  if (victim.playerClass.number === MEDIC) victim.charge = 0;
  if (attacker !== undefined && attacker !== victim) {
    attacker.kills++;
    attacker.streak++;
  }
  if (assister !== undefined) assister.assists++;
  state.events.push({ type: 'death', victim, attacker, assister, cause, crit, isFeign: false });
}

/** Whoever hurt the victim shortly before, or heals the killer. */
function assisterOf(
  state: MatchState,
  victim: MatchPlayer,
  attacker: MatchPlayer | undefined,
): MatchPlayer | undefined {
  if (attacker === undefined || attacker === victim) return undefined;
  const before = victim.lastHurtBy === attacker ? victim.hurtBefore : victim.lastHurtBy;
  const at = victim.lastHurtBy === attacker ? victim.hurtBeforeAt : victim.lastHurtAt;
  const isRecent = before?.isConnected === true && state.tick - at <= ASSIST_TICKS;
  if (isRecent && before !== attacker && before !== victim && before.team === attacker.team) return before;
  if (attacker.healerCount === 0) return undefined;
  for (const player of state.players) if (player?.isAlive && player.patient === attacker) return player;
  return undefined;
}

function canFeign(state: MatchState, victim: MatchPlayer): boolean {
  if (victim.playerClass.number !== SPY || state.tick < victim.nextFeignAt) return false;
  return state.random.onceIn(6);
}

function isInvulnerable(player: MatchPlayer): boolean {
  return (player.conditions & CONDITIONS.charged) !== 0;
}
