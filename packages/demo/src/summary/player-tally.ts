import type { PlayerClass } from '../users/player-class.ts';
import type { Team } from '../users/team.ts';
import type { User } from '../users/user.ts';
import type { Connection, PlayerReference } from './player-summary.ts';
import { TimeKeeper } from './time-keeper.ts';

/** What one user did. A person who reconnects has a tally for each user they were. */
export class PlayerTally {
  readonly user: User;
  readonly connections: Connection[] = [];
  readonly teams = new TimeKeeper<Team>();
  readonly classes = new TimeKeeper<PlayerClass>();
  /** How they were referred to last. */
  lastReference: PlayerReference | undefined;
  kills = 0;
  assists = 0;
  deaths = 0;
  suicides = 0;
  damage = 0;
  damageTaken = 0;
  healing = 0;

  constructor(user: User) {
    this.user = user;
  }

  /** The connection that lasts, unless they left. */
  get openConnection(): Connection | undefined {
    const last = this.connections.at(-1);
    return last?.disconnectTick === null ? last : undefined;
  }

  connect(tick: number | null): void {
    this.connections.push({
      userId: this.user.userId,
      connectTick: tick,
      disconnectTick: null,
      disconnectReason: null,
    });
  }

  /** They are on no team and of no class from a tick on. */
  leaveTeam(tick: number): void {
    this.teams.enter(undefined, tick);
    this.classes.enter(undefined, tick);
  }

  disconnect(tick: number): void {
    this.leaveTeam(tick);
    this.#changeLast((last) => (last.disconnectTick === null ? { ...last, disconnectTick: tick } : last));
  }

  /** The game server says why before or after the slot is emptied. */
  giveReason(reason: string): void {
    this.#changeLast((last) => ({ ...last, disconnectReason: reason }));
  }

  #changeLast(change: (last: Connection) => Connection): void {
    const last = this.connections.pop();
    if (last !== undefined) this.connections.push(change(last));
  }
}
