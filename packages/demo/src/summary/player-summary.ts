import type { PlayerClass } from '../users/player-class.ts';
import type { Team } from '../users/team.ts';

/** Somebody in an event: who they were at that tick. */
export interface PlayerReference {
  readonly userId: number;
  readonly steamId64: string | null;
  readonly name: string | null;
  readonly team: Team | null;
}

/** One stay on the game server. */
export interface Connection {
  readonly userId: number;
  readonly connectTick: number | null;
  readonly disconnectTick: number | null;
  readonly disconnectReason: string | null;
}

/** How long somebody was something. */
export interface TimeSpent {
  readonly ticks: number;
  readonly seconds: number;
}

/** A person, who may have come and gone several times; or a bot. */
export interface PlayerSummary {
  readonly steamId64: string | null;
  readonly networkId: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly userIds: readonly number[];
  readonly isBot: boolean;
  readonly isSourceTv: boolean;
  readonly connections: readonly Connection[];
  readonly team: Team | null;
  readonly class: PlayerClass | null;
  readonly timeByTeam: { readonly [T in Team]?: TimeSpent };
  readonly timeByClass: { readonly [C in PlayerClass]?: TimeSpent };
  readonly kills: number | null;
  readonly assists: number | null;
  readonly deaths: number | null;
  readonly suicides: number | null;
  readonly damage: number | null;
  readonly damageTaken: number | null;
  readonly healing: number | null;
}
