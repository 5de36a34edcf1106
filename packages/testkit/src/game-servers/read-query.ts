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

/** Reads a request as the filters before some real servers do: of exactly the right length, or not at all. */
export function readQuery(datagram: Buffer): Query {
  if (datagram.length < HEADER_BYTES + 1 || datagram.readInt32LE(0) !== -1) return UNKNOWN;
  switch (datagram[HEADER_BYTES]) {
    case 0x54:
      return readInfoQuery(datagram);
    case 0x55:
      return readChallengedQuery(datagram, 'players');
    case 0x56:
      return readChallengedQuery(datagram, 'rules');
    case 0x57:
      return { part: 'challenge', challenge: undefined };
    default:
      return UNKNOWN;
  }
}

function readInfoQuery(datagram: Buffer): Query {
  const bare = INFO_REQUEST.length;
  if (datagram.length !== bare && datagram.length !== bare + CHALLENGE_BYTES) return UNKNOWN;
  if (INFO_REQUEST.compare(datagram, 0, bare) !== 0) return UNKNOWN;
  return { part: 'info', challenge: datagram.length === bare ? undefined : datagram.subarray(bare) };
}

function readChallengedQuery(datagram: Buffer, part: 'players' | 'rules'): Query {
  if (datagram.length !== HEADER_BYTES + 1 + CHALLENGE_BYTES) return UNKNOWN;
  return { part, challenge: datagram.subarray(HEADER_BYTES + 1) };
}
