import type { BitWriter } from '../bits/bit-writer.ts';
import { type CoordMpKind, writeCoord, writeCoordMp, writeNormal } from '../bits/coord.ts';
import { writeField, writeSignedField } from '../bits/write-field.ts';
import type { SendProperty } from '../data-tables/send-table.ts';
import { NUMBER_KINDS, numberKindOf } from './value-kind.ts';

const NORMAL_STEPS = 2047;
const MIN_INT32 = -(2 ** 31);

/**
 * Writes one number of a property, or one axis of a vector. A float is rounded to the nearest its encoding can
 * tell, and keeps its sign even as a zero where the encoding has one.
 * @throws {RangeError} when the number lies beyond what the property can tell, or an integer is none
 */
export function encodeNumber(writer: BitWriter, property: SendProperty, value: number): void {
  const { name, bits = 0 } = property;
  switch (numberKindOf(property)) {
    case NUMBER_KINDS.unsigned:
      writeField(writer, value, { name, bits });
      return;
    case NUMBER_KINDS.signed:
      writeSignedField(writer, value, { name, bits });
      return;
    case NUMBER_KINDS.unsignedVarint:
      writeUnsignedVarint(writer, name, value);
      return;
    case NUMBER_KINDS.signedVarint:
      writeSignedVarint(writer, name, value);
      return;
    case NUMBER_KINDS.coord:
      writeCoord(writer, toNearestStep(value, 32));
      return;
    case NUMBER_KINDS.coordMp:
      writeNearestCoordMp(writer, value, { kind: 'full', steps: 32 });
      return;
    case NUMBER_KINDS.coordMpLowPrecision:
      writeNearestCoordMp(writer, value, { kind: 'low-precision', steps: 8 });
      return;
    case NUMBER_KINDS.coordMpIntegral:
      writeNearestCoordMp(writer, value, { kind: 'integral', steps: 1 });
      return;
    case NUMBER_KINDS.float32:
      writeNearestFloat32(writer, name, value);
      return;
    case NUMBER_KINDS.normal:
      writeNormal(writer, toNearestNormal(value));
      return;
    case NUMBER_KINDS.scaled:
      writer.writeUint(nearestScaledStep(property, value), bits);
  }
}

/** The component of a unit vector that is written for a number: the nearest step of 1/2047. */
export function toNearestNormal(value: number): number {
  return toNearestStep(value, NORMAL_STEPS);
}

/** Rounds the size alone, so that a negative number never loses its sign. */
function toNearestStep(value: number, steps: number): number {
  const size = Math.round(Math.abs(value) * steps) / steps;
  return value < 0 || Object.is(value, -0) ? -size : size;
}

function writeNearestCoordMp(
  writer: BitWriter,
  value: number,
  { kind, steps }: { kind: CoordMpKind; steps: number },
): void {
  writeCoordMp(writer, toNearestStep(value, steps), kind);
}

function writeUnsignedVarint(writer: BitWriter, name: string, value: number): void {
  if (value !== value >>> 0) throw new RangeError(`${name} is 0 to ${2 ** 32 - 1}, not ${value}.`);
  writer.writeVarint(value);
}

function writeSignedVarint(writer: BitWriter, name: string, value: number): void {
  if (value !== (value | 0)) {
    throw new RangeError(`${name} is ${MIN_INT32} to ${-MIN_INT32 - 1}, not ${value}.`);
  }
  // Zig-zag: numbers near zero on either side are short.
  writer.writeVarint((value << 1) ^ (value >> 31));
}

function writeNearestFloat32(writer: BitWriter, name: string, value: number): void {
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
    throw new RangeError(`${name} is a 32-bit float, which ${value} is too large for.`);
  }
  writer.writeFloat32(value);
}

/**
 * Finds the step that reads nearest to a value. Read values grow with the step but are rounded to float32
 * along the way, so the step is searched rather than computed: what was read is then written as it was.
 */
function nearestScaledStep(property: SendProperty, value: number): number {
  const { name, bits = 0, lowValue = 0, highValue = 0 } = property;
  const last = 2 ** bits - 1;
  const range = Math.fround(highValue - lowValue);
  const readAs = (step: number) => Math.fround(lowValue + Math.fround(range * Math.fround(step / last)));
  const isWithin = value >= lowValue && value <= Math.max(highValue, readAs(last));
  if (!(range > 0) || range === Infinity || !isWithin) {
    throw new RangeError(`${name} is ${lowValue} to ${highValue}, not ${value}.`);
  }
  let below = 0;
  let above = last;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (readAs(middle) <= value) below = middle;
    else above = middle;
  }
  return value - readAs(below) <= readAs(above) - value ? below : above;
}
