import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DemoFormatError } from '../demo-format-error.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';

const field = fc
  .tuple(fc.integer({ min: 0, max: 32 }), fc.nat({ max: 0xffffffff }))
  .map(([bits, value]) => ({ bits, value: bits === 32 ? value : value % 2 ** bits }));

describe('BitReader and BitWriter', () => {
  it('read back every run of fields that was written, to the exact bit', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 200 }), (fields) => {
        const writer = new BitWriter();
        for (const { value, bits } of fields) writer.writeUint(value, bits);
        const reader = new BitReader(writer.toBytes());
        expect(fields.map(({ bits }) => reader.readUint(bits))).toEqual(fields.map(({ value }) => value));
        expect(reader.positionBits).toBe(writer.positionBits);
        expect(reader.bitsLeft).toBeLessThan(8);
      }),
    );
  });

  it('take bit n of the stream from bit n & 7 of byte n >> 3', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        const reader = new BitReader(bytes);
        for (let n = 0; n < bytes.length * 8; n++) {
          expect(reader.readBoolean()).toBe((((bytes[n >> 3] ?? 0) >> (n & 7)) & 1) === 1);
        }
      }),
    );
  });

  it('read back signed integers, floats, text and bytes at any bit', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 31 }),
        fc.integer(),
        fc.float(),
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        fc.uint8Array(),
        (shift, int, float, text, bytes) => {
          const writer = new BitWriter();
          writer.writeUint(0, shift);
          writer.writeUint(int, 32);
          writer.writeUint(-3, 5);
          writer.writeFloat32(float);
          writer.writeString(text);
          writer.writeBytes(bytes);
          const reader = new BitReader(writer.toBytes());
          reader.readUint(shift);
          expect(reader.readInt(32)).toBe(int);
          expect(reader.readInt(5)).toBe(-3);
          expect(reader.readFloat32()).toBe(float);
          expect(reader.readString()).toBe(text);
          expect(reader.readBytes(bytes.length)).toEqual(bytes);
        },
      ),
    );
  });

  it('never read past the end: the error says where the packet broke off', () => {
    const reader = new BitReader(Uint8Array.of(0xff, 0xff));
    reader.readUint(9);
    expect(() => reader.readUint(8)).toThrow(
      expect.objectContaining({ code: 'broken-message', offset: 1 }) as DemoFormatError,
    );
    expect(() => reader.readString()).toThrow(DemoFormatError);
    expect(() => reader.readBytes(4_000_000_000)).toThrow(DemoFormatError);
  });

  it('read back numbers of any width, and bits as they were', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 7 }),
        fc.nat({ max: 0xffffffff }),
        fc.uint8Array(),
        fc.nat(7),
        (shift, number, bytes, cut) => {
          const bits = Math.max(0, bytes.length * 8 - cut);
          const writer = new BitWriter();
          writer.writeUint(0, shift);
          writer.writeVarint(number);
          writer.writeUbitVar(number);
          writer.writeBitString({ bytes, bits });
          const reader = new BitReader(writer.toBytes());
          reader.skip(shift);
          expect(reader.readVarint()).toBe(number);
          expect(reader.readUbitVar()).toBe(number);
          const read = reader.readBitString(bits);
          expect(read.bits).toBe(bits);
          const again = new BitWriter();
          again.writeBitString(read);
          const once = new BitWriter();
          once.writeBitString({ bytes, bits });
          expect(again.toBitString()).toEqual(once.toBitString());
        },
      ),
    );
  });

  it('keep a sub-stream apart: it ends early, and is jumped over whole', () => {
    const reader = new BitReader(Uint8Array.of(1, 2, 3, 4));
    const outer = reader.enter(12);
    expect(reader.readUint(8)).toBe(1);
    expect(() => reader.readUint(8)).toThrow(DemoFormatError);
    expect(() => reader.enter(5)).toThrow(DemoFormatError);
    reader.leave(outer);
    expect(reader.positionBits).toBe(12);
    expect(reader.readUint(4)).toBe(0);
    expect(reader.readUint(8)).toBe(3);
    expect(() => reader.enter(9)).toThrow(DemoFormatError);
  });

  it('read from the middle of other bytes after being bound to them', () => {
    const reader = new BitReader(new Uint8Array());
    reader.rebind(Uint8Array.of(9, 9, 7, 65, 0, 9), 2, 5);
    expect(reader.readUint(8)).toBe(7);
    expect(reader.readString()).toBe('A');
    expect(reader.positionBits).toBe(24);
    expect(reader.bitsLeft).toBe(0);
    expect(() => reader.readBoolean()).toThrow(expect.objectContaining({ offset: 3 }) as DemoFormatError);
  });

  it('refuse a number that goes on for ever, and text without an end', () => {
    expect(() => new BitReader(new Uint8Array(9).fill(0xff)).readVarint()).toThrow('more than 5 bytes');
    expect(() => new BitReader(Uint8Array.of(65, 66)).skipString()).toThrow('no NUL follows');
  });

  it('keep a byte order mark, and replace bytes that are not UTF-8', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41, 0xc3, 0);
    expect(new BitReader(bytes).readString()).toBe('\uFEFFA\uFFFD');
  });

  it('refuse to write text that would read back shorter', () => {
    expect(() => new BitWriter().writeString('a\0b')).toThrow(RangeError);
  });
});
