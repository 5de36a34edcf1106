import type { A2sFailure } from '../a2s/a2s-answer.ts';
import type { AddressFault } from '../address/resolve-address.ts';
import type { PingData, PlayersData, RulesData } from '../web-api/fake-ip-data.ts';
import type { WebApiFailure } from '../web-api/web-api-failure.ts';

/** What a game server can be asked for, in the words of Steam's relay; over UDP `ping` is INFO. */
export type GameServerPart = 'ping' | 'players' | 'rules';

/**
 * What came of one part. The outcomes of UDP are told at {@link A2sFailure}, those of the relay at
 * {@link WebApiFailure}; a relay that hears nothing from the server says `no-answer`.
 */
export interface PartOutcome {
  readonly outcome: 'ok' | 'partial' | A2sFailure['outcome'] | WebApiFailure['outcome'];
  /** For people. */
  readonly reason?: string;
  readonly rtt_ms?: number;
  /** Datagrams sent; absent for the relay. */
  readonly sends?: number;
}

/** How many play there, by who says so. The three are never mixed: each of them can be wrong in its own way. */
export interface PlayerCounts {
  /** Steam's list: clients that Steam has authenticated there. Absent when the list was not asked. */
  readonly listed?: number;
  /** The server of itself, bots and connecting players included. */
  readonly reported?: number;
  readonly reported_bots?: number;
  /** Entries in the list of players that the server gave. */
  readonly counted?: number;
}

/**
 * One look at one game server. A document: it is printed, stored and served as it is, so its members are named as
 * on the wire. `ping_data`, `players_data` and `rules_data` have the documented shape whichever way they came; each
 * is absent when nobody gave it, and `outcomes` says why. Members inside are absent where nobody said anything.
 */
export interface GameServerObservation {
  /** As asked. */
  readonly address: string;
  /** Whom the datagrams went to, as `192.0.2.1:27015`: what a host name stood for. Over UDP only. */
  readonly remote_address?: string;
  /** How it was asked; `none` when it was not, and `failure` says why. */
  readonly via: 'udp' | 'relay' | 'none';
  /** When the last answer was in, ISO 8601. */
  readonly observed_at: string;
  readonly failure?: {
    readonly outcome: AddressFault['outcome'] | 'no-key';
    readonly reason: string;
  };
  readonly outcomes: Readonly<Record<GameServerPart, PartOutcome>>;
  readonly player_counts: PlayerCounts;
  readonly ping_data?: PingData;
  readonly players_data?: PlayersData;
  readonly rules_data?: RulesData;
}

/** Whether the game server said anything at all. */
export function hasAnswered({ outcomes }: Pick<GameServerObservation, 'outcomes'>): boolean {
  return Object.values(outcomes).some(({ outcome }) => outcome === 'ok' || outcome === 'partial');
}

/** The outcomes when nothing was asked. */
export const nothingAsked: GameServerObservation['outcomes'] = {
  ping: { outcome: 'not-asked' },
  players: { outcome: 'not-asked' },
  rules: { outcome: 'not-asked' },
};
