import { BitSource } from './bit-source.ts';
import { addBlockChecksum, blockChecksum } from './block-checksum.ts';
import { Bzip2Error } from './bzip2-error.ts';
import { readBlock, type SortedBlock } from './read-block.ts';

const BLOCK = 0x3141_5926_5359;
const END_OF_STREAM = 0x1772_4538_5090;
/** So many equal bytes in a row are followed by a count of further ones. */
const RUN_BYTES = 4;

/**
 * The bytes a bzip2 stream stands for, at most `maxBytes`. Throws {@link Bzip2Error} for anything else: a
 * stream that is cut, broken or of more bytes, whose checksums are wrong, or whose blocks are randomised.
 * Bytes behind the stream are not looked at.
 *
 * A few bytes can stand for gigabytes, so memory is bounded by `maxBytes`, not by what the stream declares:
 * the result, and one block of four bytes for each of its bytes, which come to 5/4 of `maxBytes` at the most.
 */
export function decompressBzip2(bytes: Uint8Array, limits: { readonly maxBytes: number }): Uint8Array {
  const source = new BitSource(bytes);
  const blockLength = readDeclaredBlockLength(source);
  const output = new Uint8Array(limits.maxBytes);
  const links = new Uint32Array(Math.min(blockLength, sortedLength(limits.maxBytes)));
  let length = 0;
  let streamChecksum = 0;
  for (;;) {
    const magic = source.uint48();
    const checksum = source.uint32();
    if (magic === END_OF_STREAM) {
      if (checksum !== streamChecksum) throw new Bzip2Error('the checksum of the stream is wrong');
      return length === output.length ? output : output.slice(0, length);
    }
    if (magic !== BLOCK) throw new Bzip2Error('neither a block nor the end of the stream follows');
    const start = length;
    const block = readBlock(source, links.subarray(0, sortedLength(output.length - start)));
    length = writeBlock(block, output, start);
    if (blockChecksum(output.subarray(start, length)) !== checksum) {
      throw new Bzip2Error('the checksum of a block is wrong');
    }
    streamChecksum = addBlockChecksum(streamChecksum, checksum);
  }
}

/** The longest block that stands for so many bytes: at its worst it takes five for a run of four. */
function sortedLength(sizeBytes: number): number {
  return Math.floor((sizeBytes * 5) / RUN_BYTES);
}

/** `BZh` and a digit: the length of blocks in hundreds of thousands of bytes. */
function readDeclaredBlockLength(source: BitSource): number {
  const magic = source.bits(24);
  const digit = source.bits(8) - 0x30;
  if (magic !== 0x425a68 || digit < 1 || digit > 9) throw new Bzip2Error('not a bzip2 stream');
  return digit * 100_000;
}

/** Undoes the sorting of a block and the run lengths before it; returns where in `output` it ends. */
function writeBlock({ links, length, origin }: SortedBlock, output: Uint8Array, start: number): number {
  linkRows(links, length);
  let end = start;
  let previous = -1;
  let equal = 0;
  let link = (links[origin] ?? 0) >>> 8;
  for (let count = 0; count < length; count += 1) {
    const row = links[link] ?? 0;
    const byte = row & 0xff;
    link = row >>> 8;
    if (equal === RUN_BYTES) {
      if (end + byte > output.length) throw new Bzip2Error('the stream holds more than is allowed');
      output.fill(previous, end, end + byte);
      end += byte;
      equal = 0;
      previous = -1;
      continue;
    }
    if (end >= output.length) throw new Bzip2Error('the stream holds more than is allowed');
    output[end] = byte;
    end += 1;
    equal = byte === previous ? equal + 1 : 1;
    previous = byte;
  }
  return end;
}

/** Puts into the upper 24 bits of each row where the text goes on: the n-th `a` in one column is the n-th in the other. */
function linkRows(links: Uint32Array, length: number): void {
  const places = new Uint32Array(257);
  for (let index = 0; index < length; index += 1) {
    const next = (links[index] ?? 0) + 1;
    places[next] = (places[next] ?? 0) + 1;
  }
  for (let byte = 1; byte < 257; byte += 1) places[byte] = (places[byte] ?? 0) + (places[byte - 1] ?? 0);
  for (let index = 0; index < length; index += 1) {
    const byte = (links[index] ?? 0) & 0xff;
    const place = places[byte] ?? 0;
    places[byte] = place + 1;
    links[place] = (links[place] ?? 0) | (index << 8);
  }
}
