/**
 * A bzip2 compressor, small rather than good: one block, and one code table for all of it. Servers of 2006 compressed
 * long replies in this way; Node reads and writes everything but bzip2.
 */
import { BitWriter } from './bit-writer.ts';
import { encodeRuns, moveToFront, sortRotations } from './block-transforms.ts';
import { canonicalCodes, codeLengths } from './code-lengths.ts';
import { crcBzip2 } from './crc-bzip2.ts';

/** Level 9: blocks of 900,000 bytes, less what decoders keep free. */
const SIGNATURE = Buffer.from('BZh9');
const MAX_BLOCK_BYTES = 899_981;
const BLOCK_MAGIC = Buffer.from([0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);
const END_MAGIC = Buffer.from([0x17, 0x72, 0x45, 0x38, 0x50, 0x90]);
const SYMBOLS_PER_SELECTOR = 50;
/** The fewest the format allows. */
const TABLE_COUNT = 2;

/** @throws {RangeError} when the bytes do not fit into one block. */
export function compressBzip2(bytes: Uint8Array): Buffer {
  const writer = new BitWriter();
  writer.bytes(SIGNATURE);
  const crc = bytes.length > 0 ? crcBzip2(bytes) : 0;
  if (bytes.length > 0) writeBlock(writer, bytes, crc);
  writer.bytes(END_MAGIC);
  // The CRC of a stream of one block is that of the block.
  writer.bits(32, crc);
  return writer.toBuffer();
}

function writeBlock(writer: BitWriter, bytes: Uint8Array, crc: number): void {
  const block = encodeRuns(bytes);
  if (block.length > MAX_BLOCK_BYTES)
    throw new RangeError(`${bytes.length} bytes do not fit into one block.`);
  const { lastColumn, origin } = sortRotations(block);
  const usedBytes = [...new Set(block)].sort((a, b) => a - b);
  const { symbols, endOfBlock } = moveToFront(lastColumn, usedBytes);
  const lengths = codeLengths(symbols, endOfBlock + 1);
  writer.bytes(BLOCK_MAGIC);
  writer.bits(32, crc);
  writer.bits(1, 0); // not randomised
  writer.bits(24, origin);
  writeUsedBytes(writer, new Set(usedBytes));
  writer.bits(3, TABLE_COUNT);
  const selectorCount = Math.ceil(symbols.length / SYMBOLS_PER_SELECTOR);
  writer.bits(15, selectorCount);
  for (let i = 0; i < selectorCount; i++) writer.bits(1, 0); // the first table, every time
  for (let table = 0; table < TABLE_COUNT; table++) writeLengths(writer, lengths);
  const codes = canonicalCodes(lengths);
  for (const symbol of symbols) writer.bits(lengths[symbol] ?? 0, codes[symbol] ?? 0);
}

/** Which of the 16 groups of 16 bytes are used at all, and which bytes of those. */
function writeUsedBytes(writer: BitWriter, used: ReadonlySet<number>): void {
  const groups = Array.from({ length: 16 }, (_, group) =>
    Array.from({ length: 16 }, (_, i) => Number(used.has(group * 16 + i))),
  );
  for (const group of groups) writer.bits(1, Number(group.includes(1)));
  for (const group of groups.filter((bits) => bits.includes(1))) for (const bit of group) writer.bits(1, bit);
}

/** The first length, and each one as steps from the one before it: 10 up, 11 down, 0 done. */
function writeLengths(writer: BitWriter, lengths: readonly number[]): void {
  let current = lengths[0] ?? 0;
  writer.bits(5, current);
  for (const length of lengths) {
    for (; current < length; current++) writer.bits(2, 0b10);
    for (; current > length; current--) writer.bits(2, 0b11);
    writer.bits(1, 0);
  }
}
