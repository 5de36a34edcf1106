import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f32, hex, i32, join, text, u8, u16, u32, u64 } from '../../test/support/a2s/wire.ts';
import { ByteReader } from './byte-reader.ts';

describe('ByteReader', () => {
  it('reads every kind of field, the lowest byte first', () => {
    const bytes = join(u8(7), u16(0xfedc), u32(0xfedcba98), i32(-2), u64(2n ** 63n), f32(0.5), text('tf'));
    const reader = new ByteReader(bytes);
    expect(reader.uint8()).toBe(7);
    expect(reader.uint16()).toBe(0xfedc);
    expect(reader.uint32()).toBe(0xfedcba98);
    expect(reader.int32()).toBe(-2);
    expect(reader.uint64()).toBe(2n ** 63n);
    expect(reader.float32()).toBe(0.5);
    expect(reader.text()).toBe('tf');
    expect([reader.remaining, reader.isCut]).toEqual([0, false]);
  });

  it.each([
    ['uint8', 1, 0],
    ['uint16', 2, 0],
    ['uint32', 4, 0],
    ['int32', 4, 0],
    ['uint64', 8, 0n],
    ['float32', 4, 0],
  ] as const)('reads a %s of which a byte is missing as zero, and nothing behind it', (kind, size, zero) => {
    const reader = new ByteReader(Buffer.alloc(size - 1, 1));
    expect(reader[kind]()).toBe(zero);
    expect([reader.isCut, reader.remaining]).toEqual([true, 0]);
    expect(reader.uint8()).toBe(0);
  });

  it('reads a text without its NUL as what there is of it', () => {
    const reader = new ByteReader(Buffer.from('cp_bad'));
    expect(reader.text()).toBe('cp_bad');
    expect(reader.isCut).toBe(true);
  });

  it('reads the part of a larger buffer that it is given, and no more', () => {
    const larger = Uint8Array.from(Buffer.from('xxab\0cd\0'));
    const reader = new ByteReader(larger.subarray(2, 6), 1);
    expect([reader.text(), reader.text(), reader.isCut]).toEqual(['b', 'c', true]);
  });

  it.each([
    ['a cut character', 'e78ea9e5 00', '玩\ufffd'],
    ['a byte that is none', '41ff42 00', 'A\ufffdB'],
    ['control characters', '01410942 1b 00', '\u0001A\tB\u001b'],
    ['a byte order mark', 'efbbbf41 00', '\ufeffA'],
    ['half of a surrogate pair', 'eda080 00', '\ufffd\ufffd\ufffd'],
  ])('keeps what it can of a text with %s', (_, digits, expected) => {
    expect(new ByteReader(hex(digits)).text()).toBe(expected);
  });

  it('decodes any bytes as TextDecoder does', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const fragments = fc.constantFrom('a', '玩', '😀', '\u0001').map((character) => Buffer.from(character));
    const broken = fc.uint8Array({ minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.oneof(fragments, broken)), (parts) => {
        const bytes = Buffer.concat(parts).filter((byte) => byte !== 0);
        expect(new ByteReader(bytes).text()).toBe(decoder.decode(bytes));
      }),
      { numRuns: 500 },
    );
  });
});
