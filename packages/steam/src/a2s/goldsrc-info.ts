import type { A2sInfo, A2sMod } from './a2s-info.ts';
import { type A2sParse, malformed } from './a2s-parse.ts';
import type { ByteReader } from './byte-reader.ts';
import { environmentOf, serverTypeOf } from './server-kind.ts';

/** VAC and bots, which end the reply. */
const TAIL_BYTES = 2;

/**
 * Reads the obsolete reply `6D`, from behind its type byte. Its fixed fields end the reply, so it is whole or
 * malformed. It names neither app id nor version.
 */
export function readGoldSrcInfo(reader: ByteReader): A2sParse<A2sInfo> {
  const address = reader.text();
  const name = reader.text();
  const map = reader.text();
  const folder = reader.text();
  const game = reader.text();
  const players = reader.uint8();
  const maxPlayers = reader.uint8();
  const protocol = reader.uint8();
  const serverType = serverTypeOf(reader.uint8());
  const environment = environmentOf(reader.uint8());
  const isPasswordProtected = reader.uint8() !== 0;
  const isMod = reader.uint8() === 1;
  // Some game servers announce a mod and leave its description out: then only the end is left.
  const mod = isMod && reader.remaining > TAIL_BYTES ? readMod(reader) : undefined;
  const isSecure = reader.uint8() !== 0;
  const bots = reader.uint8();
  if (reader.isCut) return malformed('the GoldSrc reply to INFO ends before its last field');
  const info: A2sInfo = {
    format: 'goldsrc',
    protocol,
    name,
    map,
    folder,
    game,
    appId: 0,
    players,
    maxPlayers,
    bots,
    serverType,
    environment,
    isPasswordProtected,
    isSecure,
    version: '',
    address,
    ...(mod && { mod }),
  };
  return { outcome: 'ok', value: info };
}

function readMod(reader: ByteReader): A2sMod {
  const link = reader.text();
  const download = reader.text();
  reader.uint8(); // always NUL
  return {
    link,
    download,
    version: reader.uint32(),
    sizeBytes: reader.uint32(),
    isMultiplayerOnly: reader.uint8() === 1,
    hasOwnLibrary: reader.uint8() === 1,
  };
}
