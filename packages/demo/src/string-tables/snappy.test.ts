import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DemoFormatError } from '../demo-format-error.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';

/** Blocks another encoder made: the Rust crate `snap`, through cramjam. */
const vectors: [unpacked: string, packed: string][] = [
  [
    'models/player/scout.mdl\0models/player/soldier.mdl\0models/player/sniper.mdl\0',
    '4b5c6d6f64656c732f706c617965722f73636f75742e6d646c003a1800146f6c646965724e1a00246e697065722e6d646c00',
  ],
  ['ab'.repeat(40), '50046162fe0200360200'],
  ['', '00'],
];

/** One element after another, each kind of copy among them. */
type Element =
  | { kind: 'literal'; bytes: Uint8Array }
  | { kind: 'copy'; offset: number; length: number; width: 1 | 2 | 4 };

/** A reference made for these tests: says what a block of elements unpacks to while it packs them. */
function pack(elements: readonly Element[]): { packed: Uint8Array; unpacked: Uint8Array } {
  const unpacked: number[] = [];
  const body: number[] = [];
  for (const element of elements) {
    if (element.kind === 'literal') {
      if (element.bytes.length === 0) continue;
      const length = element.bytes.length - 1;
      if (length < 60) body.push(length << 2);
      else body.push(60 << 2, length);
      body.push(...element.bytes);
      unpacked.push(...element.bytes);
    } else if (unpacked.length > 0) {
      const { width } = element;
      const offset = 1 + (element.offset % Math.min(unpacked.length, width === 1 ? 2047 : 65_535));
      const length = width === 1 ? 4 + (element.length % 8) : 1 + (element.length % 64);
      if (width === 1) body.push(1 | ((length - 4) << 2) | ((offset >> 8) << 5), offset & 255);
      else if (width === 2) body.push(2 | ((length - 1) << 2), offset & 255, offset >> 8);
      else body.push(3 | ((length - 1) << 2), offset & 255, offset >> 8, 0, 0);
      for (let i = 0; i < length; i++) unpacked.push(unpacked[unpacked.length - offset] ?? 0);
    }
  }
  const size: number[] = [];
  let rest = unpacked.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) size.push((rest % 128) + 128);
  return { packed: Uint8Array.from([...size, rest, ...body]), unpacked: Uint8Array.from(unpacked) };
}

const element: fc.Arbitrary<Element> = fc.oneof(
  fc.record({ kind: fc.constant('literal' as const), bytes: fc.uint8Array({ maxLength: 100 }) }),
  fc.record({
    kind: fc.constant('copy' as const),
    offset: fc.nat(5000),
    length: fc.nat(63),
    width: fc.constantFrom(1 as const, 2 as const, 4 as const),
  }),
);

describe('Snappy', () => {
  it.each(vectors)('unpacks what another encoder packs: %j', (unpacked, packed) => {
    const bytes = Uint8Array.from(Buffer.from(packed, 'hex'));
    const unpackedBytes = decompressSnappy(bytes, unpacked.length);
    expect(new TextDecoder().decode(unpackedBytes)).toBe(unpacked);
  });

  it('unpacks literals and copies of every kind, those that overlap themselves too', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 40 }), (elements) => {
        const { packed, unpacked } = pack(elements);
        expect(decompressSnappy(packed, unpacked.length)).toEqual(unpacked);
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 60, 61, 256, 257, 65_536, 65_537, 131_073])('unpacks what it packs: %i bytes', (length) => {
    const bytes = new Uint8Array(length).map((_, index) => index * 7);
    expect(Buffer.compare(decompressSnappy(compressSnappy(bytes), length), bytes)).toBe(0);
  });

  it('refuses a block cut anywhere, or with anything behind it', () => {
    for (const [unpacked, packed] of vectors) {
      const bytes = Uint8Array.from(Buffer.from(packed, 'hex'));
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decompressSnappy(bytes.subarray(0, length), unpacked.length)).toThrow(DemoFormatError);
      }
      expect(() => decompressSnappy(Uint8Array.of(...bytes, 0, 65), unpacked.length)).toThrow(
        DemoFormatError,
      );
    }
  });

  it.each([
    ['claims 4 GB', [0xff, 0xff, 0xff, 0xff, 0x0f, 0, 65], 0xffffffff],
    ['claims more than its copies could bring', [50, 0, 65], 50],
    ['is another size than it should be', [2, 4, 65, 66], 3],
    ['never ends its size', [0xff, 0xff, 0xff, 0xff, 0xff, 1], 3],
    ['holds a literal of 4 GB', [5, 63 << 2, 0xff, 0xff, 0xff, 0xff, 65], 5],
    ['copies from before its beginning', [5, 0, 65, 1, 2], 5],
    ['copies from where it stands', [5, 0, 65, 1, 0], 5],
    ['copies beyond its end', [4, 0, 65, 1, 1], 4],
    ['copies from 4 GB before', [5, 0, 65, 3 | (3 << 2), 0xff, 0xff, 0xff, 0xff], 5],
  ])('refuses a block that %s', (_, bytes, expectedBytes) => {
    expect(() => decompressSnappy(Uint8Array.from(bytes), expectedBytes)).toThrow(DemoFormatError);
  });

  it('never throws anything but a DemoFormatError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(127), (bytes, size) => {
        try {
          decompressSnappy(Uint8Array.of(size, ...bytes), size);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
