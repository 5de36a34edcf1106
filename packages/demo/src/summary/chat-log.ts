import { stripColours } from '../user-messages/strip-colours.ts';
import { CappedList } from './capped-list.ts';
import type { ChatEntry, ChatKind } from './chat-entry.ts';
import type { DemoClock } from './demo-clock.ts';
import type { PlayerReference } from './player-summary.ts';

/** What is known of a line; the clock and the stripping of colours are the log's. */
export interface ChatLine {
  readonly kind: ChatKind;
  readonly player: PlayerReference | null;
  readonly from: string | null;
  readonly rawText: string;
  readonly format?: string;
  readonly parameters?: readonly string[];
}

/** The chat, line by line. */
export class ChatLog {
  readonly #clock: DemoClock;
  readonly #list = new CappedList<ChatEntry>();

  constructor(clock: DemoClock) {
    this.#clock = clock;
  }

  get list(): CappedList<ChatEntry> {
    return this.#list;
  }

  /** Adds a line, and answers its number. */
  add({ kind, player, from, rawText, format, parameters }: ChatLine): number {
    const { tick, serverTick } = this.#clock.now();
    return this.#list.add({
      tick,
      serverTick,
      kind,
      player,
      from: from === null ? null : stripColours(from),
      text: stripColours(rawText),
      rawText,
      format: format ?? null,
      parameters: withoutEmptyEnd(parameters ?? []),
    });
  }

  /** Says in a line what became known only after it. */
  complete(number: number, rawText: string): void {
    this.#list.change(number, { text: stripColours(rawText), rawText });
  }
}

/** Those in between keep their places: a translation names them by number. */
function withoutEmptyEnd(parameters: readonly string[]): readonly string[] {
  return parameters.slice(0, parameters.findLastIndex((each) => each !== '') + 1);
}
