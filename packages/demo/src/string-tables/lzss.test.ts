import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DemoFormatError } from '../demo-format-error.ts';
import { decompressLzss } from './lzss.ts';

/** A reference made for these tests: packs greedily, trying every distance there is. */
function pack(bytes: Uint8Array): Uint8Array {
  const items: { flag: 0 | 1; bytes: number[] }[] = [];
  for (let at = 0; at < bytes.length; ) {
    let best = { distance: 0, length: 1 };
    for (let distance = 1; distance <= Math.min(at, 4096); distance++) {
      let length = 0;
      while (
        length < 16 &&
        at + length < bytes.length &&
        bytes[at + length] === bytes[at + length - distance]
      ) {
        length++;
      }
      if (length > best.length) best = { distance, length };
    }
    if (best.length > 1) {
      const back = best.distance - 1;
      items.push({ flag: 1, bytes: [back >> 4, ((back & 15) << 4) | (best.length - 1)] });
    } else {
      items.push({ flag: 0, bytes: [bytes[at] ?? 0] });
    }
    at += best.length;
  }
  items.push({ flag: 1, bytes: [0, 0] });
  const packed = [bytes.length & 255, (bytes.length >> 8) & 255, bytes.length >> 16, 0];
  for (let group = 0; group < items.length; group += 8) {
    const eight = items.slice(group, group + 8);
    packed.push(eight.reduce((flags, { flag }, bit) => flags | (flag << bit), 0));
    for (const item of eight) packed.push(...item.bytes);
  }
  return Uint8Array.from(packed);
}

const compressible = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9 })), {
    maxLength: 12,
  })
  .map((runs) =>
    Uint8Array.from(runs.flatMap(([run, times]) => Array.from({ length: times }, () => [...run]).flat())),
  );

describe('LZSS', () => {
  it('unpacks single bytes and copies, those that overlap themselves too', () => {
    fc.assert(
      fc.property(compressible, (bytes) => {
        expect(decompressLzss(pack(bytes), bytes.length)).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('copies from 4096 bytes back, and no farther than its beginning', () => {
    const far = new Uint8Array(4100).map((_, index) => (index < 4096 ? index >> 4 : index - 4096));
    far.set([200, 201, 202, 203]);
    far.set([200, 201, 202, 203], 4096);
    expect(decompressLzss(pack(far), far.length)).toEqual(far);
    expect(() => decompressLzss(Uint8Array.of(3, 0, 0, 0, 2, 65, 0, 0x11, 0, 0), 3)).toThrow(
      'copies from before its beginning',
    );
  });

  it('refuses a block cut anywhere', () => {
    const bytes = new TextEncoder().encode('weapons/weapons/draw_weapons.wav');
    const packed = pack(bytes);
    for (let length = 0; length < packed.length; length++) {
      expect(() => decompressLzss(packed.subarray(0, length), bytes.length)).toThrow(DemoFormatError);
    }
  });

  it.each([
    ['claims 4 GB', [0xff, 0xff, 0xff, 0xff, 2, 65, 0, 0], 0xffffffff],
    ['is another size than it should be', [1, 0, 0, 0, 2, 65, 0, 0], 2],
    ['unpacks to less', [2, 0, 0, 0, 2, 65, 0, 0], 2],
    ['unpacks to more', [1, 0, 0, 0, 4, 65, 66, 0, 0], 1],
    ['copies beyond its end', [3, 0, 0, 0, 6, 65, 0, 15, 0, 0], 3],
  ])('refuses a block that %s', (_, bytes, expectedBytes) => {
    expect(() => decompressLzss(Uint8Array.from(bytes), expectedBytes)).toThrow(DemoFormatError);
  });

  it('never throws anything but a DemoFormatError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (bytes, size) => {
        try {
          decompressLzss(Uint8Array.of(size, 0, 0, 0, ...bytes), size);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
