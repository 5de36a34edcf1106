import { integerIn, textIn } from '../game-events/event-values.ts';
import type { User } from '../users/user.ts';
import type { UserListener } from '../users/user-table.ts';
import type { ChatLog } from './chat-log.ts';
import type { SummaryParts } from './summary-parts.ts';

/**
 * Puts into the chat log who came, left, and took another name. The game tells each of these up to three times
 * in any order: by the slot, by an event, and in the chat.
 */
export class ComingsAndGoings implements UserListener {
  readonly #log: ChatLog;
  readonly #parts: SummaryParts;
  /** The line that says who left, of those who did. */
  readonly #lineOfLeaving = new Map<User, number>();

  constructor(log: ChatLog, parts: SummaryParts) {
    this.#log = log;
    this.#parts = parts;
    parts.roster.listen(this);
    parts.reader
      .onGameEvent('player_changename', (event) => {
        const userId = integerIn(event, 'userid');
        const name = textIn(event, 'newname');
        if (userId !== undefined && name !== undefined) parts.roster.users.rename(userId, name);
      })
      .onGameEvent('player_disconnect', (event) => {
        const user = this.#userOf(integerIn(event, 'userid'));
        if (user === undefined) return;
        parts.roster.users.leave(user.userId);
        this.#leave(user, textIn(event, 'reason'));
      });
  }

  onEnter(user: User): void {
    this.#lineOfLeaving.delete(user);
    // Who is there when the recording begins did not come just now.
    if (!this.#parts.clock.isRunning) return;
    const player = this.#parts.roster.referTo(user);
    this.#log.add({ kind: 'connect', player, from: user.name, rawText: '' });
  }

  onRename(user: User, nameBefore: string): void {
    const player = this.#parts.roster.referTo(user);
    this.#log.add({ kind: 'name-change', player, from: nameBefore, rawText: user.name });
  }

  onLeave(user: User): void {
    if (this.#parts.clock.isRunning) this.#leave(user, undefined);
  }

  #leave(user: User, reason: string | undefined): void {
    const { clock, roster } = this.#parts;
    const tally = roster.tallyOf(user);
    const line = this.#lineOfLeaving.get(user);
    if (line === undefined) {
      const player = roster.referTo(user);
      tally?.disconnect(clock.tick);
      const added = this.#log.add({ kind: 'disconnect', player, from: user.name, rawText: reason ?? '' });
      this.#lineOfLeaving.set(user, added);
    } else if (reason !== undefined) {
      this.#log.complete(line, reason);
    }
    if (reason !== undefined) tally?.giveReason(reason);
  }

  #userOf(userId: number | undefined): User | undefined {
    return userId === undefined ? undefined : this.#parts.roster.users.byUserId(userId);
  }
}
