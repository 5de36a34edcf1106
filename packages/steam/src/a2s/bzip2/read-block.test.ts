import { describe, expect, it } from 'vitest';
import { Bzip2Error } from './bzip2-error.ts';
import { decompressBzip2 } from './decompress.ts';

/** A code table for run A, run B and the end of the block: lengths 1, 2, 2, so the codes are 0, 10 and 11. */
const TABLE = '00001 0 100 0';
const RUN_B = '10';
const END = '11';

interface Parts {
  origin?: string;
  /** Which rows of sixteen bytes occur, and which bytes of each. */
  inUse?: string;
  tableCount?: string;
  selectors?: string;
  tables?: string;
  symbols?: string;
}

/** A stream of one block in which only NUL occurs, put together by hand; its checksum is wrong. */
function streamOf(parts: Parts): Buffer {
  const opening = Buffer.concat([Buffer.from('BZh9'), Buffer.from('31415926535900000000', 'hex')]);
  const bits = Array.from(opening, (byte) => byte.toString(2).padStart(8, '0'));
  bits.push('0'); // not randomised
  bits.push(parts.origin ?? '0'.repeat(24));
  bits.push(parts.inUse ?? `1${'0'.repeat(15)} 1${'0'.repeat(15)}`);
  bits.push(parts.tableCount ?? '010');
  bits.push(parts.selectors ?? '000000000000001 0');
  bits.push(parts.tables ?? `${TABLE} ${TABLE}`);
  bits.push(parts.symbols ?? `${RUN_B} ${END}`);
  const all = bits.join('').replaceAll(' ', '');
  const bytes = all.padEnd(Math.ceil(all.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

describe('a block of bzip2, put together by hand', () => {
  it.each<[string, Parts, string]>([
    ['that is as it should be but for its checksum', {}, 'the checksum of a block is wrong'],
    ['with a run of a billion', { symbols: RUN_B.repeat(29) + END }, 'a block holds more than is allowed'],
    ['with a run beyond all numbers', { symbols: RUN_B.repeat(2000) }, 'a block holds more than is allowed'],
    ['that begins behind its end', { origin: '10'.padStart(24, '0') }, 'a block begins outside itself'],
    ['with nothing in it', { symbols: END }, 'a block begins outside itself'],
    ['in which no byte occurs', { inUse: '0'.repeat(16) }, 'a block has no symbols'],
    ['with one code table', { tableCount: '001' }, 'a block has too few or too many code tables'],
    ['with seven code tables', { tableCount: '111' }, 'a block has too few or too many code tables'],
    [
      'whose selector names a table beyond',
      { selectors: '000000000000001 110' },
      'a selector names no code table',
    ],
    ['without selectors', { selectors: '0'.repeat(15) }, 'a block has more symbols than selectors'],
    ['with a code of length 0', { tables: '00000 0' }, 'a code length is out of range'],
    ['with a code of length 21', { tables: '10101 0' }, 'a code length is out of range'],
    [
      'with three codes of one bit',
      { tables: '00001 0 0 0' },
      'a code table has more codes than bits for them',
    ],
    [
      'with a code that stands for nothing',
      { tables: `00010 0 0 0 ${TABLE}`, symbols: '1'.repeat(20) },
      'a code stands for nothing',
    ],
    ['that ends after its code tables', { symbols: '' }, 'the data ends early'],
  ])('is refused when it is one %s', (_, parts, reason) => {
    expect(() => decompressBzip2(streamOf(parts), { maxBytes: 1000 })).toThrow(Bzip2Error);
    expect(() => decompressBzip2(streamOf(parts), { maxBytes: 1000 })).toThrow(reason);
  });
});
