import { type A2sParse, malformed, replyTypes } from './a2s-parse.ts';
import { ByteReader } from './byte-reader.ts';
import { isTheShip } from './the-ship.ts';

export interface A2sPlayers {
  /** How many the reply says follow; it may say more or fewer, and cannot say more than 255. */
  readonly claimedCount: number;
  readonly players: readonly A2sPlayer[];
}

/** One entry. Bots look like people, names repeat, and nothing in it is an id. */
export interface A2sPlayer {
  /** Nearly always 0. */
  readonly index: number;
  /** Empty while connecting, and always in some games. */
  readonly name: string;
  readonly score: number;
  /** Since connecting, as it came: NaN, negative and absurd ones occur. */
  readonly durationSeconds: number;
  readonly theShip?: TheShipPlayer;
}

interface TheShipPlayer {
  readonly deaths: number;
  readonly money: number;
}

/** What deaths and money of The Ship take for one player. */
const THE_SHIP_BYTES = 8;

/**
 * Reads the reply to a PLAYER request; `payload` begins with the type byte, `44`. Entries are read for as long
 * as there are bytes, whatever the count says; a cut one is left out and makes the reply partial.
 *
 * `appId`, from INFO, matters for The Ship alone, whose entries are longer.
 */
export function readPlayers(payload: Uint8Array, about: { appId?: number } = {}): A2sParse<A2sPlayers> {
  if (payload[0] !== replyTypes.players) return malformed('not a reply to PLAYER');
  const claimedCount = payload[1];
  if (claimedCount === undefined) return malformed('the reply to PLAYER ends before its count');
  if (isTheShip(about.appId)) return readTheShip(payload, claimedCount);

  const reader = entriesOf(payload);
  const players: A2sPlayer[] = [];
  // Some engines write one byte too many at the end, which begins no entry once all are there.
  while (reader.remaining > (players.length < claimedCount ? 0 : 1)) {
    const player = readEntry(reader);
    if (reader.isCut) return { outcome: 'partial', value: { claimedCount, players } };
    players.push(player);
  }
  return { outcome: 'ok', value: { claimedCount, players } };
}

/**
 * The Ship adds deaths and money to each player: behind all entries, say most who describe it, behind each, say
 * others. Whichever fits to the byte is taken; bytes may fit in two ways by chance, and then the count decides.
 * When none fits, only the first entry means the same in all.
 */
function readTheShip(payload: Uint8Array, claimedCount: number): A2sParse<A2sPlayers> {
  const readings = [
    readBlockBehindAll(payload, claimedCount),
    readInterleaved(payload),
    readPlain(payload),
  ].filter((reading) => reading !== undefined);
  const players = readings.find(({ length }) => length === claimedCount) ?? readings[0];
  if (players) return { outcome: 'ok', value: { claimedCount, players } };
  const reader = entriesOf(payload);
  const first = readEntry(reader);
  return { outcome: 'partial', value: { claimedCount, players: reader.isCut ? [] : [first] } };
}

function readBlockBehindAll(payload: Uint8Array, count: number): A2sPlayer[] | undefined {
  const reader = entriesOf(payload);
  const players: A2sPlayer[] = [];
  while (players.length < count && !reader.isCut) players.push(readEntry(reader));
  if (reader.isCut || reader.remaining !== THE_SHIP_BYTES * count) return undefined;
  return players.map((player) => ({ ...player, theShip: readTheShipPlayer(reader) }));
}

function readInterleaved(payload: Uint8Array): A2sPlayer[] | undefined {
  const reader = entriesOf(payload);
  const players: A2sPlayer[] = [];
  while (reader.remaining > 0) players.push({ ...readEntry(reader), theShip: readTheShipPlayer(reader) });
  return reader.isCut ? undefined : players;
}

function readPlain(payload: Uint8Array): A2sPlayer[] | undefined {
  const reader = entriesOf(payload);
  const players: A2sPlayer[] = [];
  while (reader.remaining > 0) players.push(readEntry(reader));
  return reader.isCut ? undefined : players;
}

function entriesOf(payload: Uint8Array): ByteReader {
  return new ByteReader(payload, 2);
}

function readEntry(reader: ByteReader): A2sPlayer {
  return {
    index: reader.uint8(),
    name: reader.text(),
    score: reader.int32(),
    durationSeconds: reader.float32(),
  };
}

function readTheShipPlayer(reader: ByteReader): TheShipPlayer {
  return { deaths: reader.int32(), money: reader.int32() };
}
