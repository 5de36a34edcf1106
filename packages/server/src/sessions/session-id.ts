import { randomBytes } from 'node:crypto';
import { errors } from '../errors.ts';

/** Session ids are positive and below 2^53, so that every JSON reader in the field reads them exactly. */
const LIMIT = 2n ** 53n;

/** A new session id, drawn at random: neither guessable nor telling how many there are. */
export function newSessionId(): bigint {
  const id = randomBytes(8).readBigUInt64BE() % LIMIT;
  return id === 0n ? newSessionId() : id;
}

/**
 * Reads a session id as clients send it: decimal digits, nothing else.
 *
 * @throws {DemobaseError} `invalid_request`
 */
export function parseSessionId(text: string): bigint {
  const id = /^\d{1,16}$/.test(text) ? BigInt(text) : 0n;
  if (id > 0n && id < LIMIT) return id;
  throw errors.invalidRequest({
    problem: 'session_id must be a positive whole number below 2^53, as /session_id gave it.',
  });
}
