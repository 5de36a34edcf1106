import { integerIn, textIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import { CappedList, MAX_ENTRIES } from './capped-list.ts';
import type { Capture } from './match-events.ts';
import type { PlayerReference } from './player-summary.ts';
import type { SummaryParts } from './summary-parts.ts';

/** `eventtype` of teamplay_flag_event when the flag was brought home; others are picking up, defending, dropping. */
const FLAG_CAPTURED = 2;

/** Captured control points and flags. */
export class CaptureLog {
  readonly #captures = new CappedList<Capture>();
  /** Of all captures together: one may name everybody there is room for. */
  #playerCount = 0;
  readonly #parts: SummaryParts;

  constructor(parts: SummaryParts) {
    this.#parts = parts;
    parts.reader
      .onGameEvent('teamplay_point_captured', (event) => this.#takePoint(event))
      .onGameEvent('teamplay_flag_event', (event) => this.#takeFlag(event));
  }

  get captures(): readonly Capture[] {
    return this.#captures.entries;
  }

  /** Whether there were more captures, or players in them, than it keeps. */
  get isCut(): boolean {
    return this.#captures.isCut || this.#playerCount > MAX_ENTRIES;
  }

  #takePoint(event: GameEvent): void {
    const { clock, roster } = this.#parts;
    this.#captures.add({
      ...clock.now(),
      kind: 'point',
      pointIndex: integerIn(event, 'cp') ?? null,
      pointName: textIn(event, 'cpname') ?? null,
      team: roster.teamOf(integerIn(event, 'team')),
      players: this.#keep(
        [...new Set(textIn(event, 'cappers') ?? '')]
          .map((entityIndex) => roster.referToEntity(entityIndex.codePointAt(0) ?? 0))
          .filter((player) => player !== null),
      ),
    });
  }

  #takeFlag(event: GameEvent): void {
    if (integerIn(event, 'eventtype') !== FLAG_CAPTURED) return;
    const { clock, roster } = this.#parts;
    // The player of this event is an entity, not a user id.
    const player: PlayerReference | null = roster.referToEntity(integerIn(event, 'player') ?? 0);
    this.#captures.add({
      ...clock.now(),
      kind: 'flag',
      pointIndex: null,
      pointName: null,
      team: player?.team ?? null,
      players: player === null ? [] : this.#keep([player]),
    });
  }

  /** As many of them as there is room for. */
  #keep(players: readonly PlayerReference[]): readonly PlayerReference[] {
    const room = Math.max(0, MAX_ENTRIES - this.#playerCount);
    this.#playerCount += players.length;
    return players.slice(0, room);
  }
}
