import { randomBytes } from 'node:crypto';
import type { FakeGameServerBehaviour } from './behaviour.ts';
import type { Query, QueryPart } from './read-query.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const NO_CHALLENGE = -1;
const CUT_BYTES = 3;

type AskedPart = Extract<Query, { part: QueryPart }>;
type Asker = { readonly address: string; readonly port: number };

/**
 * Decides who has to come back with a challenge. A challenge is four bytes that depend on who asks and on a secret of
 * the server, so that one of another server, or one handed out to another address or port, is refused.
 */
export class ChallengeGate {
  readonly #secret = randomBytes(4).readUInt32LE();
  #loopRound = 0;

  /** The challenge to send in place of an answer, or nothing when the query may pass. */
  challengeOwed(query: AskedPart, asker: Asker, behaviour: FakeGameServerBehaviour): Uint8Array | undefined {
    const { challenge: rule, challengeBytes } = behaviour;
    if (rule === 'never' || (rule === 'players-only' && query.part === 'info')) return undefined;
    if (rule === 'loop') return this.challengeFor(asker, ++this.#loopRound);
    const first = challengeBytes ?? this.challengeFor(asker);
    if (rule === 'cut') return first.subarray(0, CUT_BYTES);
    if (rule === 'stale-first') {
      const second = this.challengeFor(asker, 1);
      if (isSame(query.challenge, second)) return undefined;
      return isSame(query.challenge, first) ? second : first;
    }
    return isSame(query.challenge, first) ? undefined : first;
  }

  /** `round` makes further challenges for the same asker. */
  challengeFor(asker: Asker, round = 0): Uint8Array {
    let hash = FNV_OFFSET ^ this.#secret;
    for (let i = 0; i < asker.address.length; i++) hash = mix(hash, asker.address.charCodeAt(i));
    hash = mix(mix(mix(hash, asker.port & 0xff), asker.port >>> 8), round);
    const challenge = Buffer.allocUnsafe(4);
    challenge.writeInt32LE(hash ^ (hash >>> 15));
    // −1 means "none yet" in PLAYERS and RULES.
    if (challenge.readInt32LE() === NO_CHALLENGE) challenge[0] = 0;
    return challenge;
  }
}

function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

function isSame(brought: Uint8Array | undefined, expected: Uint8Array): boolean {
  return brought !== undefined && Buffer.compare(brought, expected) === 0;
}
