import { ByteWriter } from './byte-writer.ts';
import type { FakeGame, FakePlayer } from './fake-game.ts';

const PLAYERS = 0x44;

/** The PLAYERS reply, from its type byte on. `count` is what it claims; by default the truth. */
export function encodePlayers(game: FakeGame, count = game.players.length): Buffer {
  const { players, theShip } = game;
  const writer = new ByteWriter().uint8(PLAYERS).uint8(count);
  for (const player of players) {
    writer
      .uint8(player.index ?? 0)
      .string(player.name)
      .int32(player.score)
      .float32(player.durationSeconds);
    if (theShip?.playerLayout === 'interleaved') writeShipFields(writer, player);
  }
  if (theShip?.playerLayout === 'block') for (const player of players) writeShipFields(writer, player);
  return writer.toBuffer();
}

function writeShipFields(writer: ByteWriter, { deaths = 0, money = 0 }: FakePlayer): void {
  writer.int32(deaths).int32(money);
}
