import { ByteWriter } from './byte-writer.ts';
import type { FakeGame } from './fake-game.ts';

const RULES = 0x45;

/** The RULES reply, from its type byte on. `count` is what it claims; by default the truth. */
export function encodeRules({ rules }: FakeGame, count = rules.length): Buffer {
  const writer = new ByteWriter().uint8(RULES).uint16(count);
  for (const [name, value] of rules) writer.string(name).string(value);
  return writer.toBuffer();
}
