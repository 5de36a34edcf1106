import { BitReader } from '../../src/bits/bit-reader.ts';
import { BitWriter } from '../../src/bits/bit-writer.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What counts and lengths are replaced by: none, all there are, one too many, signs, a lot. */
const EXTREMES = [0, 1, 0xff, 0xffff, 0x10000, 1 << 24, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] as const;
const MOST_BYTES = 64 * 1024;

/** Changes a bit stream in one to four ways, each of which real damage or an attacker could choose. */
export function mutatePayload(payload: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  let mutated: Uint8Array = payload.slice();
  for (let change = 1 + random.below(4); change > 0; change--) {
    mutated = random.pick(CHANGES)(mutated, random, other).subarray(0, MOST_BYTES);
  }
  return mutated;
}

type Change = (bytes: Uint8Array, random: SeededRandom, other: Uint8Array) => Uint8Array;

const CHANGES: readonly [Change, ...Change[]] = [
  flipBits,
  flipBits,
  overwriteBytes,
  overwriteField,
  overwriteField,
  shiftBits,
  cut,
  splice,
  repeat,
];

function flipBits(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  if (bytes.length === 0) return bytes;
  for (let flips = 1 + random.below(3); flips > 0; flips--) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
}

function overwriteBytes(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length + 1);
  const value = random.pick([0, 0xff, -1]);
  for (let i = at; i < Math.min(bytes.length, at + 1 + random.below(8)); i++) {
    bytes[i] = value < 0 ? random.below(256) : value;
  }
  return bytes;
}

/** A field of any width at any bit becomes an extreme number. */
function overwriteField(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const width = 1 + random.below(32);
  const at = random.below(Math.max(1, bytes.length * 8 - width));
  const value = random.pick(EXTREMES);
  for (let bit = 0; bit < width; bit++) {
    const place = at + bit;
    const byte = bytes[place >>> 3];
    if (byte === undefined) break;
    const isSet = Math.floor(value / 2 ** bit) % 2 === 1;
    bytes[place >>> 3] = isSet ? byte | (1 << (place & 7)) : byte & ~(1 << (place & 7));
  }
  return bytes;
}

/** A few bits come in between, or are lost: everything behind them is read at another place. */
function shiftBits(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const reader = new BitReader(bytes);
  const writer = new BitWriter();
  const count = 1 + random.below(40);
  writer.writeBitString(reader.readBitString(random.below(bytes.length * 8 + 1)));
  if (random.below(2) === 0) reader.skip(Math.min(count, reader.bitsLeft));
  else for (let i = 0; i < count; i++) writer.writeUint(random.below(2), 1);
  writer.writeBitString(reader.readBitString(reader.bitsLeft));
  return writer.toBytes();
}

function cut(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  return bytes.slice(0, random.below(bytes.length + 1));
}

/** The beginning of one, and something from another. */
function splice(bytes: Uint8Array, random: SeededRandom, other: Uint8Array): Uint8Array {
  const from = random.below(other.length + 1);
  return join(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(from));
}

function repeat(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const from = random.below(bytes.length + 1);
  const end = from + random.below(bytes.length - from + 1);
  return join(bytes.subarray(0, end), bytes.subarray(from));
}

export function join(...pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
