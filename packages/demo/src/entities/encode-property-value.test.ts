import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { SEND_FLAGS } from '../data-tables/send-flags.ts';
import type { FlatProperty, SendProperty } from '../data-tables/send-table.ts';
import { encodeProperties } from './encode-properties.ts';
import { encodePropertyValue } from './encode-property-value.ts';
import type { PropertyValue } from './property-value.ts';
import { PropertyValues } from './property-values.ts';
import { ReadPlan } from './read-plan.ts';
import { readProperties } from './read-properties.ts';

const { unsigned, varint, normal, coord, noScale, coordMp, coordMpLowPrecision, coordMpIntegral } =
  SEND_FLAGS;

function flat(property: Partial<SendProperty>, element?: Partial<SendProperty>): FlatProperty {
  const whole = { type: 'float', name: 'm_x', flags: 0, lowValue: 0, highValue: 0, bits: 0 } as const;
  return {
    index: 0,
    tableName: 'DT_X',
    path: 'm_x',
    property: { ...whole, ...property },
    element: element && { ...whole, ...element },
  };
}

function encode(property: FlatProperty, value: PropertyValue): BitWriter {
  const writer = new BitWriter();
  encodePropertyValue(writer, property, value);
  return writer;
}

/** Writes a value, and reads it as the property of an entity. */
function roundTrip(property: FlatProperty, value: PropertyValue): PropertyValue | undefined {
  const writer = new BitWriter();
  encodeProperties(writer, [property], [{ index: 0, value }]);
  const reader = new BitReader(writer.toBytes());
  const plan = new ReadPlan({ id: 0, name: 'CX', tableName: 'DT_X' }, [property], ['all']);
  const values = new PropertyValues(plan);
  readProperties(reader, plan, values, { indices: new Uint16Array(1), count: 0 });
  expect(reader.positionBits).toBe(writer.positionBits);
  return values.valueAt(0);
}

const signed = fc.constantFrom(1, -1);

/** Every step of an encoding, the sign of zero with it. */
function steps(perUnit: number, size: number): fc.Arbitrary<number> {
  return fc.tuple(fc.nat(size * perUnit), signed).map(([step, sign]) => (step / perUnit) * sign);
}

const floats: [string, Partial<SendProperty>, fc.Arbitrary<number>][] = [
  ['coord', { flags: coord }, steps(32, 16_384)],
  ['coordMp', { flags: coordMp }, steps(32, 16_384)],
  ['coordMp of low precision', { flags: coordMpLowPrecision }, steps(8, 16_384)],
  ['coordMp of whole units', { flags: coordMpIntegral }, fc.integer({ min: -16_384, max: 16_384 })],
  ['float32', { flags: noScale }, fc.float({ noNaN: true })],
  ['normal', { flags: normal }, steps(2047, 1)],
];

describe('encodePropertyValue', () => {
  it.each([1, 7, 31, 32])('writes integers of %d bits, signed and not', (bits) => {
    fc.assert(
      fc.property(fc.nat(2 ** bits - 1), (value) => {
        expect(roundTrip(flat({ type: 'int', flags: unsigned, bits }), value)).toBe(value);
        const half = value - 2 ** (bits - 1);
        expect(roundTrip(flat({ type: 'int', bits }), half)).toBe(half);
      }),
    );
  });

  it('writes integers of any length, those near zero in fewer bytes', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer(), (value, either) => {
        expect(roundTrip(flat({ type: 'int', flags: varint | unsigned }), value)).toBe(value);
        expect(roundTrip(flat({ type: 'int', flags: varint }), either)).toBe(either);
      }),
    );
    expect(encode(flat({ type: 'int', flags: varint }), -64).positionBits).toBe(8);
    expect(encode(flat({ type: 'int', flags: varint }), 64).positionBits).toBe(16);
  });

  it.each(floats)('writes floats as %s, the sign of a zero with them', (_, property, value) => {
    fc.assert(
      fc.property(value, (each) => {
        expect(roundTrip(flat(property), each)).toBe(each);
      }),
    );
  });

  it.each(floats)('rounds other floats to the nearest a %s can tell', (_, property) => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (value) => {
        const once = roundTrip(flat(property), value);
        expect(Math.abs(Number(once) - value)).toBeLessThanOrEqual(0.5);
        expect(roundTrip(flat(property), once ?? Number.NaN)).toBe(once);
      }),
    );
    expect(roundTrip(flat({ flags: coord }), -1.02)).toBe(-33 / 32);
    expect(roundTrip(flat({ flags: coordMpLowPrecision }), 0.3)).toBe(0.25);
    expect(roundTrip(flat({ flags: noScale }), 0.1)).toBe(Math.fround(0.1));
  });

  it('writes scaled floats by the step that reads nearest, and every read one as it was', () => {
    const bounds = fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 5000 }));
    fc.assert(
      fc.property(
        bounds,
        fc.integer({ min: 1, max: 32 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([lowValue, range], bits, part) => {
          const property = flat({ lowValue, highValue: lowValue + range, bits });
          const value = lowValue + range * part;
          const once = Number(roundTrip(property, value));
          // Half a step, and what float32 cannot tell.
          expect(Math.abs(once - value)).toBeLessThanOrEqual(range / (2 ** bits - 1) / 2 + 0.001);
          expect(roundTrip(property, once)).toBe(once);
        },
      ),
    );
    expect(encode(flat({ lowValue: 0, highValue: 3, bits: 2 }), 1.4).toBytes()).toEqual(Uint8Array.of(1));
    expect(encode(flat({ lowValue: 0, highValue: 3, bits: 2 }), 1.6).toBytes()).toEqual(Uint8Array.of(2));
  });

  it('writes vectors axis by axis, and of unit vectors the third as a sign', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 7, noNaN: true }),
        signed,
        (z, turn, sign) => {
          const flatSize = Math.sqrt(1 - z * z);
          const value = [flatSize * Math.cos(turn) || 0, flatSize * Math.sin(turn) || 0, z * sign];
          const property = flat({ type: 'vector', flags: normal });
          const once = roundTrip(property, value);
          expect(roundTrip(property, once ?? [])).toEqual(once);
          expect(encode(property, value).positionBits).toBe(12 + 12 + 1);
        },
      ),
    );
    expect(roundTrip(flat({ type: 'vector', flags: noScale }), [1, -0, 3.5])).toEqual([1, -0, 3.5]);
    expect(roundTrip(flat({ type: 'vector-xy', flags: coord }), [-1.5, 7])).toEqual([-1.5, 7]);
    expect(roundTrip(flat({ type: 'vector', flags: normal }), [1, 1, 0])).toEqual([1, 1, 0]);
  });

  it('writes text, and arrays of each of these', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(255), { maxLength: 5 }), (each, numbers) => {
        expect(roundTrip(flat({ type: 'string' }), each)).toBe(each);
        const array = { type: 'array', elementCount: 5 } as const;
        const bytes = flat(array, { type: 'int', flags: unsigned, bits: 8 });
        expect(roundTrip(bytes, numbers)).toEqual(numbers);
        const vectors = numbers.map((number) => [number, -number / 2, 1]);
        expect(roundTrip(flat(array, { type: 'vector', flags: noScale }), vectors)).toEqual(vectors);
        expect(roundTrip(flat(array, { type: 'string' }), [each, ''])).toEqual([each, '']);
      }),
    );
  });

  it.each<[string, FlatProperty, PropertyValue]>([
    ['an unsigned integer below 0', flat({ type: 'int', flags: unsigned, bits: 8 }), -1],
    ['an unsigned integer of a bit too many', flat({ type: 'int', flags: unsigned, bits: 8 }), 256],
    ['a signed integer of a bit too many', flat({ type: 'int', bits: 8 }), 128],
    ['a fraction as an integer', flat({ type: 'int', bits: 8 }), 1.5],
    ['NaN as an integer', flat({ type: 'int', flags: varint }), Number.NaN],
    ['2^32 as a varint', flat({ type: 'int', flags: varint | unsigned }), 2 ** 32],
    ['2^31 as a signed varint', flat({ type: 'int', flags: varint }), 2 ** 31],
    ['a coordinate beyond the map', flat({ flags: coord }), 16_385],
    ['a multiplayer coordinate beyond the map', flat({ flags: coordMpIntegral }), -16_385],
    ['a component beyond 1', flat({ flags: normal }), 1.1],
    ['a number too large for float32', flat({ flags: noScale }), 1e39],
    ['a scaled float below its bounds', flat({ lowValue: 1, highValue: 2, bits: 4 }), 0.9],
    ['a scaled float above its bounds', flat({ lowValue: 1, highValue: 2, bits: 4 }), 2.1],
    ['NaN between bounds', flat({ lowValue: 1, highValue: 2, bits: 4 }), Number.NaN],
    ['a scaled float without bounds', flat({ bits: 4 }), 0],
    ['a vector of two for one of three', flat({ type: 'vector', flags: noScale }), [1, 2]],
    ['a unit vector that is none', flat({ type: 'vector', flags: normal }), [0, 0, 0.5]],
    ['a number for a vector', flat({ type: 'vector-xy', flags: noScale }), 1],
    ['text for a number', flat({ flags: noScale }), '1'],
    ['a number for text', flat({ type: 'string' }), 1],
    ['text of more than 511 bytes', flat({ type: 'string' }), 'é'.repeat(256)],
    ['half a character', flat({ type: 'string' }), '\ud83d'],
    ['an array too long', flat({ type: 'array', elementCount: 1 }, { flags: noScale }), [1, 2]],
    ['an array in an array', flat({ type: 'array', elementCount: 1 }, { flags: noScale }), [[1]]],
  ])('refuses %s', (_, property, value) => {
    expect(() => encode(property, value)).toThrow(RangeError);
  });
});

describe('encodeProperties', () => {
  const properties = [0, 1, 2].map((index) => ({ ...flat({ flags: noScale }), index }));

  it('refuses a property the class does not have, and one told twice', () => {
    const write = (...indices: number[]) =>
      encodeProperties(
        new BitWriter(),
        properties,
        indices.map((index) => ({ index, value: 1 })),
      );
    expect(() => write(3)).toThrow('none of index 3');
    expect(() => write(-1)).toThrow(RangeError);
    expect(() => write(1, 0, 1)).toThrow('told twice');
  });
});
