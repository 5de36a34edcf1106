import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../test/support/a2s/seeded-random.ts';
import { Bzip2Error } from './bzip2-error.ts';
import { decompressBzip2 } from './decompress.ts';

const SENTENCE = 'the quick brown fox jumps over the lazy dog\n';
const RUNS = `aaaabbbbb${'c'.repeat(259)}${'d'.repeat(260)}${'e'.repeat(1000)}aaaabaaaabfff`;

/** A stream the original program made; see fixtures/bzip2/README.md. */
function stream(name: string): Buffer {
  return readFileSync(new URL(`../../../test/fixtures/bzip2/${name}.bz2`, import.meta.url));
}

function scattered(): Buffer {
  let x = 1;
  return Buffer.from(
    Array.from({ length: 2000 }, () => {
      x = Number((BigInt(x) * 1103515245n + 12345n) & 0x7fffffffn);
      return (x >>> 16) & 0xff;
    }),
  );
}

/** What it comes to: the bytes, or nothing when refused in the one way it may be. */
function tryDecompress(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined {
  try {
    return decompressBzip2(bytes, { maxBytes });
  } catch (error) {
    expect(error).toBeInstanceOf(Bzip2Error);
    return undefined;
  }
}

describe('decompressBzip2', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['one-byte', Buffer.from('a')],
    ['sentence', Buffer.from(SENTENCE)],
    ['runs', Buffer.from(RUNS)],
    ['scattered', scattered()],
    ['many-blocks', Buffer.from(SENTENCE.repeat(6000))],
  ])('reads %s as bzip2 wrote it, given exactly the room it needs', (name, expected) => {
    const bytes = decompressBzip2(stream(name), { maxBytes: expected.length });
    expect(Buffer.compare(bytes, expected)).toBe(0);
  });

  it.each(['one-byte', 'sentence', 'runs', 'scattered', 'many-blocks'])(
    'refuses %s when it has one byte too few for it',
    (name) => {
      const { length } = decompressBzip2(stream(name), { maxBytes: 1_000_000 });
      expect(() => decompressBzip2(stream(name), { maxBytes: length - 1 })).toThrow(/more than is allowed/);
    },
  );

  it.each([0, 1, 1000, 1_048_576])('refuses 100 MB in 113 bytes within %i bytes', (maxBytes) => {
    expect(() => decompressBzip2(stream('bomb'), { maxBytes })).toThrow(/more than is allowed/);
  });

  it('refuses a stream cut at any byte', () => {
    const bytes = stream('sentence');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decompressBzip2(bytes.subarray(0, length), { maxBytes: 100 })).toThrow(Bzip2Error);
    }
  });

  it('never takes a stream with any one bit turned for another text', () => {
    const bytes = stream('sentence');
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const broken = Buffer.from(bytes);
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const result = tryDecompress(broken, 100);
      if (result) expect(Buffer.from(result).toString()).toBe(SENTENCE);
      else refused += 1;
    }
    // The block length it declares, codes for symbols that do not occur and the padding at the end mean nothing here.
    expect(refused).toBeGreaterThan(bytes.length * 8 * 0.9);
  });

  it('refuses a stream whose own checksum is wrong', () => {
    const bytes = stream('sentence');
    // The last 32 bits but for padding.
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    expect(() => decompressBzip2(bytes, { maxBytes: 100 })).toThrow('the checksum of the stream is wrong');
  });

  it('refuses a block marked as randomised', () => {
    const bytes = stream('sentence');
    bytes[14] = (bytes[14] ?? 0) | 0x80;
    expect(() => decompressBzip2(bytes, { maxBytes: 100 })).toThrow(/randomised/);
  });

  it('looks at nothing behind the end of the stream', () => {
    const bytes = Buffer.concat([stream('sentence'), Buffer.from('anything')]);
    expect(Buffer.from(decompressBzip2(bytes, { maxBytes: 100 })).toString()).toBe(SENTENCE);
  });

  it('takes noise behind a good beginning for nothing else', () => {
    const random = new SeededRandom(20);
    const good = [
      { bytes: stream('sentence'), expected: Buffer.from(SENTENCE) },
      { bytes: stream('runs'), expected: Buffer.from(RUNS) },
      { bytes: stream('scattered'), expected: scattered() },
    ];
    for (const { bytes, expected } of good) {
      for (let input = 0; input < 1000; input += 1) {
        const kept = bytes.subarray(0, random.below(bytes.length));
        const result = tryDecompress(Buffer.concat([kept, random.bytes(random.below(60))]), 3000);
        // The last byte may come back by chance.
        if (result) expect(Buffer.compare(result, expected)).toBe(0);
      }
    }
  });
});
