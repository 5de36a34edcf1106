import { integerIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import type { SummaryParts } from './summary-parts.ts';

/**
 * Adds up damage and healing. A recording holds these events only when its recorder listened to them: until
 * the first one comes, nobody can tell 0 from unknown.
 */
export class DamageAndHealing {
  /** Whether an event with an amount of damage has come. */
  isDamageTold = false;
  isHealingTold = false;
  readonly #parts: SummaryParts;

  constructor(parts: SummaryParts) {
    this.#parts = parts;
    parts.reader
      .onGameEvent('player_hurt', (event) => this.#hurt(event))
      .onGameEvent('player_healed', (event) => this.#heal(event));
  }

  #hurt(event: GameEvent): void {
    const amount = integerIn(event, 'damageamount');
    if (amount === undefined || amount < 0) return;
    this.isDamageTold = true;
    const victim = integerIn(event, 'userid') ?? 0;
    const attacker = integerIn(event, 'attacker') ?? 0;
    if (victim === attacker) return;
    const { roster } = this.#parts;
    const victimTally = roster.tallyOfUserId(victim);
    if (victimTally !== undefined) victimTally.damageTaken += amount;
    const attackerTally = roster.tallyOfUserId(attacker);
    if (attackerTally !== undefined) attackerTally.damage += amount;
  }

  #heal(event: GameEvent): void {
    const amount = integerIn(event, 'amount');
    if (amount === undefined || amount < 0) return;
    this.isHealingTold = true;
    const healer = integerIn(event, 'healer') ?? 0;
    if (healer === integerIn(event, 'patient')) return;
    const tally = this.#parts.roster.tallyOfUserId(healer);
    if (tally !== undefined) tally.healing += amount;
  }
}
