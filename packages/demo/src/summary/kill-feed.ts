import { integerIn, textIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import { CappedList } from './capped-list.ts';
import type { Kill } from './match-events.ts';
import type { SummaryParts } from './summary-parts.ts';

/** Set in `death_flags` when a spy with the Dead Ringer only seems to die. */
const FEIGNED_DEATH = 1 << 5;
/** Set in `damagebits` for a critical hit; what older builds tell, which have no `crit_type`. */
const CRITICAL_DAMAGE = 1 << 20;
const CRIT_TYPES = ['none', 'mini', 'full'] as const;

/** Every death, and what it adds to the tallies. */
export class KillFeed {
  readonly kills = new CappedList<Kill>();
  readonly #parts: SummaryParts;

  constructor(parts: SummaryParts) {
    this.#parts = parts;
    parts.reader.onGameEvent('player_death', (event) => this.#take(event));
  }

  #take(event: GameEvent): void {
    const { clock, roster } = this.#parts;
    const victim = roster.refer(integerIn(event, 'userid'));
    if (victim === null) return;
    const attacker = roster.refer(integerIn(event, 'attacker'));
    const deathFlags = integerIn(event, 'death_flags') ?? null;
    const kill: Kill = {
      ...clock.now(),
      cause: attacker === null ? 'world' : attacker.userId === victim.userId ? 'suicide' : 'player',
      victim,
      attacker,
      assister: roster.refer(integerIn(event, 'assister')),
      weapon: textIn(event, 'weapon') ?? null,
      weaponLogName: textIn(event, 'weapon_logclassname') ?? null,
      crit: critOf(event),
      isFeigned: deathFlags !== null && (deathFlags & FEIGNED_DEATH) !== 0,
      customKill: integerIn(event, 'customkill') ?? null,
      deathFlags,
    };
    this.kills.add(kill);
    if (!kill.isFeigned) this.#count(kill);
  }

  #count({ cause, victim, attacker, assister }: Kill): void {
    const { roster } = this.#parts;
    const victimTally = roster.tallyOfUserId(victim.userId);
    if (victimTally !== undefined) {
      victimTally.deaths++;
      if (cause === 'suicide') victimTally.suicides++;
    }
    const attackerTally = attacker && cause === 'player' && roster.tallyOfUserId(attacker.userId);
    if (attackerTally) attackerTally.kills++;
    const assisterTally = assister && roster.tallyOfUserId(assister.userId);
    if (assisterTally) assisterTally.assists++;
  }
}

function critOf(event: GameEvent): Kill['crit'] {
  const critType = integerIn(event, 'crit_type');
  if (critType !== undefined) return CRIT_TYPES[critType] ?? null;
  return ((integerIn(event, 'damagebits') ?? 0) & CRITICAL_DAMAGE) === 0 ? null : 'full';
}
