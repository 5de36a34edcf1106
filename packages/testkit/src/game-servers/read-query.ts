/** What a game server can be asked for. */
export type QueryPart = 'info' | 'players' | 'rules';

/** What a datagram asked for: a part, the obsolete bare challenge, or nothing a game server knows. */
export type Query =
  | { readonly part: QueryPart; readonly challenge: Uint8Array | undefined }
  | { readonly part: 'challenge'; readonly challenge: undefined }
  | { readonly part: 'unknown'; readonly challenge: undefined };

const HEADER_BYTES = 4;
const CHALLENGE_BYTES = 4;
const INFO_REQUEST = Buffer.from('\xff\xff\xff\xffTSource Engine Query\0', 'latin1');
const UNKNOWN: Query = { part: 'unknown', challenge: undefined };

/**
 * Reads a request. Games look only at the bytes they need; the filters before some of them let nothing through that is
 * not exactly as long as it should be.
 */
export function readQuery(datagram: Buffer, takesTrailingBytes = false): Query {
  if (datagram.length < HEADER_BYTES + 1 || datagram.readInt32LE(0) !== -1) return UNKNOWN;
  const query = readKnownQuery(datagram);
  const excessBytes = datagram.length - lengthOf(query);
  return excessBytes === 0 || (excessBytes > 0 && takesTrailingBytes) ? query : UNKNOWN;
}

function readKnownQuery(datagram: Buffer): Query {
  switch (datagram[HEADER_BYTES]) {
    case 0x54:
      return readInfoQuery(datagram);
    case 0x55:
      return { part: 'players', challenge: challengeAt(datagram, HEADER_BYTES + 1) };
    case 0x56:
      return { part: 'rules', challenge: challengeAt(datagram, HEADER_BYTES + 1) };
    case 0x57:
      return { part: 'challenge', challenge: undefined };
    default:
      return UNKNOWN;
  }
}

function readInfoQuery(datagram: Buffer): Query {
  const end = INFO_REQUEST.length;
  if (datagram.length < end || INFO_REQUEST.compare(datagram, 0, end) !== 0) return UNKNOWN;
  return { part: 'info', challenge: datagram.length > end ? challengeAt(datagram, end) : undefined };
}

function challengeAt(datagram: Buffer, offset: number): Uint8Array {
  return datagram.subarray(offset, offset + CHALLENGE_BYTES);
}

/** A challenge that was cut counts as a whole one here, so that the request is too short. */
function lengthOf({ part, challenge }: Query): number {
  if (part === 'unknown') return Number.POSITIVE_INFINITY;
  const bareBytes = part === 'info' ? INFO_REQUEST.length : HEADER_BYTES + 1;
  return bareBytes + (challenge ? CHALLENGE_BYTES : 0);
}
