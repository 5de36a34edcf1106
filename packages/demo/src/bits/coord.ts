import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import type { Vector } from './vector.ts';

/** How a multiplayer coordinate is kept: to 1/32, to 1/8, or to whole units. */
export type CoordMpKind = 'full' | 'low-precision' | 'integral';

/** The largest distance from 0 on an axis, without its fraction. */
const MAX_WHOLE = 1 << 14;
/** Distances below this take 11 bits in a multiplayer coordinate. */
const IN_BOUNDS_END = 1 << 11;
const FRACTION_BITS = 5;
const LOW_PRECISION_FRACTION_BITS = 3;
const NORMAL_STEPS = 2047;

/** Reads a coordinate in steps of 1/32. The sign of a zero is kept: the encoding has two. */
export function readCoord(reader: BitReader): number {
  const hasWhole = reader.readBoolean();
  const hasFraction = reader.readBoolean();
  if (!hasWhole && !hasFraction) return 0;
  const isNegative = reader.readBoolean();
  const whole = hasWhole ? reader.readUint(14) + 1 : 0;
  const size = hasFraction ? whole + reader.readUint(FRACTION_BITS) / 32 : whole;
  return isNegative ? -size : size;
}

/** Passes over a coordinate. */
export function skipCoord(reader: BitReader): void {
  const parts = reader.readUint(2);
  if (parts !== 0) reader.skip(1 + ((parts & 1) === 1 ? 14 : 0) + (parts >= 2 ? FRACTION_BITS : 0));
}

/** @throws {RangeError} when the value is no multiple of 1/32 or beyond ±16384 31/32 */
export function writeCoord(writer: BitWriter, value: number): void {
  const { whole, fraction } = partsOf(value, FRACTION_BITS);
  const isNegative = isBelowZero(value);
  // Only a negative zero has neither part and yet a sign: it is written as a fraction of 0.
  const hasFraction = fraction !== 0 || (whole === 0 && isNegative);
  writer.writeBoolean(whole !== 0);
  writer.writeBoolean(hasFraction);
  if (whole === 0 && !hasFraction) return;
  writer.writeBoolean(isNegative);
  if (whole !== 0) writer.writeUint(whole - 1, 14);
  if (hasFraction) writer.writeUint(fraction, FRACTION_BITS);
}

/** Reads the three axes of a point or of angles; an axis that is not sent is 0. */
export function readVectorCoord(reader: BitReader): Vector {
  const hasX = reader.readBoolean();
  const hasY = reader.readBoolean();
  const hasZ = reader.readBoolean();
  const x = hasX ? readCoord(reader) : 0;
  const y = hasY ? readCoord(reader) : 0;
  return [x, y, hasZ ? readCoord(reader) : 0];
}

/** Passes over three axes. */
export function skipVectorCoord(reader: BitReader): void {
  for (let axes = reader.readUint(3); axes !== 0; axes >>= 1) if ((axes & 1) === 1) skipCoord(reader);
}

/** @throws {RangeError} when an axis is no multiple of 1/32 or beyond ±16384 31/32 */
export function writeVectorCoord(writer: BitWriter, vector: Vector): void {
  for (const axis of vector) writer.writeBoolean(!Object.is(axis, 0));
  for (const axis of vector) if (!Object.is(axis, 0)) writeCoord(writer, axis);
}

/** Reads a coordinate of a multiplayer game: shorter when it lies within ±2048. */
export function readCoordMp(reader: BitReader, kind: CoordMpKind): number {
  const wholeBits = reader.readBoolean() ? 11 : 14;
  const hasWhole = reader.readBoolean();
  if (kind === 'integral') {
    if (!hasWhole) return 0;
    const isNegative = reader.readBoolean();
    const size = reader.readUint(wholeBits) + 1;
    return isNegative ? -size : size;
  }
  const isNegative = reader.readBoolean();
  const whole = hasWhole ? reader.readUint(wholeBits) + 1 : 0;
  const size =
    kind === 'full'
      ? whole + reader.readUint(FRACTION_BITS) / 32
      : whole + reader.readUint(LOW_PRECISION_FRACTION_BITS) / 8;
  return isNegative ? -size : size;
}

/** Passes over a coordinate of a multiplayer game. */
export function skipCoordMp(reader: BitReader, kind: CoordMpKind): void {
  const wholeBits = reader.readBoolean() ? 11 : 14;
  const hasWhole = reader.readBoolean();
  const signAndWholeBits = hasWhole ? 1 + wholeBits : kind === 'integral' ? 0 : 1;
  reader.skip(signAndWholeBits + fractionBitsOf(kind));
}

/** @throws {RangeError} when the value lies between the steps of its kind or beyond ±16384 */
export function writeCoordMp(writer: BitWriter, value: number, kind: CoordMpKind): void {
  const fractionBits = fractionBitsOf(kind);
  const { whole, fraction } = partsOf(value, fractionBits);
  const isInBounds = whole < IN_BOUNDS_END;
  writer.writeBoolean(isInBounds);
  writer.writeBoolean(whole !== 0);
  if (kind !== 'integral' || whole !== 0) writer.writeBoolean(isBelowZero(value));
  if (whole !== 0) writer.writeUint(whole - 1, isInBounds ? 11 : 14);
  writer.writeUint(fraction, fractionBits);
}

/** Reads a component of a unit vector: −1 to 1 in steps of 1/2047. */
export function readNormal(reader: BitReader): number {
  const isNegative = reader.readBoolean();
  const size = reader.readUint(11) / NORMAL_STEPS;
  return isNegative ? -size : size;
}

/**
 * Takes whatever lies has a step's float32, since components are kept as float32.
 * @throws {RangeError} when the value lies between the steps of 1/2047 or beyond ±1
 */
export function writeNormal(writer: BitWriter, value: number): void {
  const steps = Math.round(Math.abs(value) * NORMAL_STEPS);
  if (!(steps <= NORMAL_STEPS) || Math.fround(steps / NORMAL_STEPS) !== Math.fround(Math.abs(value))) {
    throw new RangeError(`A component of a unit vector is −1 to 1 in steps of 1/2047, not ${value}.`);
  }
  writer.writeBoolean(isBelowZero(value));
  writer.writeUint(steps, 11);
}

function fractionBitsOf(kind: CoordMpKind): number {
  if (kind === 'integral') return 0;
  return kind === 'full' ? FRACTION_BITS : LOW_PRECISION_FRACTION_BITS;
}

function partsOf(value: number, fractionBits: number): { whole: number; fraction: number } {
  const steps = 1 << fractionBits;
  const scaled = Math.abs(value) * steps;
  if (!Number.isInteger(scaled) || scaled >= (MAX_WHOLE + 1) * steps) {
    throw new RangeError(
      `A coordinate is a multiple of ${1 / steps} less than ${MAX_WHOLE + 1} from 0, not ${value}.`,
    );
  }
  return { whole: scaled >> fractionBits, fraction: scaled & (steps - 1) };
}

function isBelowZero(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}
