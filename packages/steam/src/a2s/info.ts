import type { A2sInfo } from './a2s-info.ts';
import { type A2sParse, malformed, replyTypes } from './a2s-parse.ts';
import { ByteReader } from './byte-reader.ts';
import { readGoldSrcInfo } from './goldsrc-info.ts';
import { environmentOf, serverTypeOf } from './server-kind.ts';
import { isTheShip } from './the-ship.ts';

export type { A2sInfo, A2sMod } from './a2s-info.ts';

/** Which of the optional parts follow, in the order they do. */
const GAME_PORT = 0x80;
const STEAM_ID = 0x10;
const SPECTATOR = 0x40;
const KEYWORDS = 0x20;
const GAME_ID = 0x01;

const APP_ID_MASK = 0xffffffn;

/**
 * Reads the reply to an INFO request; `payload` begins with the type byte, `49` or, in the GoldSrc format, `6D`.
 * It is malformed when cut before the last field every reply has (VAC), and partial when cut later.
 */
export function readInfo(payload: Uint8Array): A2sParse<A2sInfo> {
  const type = payload[0];
  if (type === replyTypes.info) return readSourceInfo(new ByteReader(payload, 1));
  if (type === replyTypes.goldSrcInfo) return readGoldSrcInfo(new ByteReader(payload, 1));
  return malformed('not a reply to INFO');
}

function readSourceInfo(reader: ByteReader): A2sParse<A2sInfo> {
  const info: { -readonly [Field in keyof A2sInfo]: A2sInfo[Field] } = {
    format: 'source',
    protocol: reader.uint8(),
    name: reader.text(),
    map: reader.text(),
    folder: reader.text(),
    game: reader.text(),
    appId: reader.uint16(),
    players: reader.uint8(),
    maxPlayers: reader.uint8(),
    bots: reader.uint8(),
    serverType: serverTypeOf(reader.uint8()),
    environment: environmentOf(reader.uint8()),
    isPasswordProtected: reader.uint8() !== 0,
    isSecure: reader.uint8() !== 0,
    version: '',
  };
  if (reader.isCut) return malformed('the reply to INFO ends before its last fixed field');
  // Every part below is set only when it is whole, or is a text of which something is there.
  if (isTheShip(info.appId)) {
    const theShip = { mode: reader.uint8(), witnesses: reader.uint8(), durationSeconds: reader.uint8() };
    if (!reader.isCut) info.theShip = theShip;
  }
  info.version = reader.text();
  if (reader.isCut || reader.remaining === 0)
    return { outcome: reader.isCut ? 'partial' : 'ok', value: info };

  const parts = reader.uint8();
  if ((parts & GAME_PORT) !== 0) {
    const gamePort = reader.uint16();
    if (!reader.isCut) info.gamePort = gamePort;
  }
  if ((parts & STEAM_ID) !== 0) {
    const steamId = reader.uint64();
    if (!reader.isCut) info.steamId = steamId;
  }
  if ((parts & SPECTATOR) !== 0) {
    const port = reader.uint16();
    if (!reader.isCut) info.spectator = { port, name: reader.text() };
  }
  if ((parts & KEYWORDS) !== 0) {
    const keywords = reader.text();
    if (!reader.isCut || keywords !== '') info.keywords = keywords;
  }
  if ((parts & GAME_ID) !== 0) {
    const gameId = reader.uint64();
    if (!reader.isCut) {
      info.gameId = gameId;
      // A game id of 0 says nothing; the 16 bits of before are then the better answer.
      info.appId = Number(gameId & APP_ID_MASK) || info.appId;
    }
  }
  return { outcome: reader.isCut ? 'partial' : 'ok', value: info };
}
