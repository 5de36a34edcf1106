import type { QueryPart } from './read-query.ts';

/**
 * When a query has to bring a challenge before it is answered. `players-only` asks for one with PLAYERS and RULES, as
 * servers did before December 2020. `loop` refuses every challenge with a new one, for ever. `stale-first` refuses the
 * first right one of each part once, as a server does whose challenge has run out. `cut` hands out three bytes.
 */
export type ChallengeBehaviour = 'always' | 'never' | 'players-only' | 'loop' | 'stale-first' | 'cut';

/** How a reply travels: whole, or in fragments of one of three layouts when it is longer than `fragmentBytes`. */
export type SplitBehaviour =
  | { readonly format: 'none' }
  | {
      readonly format: 'source' | 'source-2006' | 'goldsrc';
      /** Payload of a fragment; default 1248, which is what Source engines use. */
      readonly fragmentBytes?: number;
      /** `shuffled` by the seed. A list sends just these numbers in just this order, as `[2, 0, 1, 1]`. Default `in-order`. */
      readonly order?: 'in-order' | 'reversed' | 'shuffled' | readonly number[];
      /** Sends every fragment twice. Default false. */
      readonly hasDuplicates?: boolean;
      /** Compresses the reply with bzip2 and sets bit 31 of its id; not for `goldsrc`. Default false. */
      readonly isCompressed?: boolean;
      /** The id of the first reply; each one after it has the next. Default 1. */
      readonly firstId?: number;
      /** Leaves out the FF FF FF FF inside the fragments, as a few servers do. Default false. */
      readonly omitsInnerHeader?: boolean;
    };

/** What a query gets once it has passed the challenge. Every kind but `normal` is some way to misbehave. */
export type FakeAnswer =
  | { readonly kind: 'normal' }
  /** Nothing. */
  | { readonly kind: 'silent' }
  /** The notice of a ban, type 6C. */
  | { readonly kind: 'banned'; readonly message: string }
  /** The reply up to this many bytes of it, counted from its type byte. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** PLAYERS or RULES with this in place of the number of its entries; INFO with it as the number of players. */
  | { readonly kind: 'wrong-count'; readonly count: number }
  /** The right reply, after one of another part. */
  | { readonly kind: 'other-part-first'; readonly part: QueryPart }
  /** A reply of this type byte with nothing sensible in it, made by the seed. */
  | { readonly kind: 'garbage'; readonly bytes: number; readonly type?: number }
  /** Just these datagrams. */
  | { readonly kind: 'raw'; readonly datagrams: readonly Uint8Array[] }
  /**
   * Source fragments that do not belong together: each with an id of its own, or with one id and totals that
   * disagree, or with numbers beyond the total.
   */
  | { readonly kind: 'forged-fragments'; readonly forgery: 'ids' | 'totals' | 'numbers' }
  /** So many first fragments of replies that never go on. */
  | { readonly kind: 'endless-fragments'; readonly count: number }
  /** A right reply of exactly this many bytes in all, padded with keywords, a long name or a long rule. */
  | { readonly kind: 'oversized'; readonly bytes: number }
  /** What servers of GoldSrc send to INFO: the old reply 6D, PLAYERS 44, and INFO 49. */
  | { readonly kind: 'goldsrc-triple' }
  /** The right reply, from a port that was not asked. */
  | { readonly kind: 'from-other-port' };

/** Everything about how a fake game server behaves; each part may be changed while it runs. */
export interface FakeGameServerBehaviour {
  readonly challenge: ChallengeBehaviour;
  /** The same challenge for everybody, four bytes, in place of one that is bound to the asker's address and port. */
  readonly challengeBytes: Uint8Array | undefined;
  /** Whether requests may be longer than they should be; what stands behind a filter takes none that are. */
  readonly takesTrailingBytes: boolean;
  /** How long it thinks before anything it sends, challenges included. */
  readonly delayMs: number;
  /** The share of datagrams that get lost, from 0 to 1, those that come and those that go alike. */
  readonly lossShare: number;
  /** Decides what is lost, shuffled and made up. */
  readonly seed: number;
  readonly split: SplitBehaviour;
  /** With `times`, only the next so many queries get that answer, and those after them the normal one. */
  readonly info: FakeAnswer & { readonly times?: number };
  readonly players: FakeAnswer & { readonly times?: number };
  readonly rules: FakeAnswer & { readonly times?: number };
}

export const honestBehaviour: FakeGameServerBehaviour = {
  challenge: 'always',
  challengeBytes: undefined,
  takesTrailingBytes: false,
  delayMs: 0,
  lossShare: 0,
  seed: 1,
  split: { format: 'none' },
  info: { kind: 'normal' },
  players: { kind: 'normal' },
  rules: { kind: 'normal' },
};
