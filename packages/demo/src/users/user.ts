import type { UserInfo } from '../string-tables/user-info.ts';
import { steamId64Of } from './steam-id64.ts';

/** How many names of one user are kept; who changes theirs more often keeps the first ones. */
const MAX_NAMES = 100;

/** A client of the game server, from connecting to leaving: a person, a bot, or SourceTV. */
export interface User {
  /** The game server's count of connections; exceeds 255 on busy ones. A person who comes back has a new one. */
  readonly userId: number;
  /** The slot they have, or had last; their entity is this plus one. Slots are given to others when they leave. */
  readonly slot: number;
  /** The name they have, or had last. */
  readonly name: string;
  /** All the names they had, the first one first; at most 100. */
  readonly names: readonly string[];
  /** As the game server writes it: `[U:1:46143802]`, `STEAM_0:0:23071901`, `BOT`. */
  readonly networkId: string;
  /** Decimal text; undefined for bots and where the game server knew no account. */
  readonly steamId64: string | undefined;
  /** Whether no person plays: a bot, or SourceTV. */
  readonly isFakePlayer: boolean;
  readonly isSourceTv: boolean;
}

/** The user as the table that keeps them sees them. */
export class KnownUser implements User {
  readonly userId: number;
  readonly isFakePlayer: boolean;
  readonly isSourceTv: boolean;
  readonly names: string[];
  slot: number;
  name: string;
  networkId: string;
  steamId64: string | undefined;

  constructor(slot: number, info: UserInfo) {
    this.slot = slot;
    this.userId = info.userId;
    this.name = info.name;
    this.names = [info.name];
    this.networkId = info.networkId;
    this.steamId64 = info.isFakePlayer ? undefined : steamId64Of(info.networkId);
    this.isFakePlayer = info.isFakePlayer;
    this.isSourceTv = info.isSourceTv;
  }

  /** Whether this tells of the same user. Steam may confirm who somebody is only after they connected. */
  isSameAs({ userId, networkId }: UserInfo): boolean {
    if (userId !== this.userId) return false;
    return networkId === this.networkId || this.networkId === 'STEAM_ID_PENDING';
  }

  /** Takes over what changed; answers the name they had before, where that was another. */
  update(slot: number, info: UserInfo): string | undefined {
    this.slot = slot;
    if (info.networkId !== this.networkId) {
      this.networkId = info.networkId;
      this.steamId64 = info.isFakePlayer ? undefined : steamId64Of(info.networkId);
    }
    return this.rename(info.name);
  }

  /** Takes over a name; answers the one they had before, where that was another. */
  rename(name: string): string | undefined {
    if (name === this.name) return undefined;
    const before = this.name;
    this.name = name;
    if (this.names.length < MAX_NAMES && !this.names.includes(name)) this.names.push(name);
    return before;
  }
}
