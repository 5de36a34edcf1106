import { ByteWriter } from './byte-writer.ts';
import type { FakeGame } from './fake-game.ts';

const INFO = 0x49;
const GOLDSRC_INFO = 0x6d;

/** The INFO reply of the Source engine, from its type byte on. */
export function encodeInfo(game: FakeGame): Buffer {
  const { theShip } = game;
  const writer = new ByteWriter()
    .uint8(INFO)
    .uint8(game.protocol)
    .string(game.name)
    .string(game.map)
    .string(game.folder)
    .string(game.game)
    .uint16(game.appId)
    .uint8(game.playerCount ?? game.players.length)
    .uint8(game.maxPlayers)
    .uint8(game.bots)
    .uint8(game.serverType.charCodeAt(0))
    .uint8(game.environment.charCodeAt(0))
    .uint8(Number(game.isPasswordProtected))
    .uint8(Number(game.isSecure));
  if (theShip) writer.uint8(theShip.mode).uint8(theShip.witnesses).uint8(theShip.durationSeconds);
  writer.string(game.version);
  if (!game.endsAfterVersion) writeExtraData(writer, game);
  return writer.toBuffer();
}

/** The byte that says which parts follow, and the parts in the order they have on the wire. */
function writeExtraData(writer: ByteWriter, game: FakeGame): void {
  const { gamePort, steamId, spectator, keywords, gameId } = game;
  writer.uint8(
    (gamePort === undefined ? 0 : 0x80) |
      (steamId === undefined ? 0 : 0x10) |
      (spectator === undefined ? 0 : 0x40) |
      (keywords === undefined ? 0 : 0x20) |
      (gameId === undefined ? 0 : 0x01),
  );
  if (gamePort !== undefined) writer.uint16(gamePort);
  if (steamId !== undefined) writer.uint64(steamId);
  if (spectator !== undefined) writer.uint16(spectator.port).string(spectator.name);
  if (keywords !== undefined) writer.string(keywords);
  if (gameId !== undefined) writer.uint64(gameId);
}

/** The obsolete INFO reply of GoldSrc, from its type byte on, of a server that runs no mod. */
export function encodeGoldSrcInfo(game: FakeGame, address: string): Buffer {
  return new ByteWriter()
    .uint8(GOLDSRC_INFO)
    .string(address)
    .string(game.name)
    .string(game.map)
    .string(game.folder)
    .string(game.game)
    .uint8(game.playerCount ?? game.players.length)
    .uint8(game.maxPlayers)
    .uint8(game.protocol)
    .uint8(game.serverType.charCodeAt(0))
    .uint8(game.environment.charCodeAt(0))
    .uint8(Number(game.isPasswordProtected))
    .uint8(0)
    .uint8(Number(game.isSecure))
    .uint8(game.bots)
    .toBuffer();
}
