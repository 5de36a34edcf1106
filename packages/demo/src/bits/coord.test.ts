import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import {
  type CoordMpKind,
  readCoord,
  readCoordMp,
  readNormal,
  readVectorCoord,
  skipCoord,
  skipCoordMp,
  skipVectorCoord,
  writeCoord,
  writeCoordMp,
  writeNormal,
  writeVectorCoord,
} from './coord.ts';

/** Every step of an encoding, with the sign of its zero: `steps` a unit, less than 16385 units from 0. */
function stepsOf(steps: number): fc.Arbitrary<number> {
  const size = fc.oneof(fc.nat(40), fc.nat(16_385 * steps - 1)).map((step) => step / steps);
  return fc.tuple(size, fc.constantFrom(1, -1)).map(([value, sign]) => value * sign);
}

const bitsOf = (write: (writer: BitWriter) => void) => {
  const writer = new BitWriter();
  write(writer);
  return writer;
};

function expectSame<T>(written: BitWriter, value: T, read: (reader: BitReader) => T): void {
  const reader = new BitReader(written.toBytes());
  expect(read(reader)).toEqual(value);
  expect(reader.positionBits).toBe(written.positionBits);
}

function expectSkipped(written: BitWriter, skip: (reader: BitReader) => void): void {
  const reader = new BitReader(written.toBytes());
  skip(reader);
  expect(reader.positionBits).toBe(written.positionBits);
}

describe('coordinates', () => {
  it('read back at every step of 1/32, and are passed over as they are read', () => {
    fc.assert(
      fc.property(stepsOf(32), (value) => {
        const written = bitsOf((writer) => writeCoord(writer, value));
        expectSame(written, value, readCoord);
        expectSkipped(written, skipCoord);
      }),
    );
  });

  it('read back as points, with an axis of 0 costing a bit', () => {
    fc.assert(
      fc.property(fc.tuple(stepsOf(32), stepsOf(32), stepsOf(32)), (vector) => {
        const written = bitsOf((writer) => writeVectorCoord(writer, vector));
        expectSame(written, vector, readVectorCoord);
        expectSkipped(written, skipVectorCoord);
      }),
    );
    expect(bitsOf((writer) => writeVectorCoord(writer, [0, 0, 0])).positionBits).toBe(3);
    expect(bitsOf((writer) => writeVectorCoord(writer, [0, -1, 0])).positionBits).toBe(3 + 17);
  });

  it.each([
    ['full', 32],
    ['low-precision', 8],
    ['integral', 1],
  ] as const)('of multiplayer games read back when kept %s, in steps of 1/%d', (kind, steps) => {
    fc.assert(
      fc.property(stepsOf(steps), (value) => {
        const written = bitsOf((writer) => writeCoordMp(writer, value, kind));
        // Whole units have one zero only.
        expectSame(written, kind === 'integral' ? value + 0 : value, (reader) => readCoordMp(reader, kind));
        expectSkipped(written, (reader) => skipCoordMp(reader, kind));
      }),
    );
  });

  it.each<[CoordMpKind, number, number]>([
    ['full', 0, 3 + 5],
    ['full', 2047, 3 + 11 + 5],
    ['full', 2048, 3 + 14 + 5],
    ['low-precision', 2047, 3 + 11 + 3],
    ['integral', 0, 2],
    ['integral', 2047, 3 + 11],
    ['integral', 2048, 3 + 14],
  ])('of multiplayer games kept %s take for %d the bits the game takes', (kind, value, bits) => {
    expect(bitsOf((writer) => writeCoordMp(writer, value, kind)).positionBits).toBe(bits);
  });

  it('are laid out as whole, fraction, sign, then 14 and 5 bits', () => {
    const reader = new BitReader(bitsOf((writer) => writeCoord(writer, -300.75)).toBytes());
    const fields = [1, 1, 1, 14, 5].map((bits) => reader.readUint(bits));
    expect(fields).toEqual([1, 1, 1, 299, 24]);
  });

  it('refuse to be written between the steps, and out of reach', () => {
    const writer = new BitWriter();
    for (const value of [0.01, 16_385, -16_385, Number.NaN, Infinity]) {
      expect(() => writeCoord(writer, value)).toThrow(RangeError);
      expect(() => writeCoordMp(writer, value, 'full')).toThrow(RangeError);
    }
    expect(() => writeCoordMp(writer, 1 / 32, 'low-precision')).toThrow('a multiple of 0.125');
    expect(() => writeCoordMp(writer, 0.5, 'integral')).toThrow('a multiple of 1 ');
  });
});

describe('components of unit vectors', () => {
  it('read back at every step of 1/2047, from float32 too', () => {
    for (let step = 0; step <= 2047; step++) {
      for (const value of [step / 2047, -step / 2047]) {
        expectSame(
          bitsOf((writer) => writeNormal(writer, Math.fround(value))),
          value,
          readNormal,
        );
      }
    }
  });

  it('refuse to be written between the steps, and beyond 1', () => {
    for (const value of [0.0001, 1.01, -1.01, Number.NaN]) {
      expect(() => writeNormal(new BitWriter(), value)).toThrow('in steps of 1/2047');
    }
  });
});
