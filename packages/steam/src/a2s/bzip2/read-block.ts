import type { BitSource } from './bit-source.ts';
import { Bzip2Error } from './bzip2-error.ts';
import { PrefixCode } from './prefix-code.ts';

/** How many symbols one code is used for, before the next selector is asked. */
const GROUP_SYMBOLS = 50;
const RUN_A = 0;
const RUN_B = 1;

/** A block before its sorting is undone: in each element of `links`, the byte is in the lowest 8 bits. */
export interface SortedBlock {
  readonly links: Uint32Array;
  readonly length: number;
  /** Which row of the sorted block the text begins in. */
  readonly origin: number;
}

/**
 * Reads a block behind its checksum into `links`: prefix codes over runs over move-to-front. A block that is
 * longer than `links` is refused, whatever the runs in it say.
 */
export function readBlock(source: BitSource, links: Uint32Array): SortedBlock {
  if (source.bit() === 1) throw new Bzip2Error('randomised blocks, obsolete since 1999, are not read');
  const origin = source.bits(24);
  const recent = readSymbolsInUse(source);
  const symbolCount = recent.length + 2;
  const endOfBlock = symbolCount - 1;
  const { codes, selectors } = readCodes(source, symbolCount);

  const maxLength = links.length;
  let length = 0;
  let runLength = 0;
  let runWeight = 1;
  for (const selector of selectors) {
    const code = codes[selector];
    if (!code) throw new Bzip2Error('a selector names no code table');
    for (let count = 0; count < GROUP_SYMBOLS; count += 1) {
      const symbol = code.next(source);
      if (symbol === RUN_A || symbol === RUN_B) {
        // A run of the most recent byte, its length in base 2 with digits 1 and 2, the lowest first.
        runLength += runWeight << symbol;
        runWeight <<= 1;
        if (length + runLength > maxLength) throw new Bzip2Error('a block holds more than is allowed');
        continue;
      }
      if (runLength > 0) {
        links.fill(recent[0] ?? 0, length, length + runLength);
        length += runLength;
        runLength = 0;
        runWeight = 1;
      }
      if (symbol === endOfBlock) {
        if (origin >= length) throw new Bzip2Error('a block begins outside itself');
        return { links, length, origin };
      }
      if (length >= maxLength) throw new Bzip2Error('a block holds more than is allowed');
      const byte = recent[symbol - 1] ?? 0;
      recent.copyWithin(1, 0, symbol - 1);
      recent[0] = byte;
      links[length] = byte;
      length += 1;
    }
  }
  throw new Bzip2Error('a block has more symbols than selectors');
}

/** The bytes that occur in the block, in order: sixteen bits say which rows of sixteen have any. */
function readSymbolsInUse(source: BitSource): Uint8Array {
  const rows = source.bits(16);
  const inUse: number[] = [];
  for (let row = 0; row < 16; row += 1) {
    if ((rows & (0x8000 >>> row)) === 0) continue;
    const columns = source.bits(16);
    for (let column = 0; column < 16; column += 1) {
      if ((columns & (0x8000 >>> column)) !== 0) inUse.push(row * 16 + column);
    }
  }
  if (inUse.length === 0) throw new Bzip2Error('a block has no symbols');
  return Uint8Array.from(inUse);
}

function readCodes(source: BitSource, symbolCount: number): { codes: PrefixCode[]; selectors: Uint8Array } {
  const codeCount = source.bits(3);
  if (codeCount < 2 || codeCount > 6) throw new Bzip2Error('a block has too few or too many code tables');
  const selectors = new Uint8Array(source.bits(15));
  const recent = Uint8Array.of(0, 1, 2, 3, 4, 5);
  for (let index = 0; index < selectors.length; index += 1) {
    let place = 0;
    while (source.bit() === 1) {
      place += 1;
      if (place >= codeCount) throw new Bzip2Error('a selector names no code table');
    }
    const selector = recent[place] ?? 0;
    recent.copyWithin(1, 0, place);
    recent[0] = selector;
    selectors[index] = selector;
  }
  const codes = Array.from({ length: codeCount }, () => PrefixCode.read(source, symbolCount));
  return { codes, selectors };
}
