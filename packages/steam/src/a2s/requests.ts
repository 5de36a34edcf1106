/**
 * The three requests, with nothing behind them: filters before game servers let only these exact lengths
 * through. `challenge` is the four bytes of a challenge reply, as they came; any value is legal.
 *
 * Without a challenge the same buffer is returned every time: send it, never write to it.
 */

const INFO = Buffer.from('\xff\xff\xff\xffTSource Engine Query\0', 'latin1');
const PLAYERS = Buffer.from('\xff\xff\xff\xffU\xff\xff\xff\xff', 'latin1');
const RULES = Buffer.from('\xff\xff\xff\xffV\xff\xff\xff\xff', 'latin1');
/** The opening `FF FF FF FF` and the type. */
const HEADER_BYTES = 5;

/** A2S_INFO: 25 bytes, 29 with a challenge, which is appended. */
export function encodeInfoRequest(challenge?: Uint8Array): Buffer {
  return challenge ? withChallenge(INFO, INFO.length, challenge) : INFO;
}

/** A2S_PLAYER: 9 bytes; `FF FF FF FF` stands where no challenge is known. */
export function encodePlayersRequest(challenge?: Uint8Array): Buffer {
  return challenge ? withChallenge(PLAYERS, HEADER_BYTES, challenge) : PLAYERS;
}

/** A2S_RULES: 9 bytes; `FF FF FF FF` stands where no challenge is known. */
export function encodeRulesRequest(challenge?: Uint8Array): Buffer {
  return challenge ? withChallenge(RULES, HEADER_BYTES, challenge) : RULES;
}

function withChallenge(request: Buffer, offset: number, challenge: Uint8Array): Buffer {
  if (challenge.length !== 4) throw new RangeError(`A challenge has 4 bytes, not ${challenge.length}.`);
  const bytes = Buffer.allocUnsafe(offset + 4);
  request.copy(bytes, 0, 0, offset);
  bytes.set(challenge, offset);
  return bytes;
}
