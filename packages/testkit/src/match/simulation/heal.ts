import { CONDITIONS, type MatchPlayer } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { MEDIC } from './player-classes.ts';

const REACH = 450;
const HEALTH_A_TICK = 24 * 0.015;
/** The game tells of healing in portions like this. */
const PORTION = 20;
const CHARGE_A_TICK = 0.015 / 40;
const CHARGE_SECONDS = 8;

/** Lets a Medic heal whom they follow, charge up, and deploy the charge. */
export function heal(state: MatchState, medic: MatchPlayer): void {
  if (medic.playerClass.number !== MEDIC || !medic.isAlive) return;
  const { tick, random } = state;
  if (medic.patient !== undefined && !isPatient(medic, medic.patient)) medic.patient = undefined;
  if (medic.patient === undefined) {
    if (tick % 16 !== 0) return;
    const candidate = state.players[random.below(state.players.length)];
    if (candidate === undefined || !isPatient(medic, candidate)) return;
    medic.patient = candidate;
    medic.activeWeapon = 1;
    medic.healingInParts = 0;
  }
  const { patient } = medic;
  patient.healerCount++;
  medic.goalX = patient.x + 60;
  medic.goalY = patient.y - 60;
  if (patient.health < patient.playerClass.health * 1.5) {
    medic.healingInParts += HEALTH_A_TICK;
    if (medic.healingInParts >= PORTION) {
      medic.healingInParts -= PORTION;
      patient.health += PORTION;
      medic.healing += PORTION;
      state.events.push({ type: 'healed', patient, healer: medic, amount: PORTION });
    }
  }
  const isDeployed = (medic.conditions & CONDITIONS.charged) !== 0;
  medic.charge = Math.max(
    0,
    Math.min(1, medic.charge + (isDeployed ? -0.015 / CHARGE_SECONDS : CHARGE_A_TICK)),
  );
  if (medic.charge < 1 || !random.onceIn(200)) return;
  for (const player of [medic, patient]) {
    player.conditions |= CONDITIONS.charged;
    player.conditionsEndAt = state.after(CHARGE_SECONDS);
  }
  state.events.push({ type: 'charge', healer: medic, patient });
}

function isPatient(medic: MatchPlayer, player: MatchPlayer): boolean {
  if (player === medic || !player.isAlive || player.team !== medic.team) return false;
  return Math.abs(player.x - medic.x) < REACH && Math.abs(player.y - medic.y) < REACH;
}
