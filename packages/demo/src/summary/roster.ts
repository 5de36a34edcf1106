import type { DemoReader } from '../reader/demo-reader.ts';
import { type Team, teamOf } from '../users/team.ts';
import type { User } from '../users/user.ts';
import { type UserListener, UserTable } from '../users/user-table.ts';
import { MAX_ENTRIES } from './capped-list.ts';
import type { DemoClock } from './demo-clock.ts';
import type { PlayerReference } from './player-summary.ts';
import { PlayerTally } from './player-tally.ts';

/** Who takes part, and what each of them did so far. */
export class Roster {
  readonly users: UserTable;
  readonly #reader: DemoReader;
  readonly #listeners: UserListener[] = [];
  readonly #tallies = new Map<User, PlayerTally>();
  #connectionCount = 0;

  constructor(reader: DemoReader, clock: DemoClock) {
    this.#reader = reader;
    this.users = new UserTable(reader, {
      onEnter: (user) => {
        const tally = this.#enter(user);
        // Who is there when the recording begins connected at a tick nobody knows.
        if (++this.#connectionCount <= MAX_ENTRIES) tally.connect(clock.isRunning ? clock.tick : null);
        for (const listener of this.#listeners) listener.onEnter?.(user);
      },
      onRename: (user, nameBefore) => {
        for (const listener of this.#listeners) listener.onRename?.(user, nameBefore);
      },
      onLeave: (user) => {
        // They are told of as they were: on their team.
        for (const listener of this.#listeners) listener.onLeave?.(user);
        this.#tallies.get(user)?.disconnect(clock.tick);
      },
    });
  }

  /** Tells of comings and goings, once the roster has taken note of who comes. */
  listen(listener: UserListener): void {
    this.#listeners.push(listener);
  }

  /** Whether there were more users, or more of their stays, than it keeps. */
  get isCut(): boolean {
    return this.users.isCut || this.#connectionCount > MAX_ENTRIES;
  }

  /** Of everybody who was ever there, in the order they came. */
  get tallies(): readonly PlayerTally[] {
    return [...this.#tallies.values()];
  }

  /** Of everybody who is there now. */
  get present(): readonly PlayerTally[] {
    return this.users.present.map((user) => this.#enter(user));
  }

  /** The directory of the game, such as `tf`. */
  get game(): string {
    return this.#reader.header?.gameDirectory ?? '';
  }

  /** The team of a number the game tells; null where it tells none. */
  teamOf(number: number | undefined): Team | null {
    return number === undefined ? null : (teamOf(number, this.game) ?? null);
  }

  tallyOf(user: User | undefined): PlayerTally | undefined {
    return user && this.#tallies.get(user);
  }

  tallyOfUserId(userId: number): PlayerTally | undefined {
    return this.tallyOf(this.users.byUserId(userId));
  }

  /** Who this user id is now; null for 0 and below, which stand for nobody. */
  refer(userId: number | undefined): PlayerReference | null {
    if (userId === undefined || userId <= 0) return null;
    const user = this.users.byUserId(userId);
    if (user === undefined) return { userId, steamId64: null, name: null, team: null };
    return this.referTo(user);
  }

  /** Whose entity this is now; null where it is nobody's. */
  referToEntity(entityIndex: number): PlayerReference | null {
    const user = this.users.ofEntity(entityIndex);
    return user === undefined ? null : this.referTo(user);
  }

  /** The same object as long as nothing about them changes: kill feeds are long. */
  referTo(user: User): PlayerReference {
    const tally = this.#tallies.get(user);
    const steamId64 = user.steamId64 ?? null;
    const team = tally?.teams.state ?? null;
    const last = tally?.lastReference;
    if (last?.name === user.name && last.team === team && last.steamId64 === steamId64) return last;
    const reference = { userId: user.userId, steamId64, name: user.name, team };
    if (tally !== undefined) tally.lastReference = reference;
    return reference;
  }

  #enter(user: User): PlayerTally {
    let tally = this.#tallies.get(user);
    if (tally === undefined) {
      tally = new PlayerTally(user);
      this.#tallies.set(user, tally);
    }
    return tally;
  }
}
