import type { BitWriter } from '../bits/bit-writer.ts';
import { encodeText } from '../bits/text.ts';
import { writeField } from '../bits/write-field.ts';
import type { FlatProperty, SendProperty } from '../data-tables/send-table.ts';
import { encodeNumber, toNearestNormal } from './encode-number.ts';
import type { PropertyValue } from './property-value.ts';
import { NUMBER_KINDS, numberKindOf } from './value-kind.ts';

const TEXT_LENGTH_BITS = 9;

/**
 * How far the third axis of a unit vector may lie from what the other two leave for it: rounding those to
 * steps of 1/2047 moves it this much at most.
 */
const THIRD_AXIS_TOLERANCE = 0.03;

/**
 * Writes what a property holds, as an entity or temporary entity tells it (docs/demo-format.md, "Property
 * values"). Floats are rounded to the nearest their encoding can tell.
 * @throws {RangeError} when the value is not of the property's kind, or beyond what it can tell
 */
export function encodePropertyValue(
  writer: BitWriter,
  { property, element }: FlatProperty,
  value: PropertyValue,
): void {
  if (property.type === 'array') encodeArray(writer, property, element, value);
  else encodeValue(writer, property, value);
}

function encodeArray(
  writer: BitWriter,
  property: SendProperty,
  element: SendProperty | undefined,
  value: PropertyValue,
): void {
  const { name, elementCount = 0 } = property;
  if (!Array.isArray(value) || value.length > elementCount || element === undefined) {
    throw new RangeError(`${name} is an array of at most ${elementCount} elements.`);
  }
  writeField(writer, value.length, {
    name: `The length of ${name}`,
    bits: 32 - Math.clz32(elementCount),
  });
  for (const each of value) encodeValue(writer, element, each);
}

function encodeValue(writer: BitWriter, property: SendProperty, value: PropertyValue): void {
  switch (property.type) {
    case 'int':
    case 'float':
      encodeNumber(writer, property, numberOf(property, value));
      return;
    case 'vector-xy':
      for (const axis of axesOf(property, value, 2)) encodeNumber(writer, property, axis);
      return;
    case 'vector':
      encodeVector(writer, property, axesOf(property, value, 3));
      return;
    case 'string':
      encodeString(writer, property, value);
      return;
    case 'array':
    case 'data-table':
      throw new RangeError(`${property.name} is a ${property.type}, which holds no value of its own.`);
  }
}

/** Of a unit vector only the sign of the third axis is written: the other two give its size. */
function encodeVector(writer: BitWriter, property: SendProperty, axes: readonly number[]): void {
  const [x = 0, y = 0, z = 0] = axes;
  const isUnit = numberKindOf(property) === NUMBER_KINDS.normal;
  if (isUnit) {
    const left = Math.sqrt(Math.max(0, 1 - toNearestNormal(x) ** 2 - toNearestNormal(y) ** 2));
    if (!(Math.abs(Math.abs(z) - left) <= THIRD_AXIS_TOLERANCE)) {
      throw new RangeError(`${property.name} is a vector of length 1, not ${axes.join(' ')}.`);
    }
  }
  encodeNumber(writer, property, x);
  encodeNumber(writer, property, y);
  if (isUnit) writer.writeBoolean(z < 0 || Object.is(z, -0));
  else encodeNumber(writer, property, z);
}

function encodeString(writer: BitWriter, { name }: SendProperty, value: PropertyValue): void {
  if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) {
    throw new RangeError(`${name} is text, of whole characters.`);
  }
  const bytes = encodeText(value);
  writeField(writer, bytes.length, { name: `The number of bytes in ${name}`, bits: TEXT_LENGTH_BITS });
  writer.writeBytes(bytes);
}

function numberOf({ name }: SendProperty, value: PropertyValue): number {
  if (typeof value !== 'number') throw new RangeError(`${name} is a number.`);
  return value;
}

function axesOf(property: SendProperty, value: PropertyValue, count: number): readonly number[] {
  if (!Array.isArray(value) || value.length !== count) {
    throw new RangeError(`${property.name} is a vector of ${count} numbers.`);
  }
  return value.map((each) => numberOf(property, each));
}
