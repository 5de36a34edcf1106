import type { AddressFault } from '../address/resolve-address.ts';
import type { A2sInfo } from './info.ts';
import type { A2sPlayers } from './players.ts';
import type { A2sRules } from './rules.ts';

/** What a game server can be asked for. */
export type A2sPartName = 'info' | 'players' | 'rules';

/** One reply that could be read; `partial` when it was cut short, and what was read is given. */
export interface A2sReply<T> {
  readonly outcome: 'ok' | 'partial';
  readonly value: T;
  /**
   * From the last time it was asked to the answer. Replies do not say what they answer: with several `sends` it may be
   * an earlier one, and even one of an earlier query that was given up a moment before.
   */
  readonly rttMs: number;
  /** Datagrams sent for this part, challenges and repetitions included. */
  readonly sends: number;
  /** The reply as it came, reassembled, beginning with its type byte. */
  readonly raw: Uint8Array;
}

/**
 * Why a part was not answered.
 * - `no-answer`: nothing usable came in time. Lost, filtered, rate-limited, not supported, or nobody there
 * - `refused`: the server sent a notice instead, which is what it sends to addresses it has banned
 * - `challenge-loop`: it kept asking for another challenge
 * - `malformed`: a reply of the right type that cannot be read; `raw` has it
 * - `not-asked`: the server had not answered the part asked before
 * - `unreachable`: this machine could send nothing there, for example for lack of IPv6, a route or sockets
 */
export type A2sFailure =
  | { readonly outcome: 'no-answer'; readonly sends: number }
  | { readonly outcome: 'refused'; readonly reason: string; readonly sends: number }
  | { readonly outcome: 'challenge-loop'; readonly sends: number }
  | {
      readonly outcome: 'malformed';
      readonly reason: string;
      readonly sends: number;
      readonly raw: Uint8Array;
    }
  | { readonly outcome: 'not-asked' }
  | { readonly outcome: 'unreachable'; readonly reason: string };

export type A2sPart<T> = A2sReply<T> | A2sFailure;

/** The reply, whole or cut short, of a part that was answered. */
export function replyOf<T>(part: A2sPart<T> | undefined): A2sReply<T> | undefined {
  return part?.outcome === 'ok' || part?.outcome === 'partial' ? part : undefined;
}

/** What came of the parts that were asked for; the others are absent. */
export interface A2sParts {
  readonly info?: A2sPart<A2sInfo>;
  readonly players?: A2sPart<A2sPlayers>;
  readonly rules?: A2sPart<A2sRules>;
}

/** What came of asking one address. Nothing a game server sends is ever thrown. */
export type A2sAnswer =
  | (A2sParts & {
      readonly outcome: 'asked';
      /** As it was given. */
      readonly address: string;
      /** Whom the datagrams went to, as `192.0.2.1:27015`. */
      readonly remoteAddress: string;
    })
  | (AddressFault & { readonly address: string });
