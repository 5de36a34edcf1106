import type { BitReader } from '../bits/bit-reader.ts';
import { readCoord, readCoordMp, readNormal, skipCoord, skipCoordMp } from '../bits/coord.ts';
import { decodeText } from '../bits/text.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import type { PropertyValue } from './property-value.ts';
import type { PropertyValues } from './property-values.ts';
import { type ReadPlan, SHAPES } from './read-plan.ts';
import { NUMBER_KINDS } from './value-kind.ts';

const TEXT_LENGTH_BITS = 9;

/** Which properties one reading told anew: the first `count` indices. Used again by every reading. */
export interface ChangedIndices {
  readonly indices: Uint16Array;
  count: number;
}

/**
 * Reads a list of changed properties (docs/demo-format.md, "Property lists"), the busiest loop of the package.
 * What the plan keeps goes to `values`; the rest is passed over.
 * @throws {DemoFormatError} `broken-message` at an index the class does not have, or when the bits run out
 */
export function readProperties(
  reader: BitReader,
  plan: ReadPlan,
  values: PropertyValues | undefined,
  changed: ChangedIndices,
): void {
  const { slots } = plan;
  let index = -1;
  changed.count = 0;
  while (reader.readBoolean()) {
    index += reader.readUbitVar() + 1;
    if (index >= slots.length) throw noSuchProperty(reader, plan, index);
    const slot = slots[index] ?? -1;
    if (slot < 0 || values === undefined) {
      skipValue(reader, plan, index);
    } else {
      readValue(reader, plan, index, values, slot);
      changed.indices[changed.count++] = index;
    }
  }
}

function readValue(
  reader: BitReader,
  plan: ReadPlan,
  index: number,
  values: PropertyValues,
  slot: number,
): void {
  const { numbers } = values;
  switch (plan.shapes[index]) {
    case SHAPES.number:
      numbers[slot] = readNumber(reader, plan, index);
      return;
    case SHAPES.vectorXy:
      numbers[slot] = readNumber(reader, plan, index);
      numbers[slot + 1] = readNumber(reader, plan, index);
      return;
    case SHAPES.vector: {
      const x = readNumber(reader, plan, index);
      const y = readNumber(reader, plan, index);
      numbers[slot] = x;
      numbers[slot + 1] = y;
      numbers[slot + 2] = readThird(reader, plan, index, x, y);
      return;
    }
    case SHAPES.text:
      values.objects[slot] = decodeText(reader.readBytes(reader.readUint(TEXT_LENGTH_BITS)));
      return;
    default:
      values.objects[slot] = readArray(reader, plan, index);
  }
}

function readNumber(reader: BitReader, plan: ReadPlan, index: number): number {
  switch (plan.kinds[index]) {
    case NUMBER_KINDS.unsigned:
      return reader.readUint(plan.bits[index] ?? 0);
    case NUMBER_KINDS.signed:
      return reader.readInt(plan.bits[index] ?? 0);
    case NUMBER_KINDS.unsignedVarint:
      return reader.readVarint();
    case NUMBER_KINDS.signedVarint: {
      const value = reader.readVarint();
      return (value >>> 1) ^ -(value & 1);
    }
    case NUMBER_KINDS.coord:
      return readCoord(reader);
    case NUMBER_KINDS.coordMp:
      return readCoordMp(reader, 'full');
    case NUMBER_KINDS.coordMpLowPrecision:
      return readCoordMp(reader, 'low-precision');
    case NUMBER_KINDS.coordMpIntegral:
      return readCoordMp(reader, 'integral');
    case NUMBER_KINDS.float32:
      return reader.readFloat32();
    case NUMBER_KINDS.normal:
      return readNormal(reader);
    default: {
      // The engine computes in float32, step by step.
      const part = Math.fround(reader.readUint(plan.bits[index] ?? 0) / (plan.largest[index] ?? 1));
      return Math.fround((plan.lows[index] ?? 0) + Math.fround((plan.ranges[index] ?? 0) * part));
    }
  }
}

/** The third axis of a vector; of a unit vector only its sign is written. */
function readThird(reader: BitReader, plan: ReadPlan, index: number, x: number, y: number): number {
  if (plan.kinds[index] !== NUMBER_KINDS.normal) return readNumber(reader, plan, index);
  const isNegative = reader.readBoolean();
  const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
  return isNegative ? -z : z;
}

function readArray(reader: BitReader, plan: ReadPlan, index: number): readonly PropertyValue[] {
  const element = elementOf(plan, index);
  const count = readElementCount(reader, plan, index);
  const list: PropertyValue[] = [];
  for (let i = 0; i < count; i++) list.push(readElement(reader, element));
  return list;
}

function readElement(reader: BitReader, element: ReadPlan): PropertyValue {
  const shape = element.shapes[0];
  if (shape === SHAPES.text) return decodeText(reader.readBytes(reader.readUint(TEXT_LENGTH_BITS)));
  const x = readNumber(reader, element, 0);
  if (shape === SHAPES.number) return x;
  const y = readNumber(reader, element, 0);
  return shape === SHAPES.vectorXy ? [x, y] : [x, y, readThird(reader, element, 0, x, y)];
}

function skipValue(reader: BitReader, plan: ReadPlan, index: number): void {
  switch (plan.shapes[index]) {
    case SHAPES.number:
      skipNumber(reader, plan, index);
      return;
    case SHAPES.vectorXy:
      skipNumber(reader, plan, index);
      skipNumber(reader, plan, index);
      return;
    case SHAPES.vector:
      skipNumber(reader, plan, index);
      skipNumber(reader, plan, index);
      if (plan.kinds[index] === NUMBER_KINDS.normal) reader.skip(1);
      else skipNumber(reader, plan, index);
      return;
    case SHAPES.text:
      reader.skip(reader.readUint(TEXT_LENGTH_BITS) * 8);
      return;
    default: {
      const element = elementOf(plan, index);
      for (let left = readElementCount(reader, plan, index); left > 0; left--) skipValue(reader, element, 0);
    }
  }
}

function skipNumber(reader: BitReader, plan: ReadPlan, index: number): void {
  switch (plan.kinds[index]) {
    case NUMBER_KINDS.unsigned:
    case NUMBER_KINDS.signed:
    case NUMBER_KINDS.scaled:
      reader.skip(plan.bits[index] ?? 0);
      return;
    case NUMBER_KINDS.coord:
      skipCoord(reader);
      return;
    case NUMBER_KINDS.coordMp:
      skipCoordMp(reader, 'full');
      return;
    case NUMBER_KINDS.coordMpLowPrecision:
      skipCoordMp(reader, 'low-precision');
      return;
    case NUMBER_KINDS.coordMpIntegral:
      skipCoordMp(reader, 'integral');
      return;
    case NUMBER_KINDS.float32:
      reader.skip(32);
      return;
    case NUMBER_KINDS.normal:
      reader.skip(12);
      return;
    default:
      reader.readVarint();
  }
}

function readElementCount(reader: BitReader, plan: ReadPlan, index: number): number {
  const most = plan.properties[index]?.property.elementCount ?? 0;
  const count = reader.readUint(32 - Math.clz32(most));
  if (count > most) {
    throw brokenMessage(reader.positionBits >>> 3, `an array of at most ${most} elements claims ${count}`);
  }
  return count;
}

function elementOf(plan: ReadPlan, index: number): ReadPlan {
  const element = plan.elements[index];
  if (element === undefined) throw brokenMessage(0, 'arrays inside arrays are not possible');
  return element;
}

function noSuchProperty(reader: BitReader, plan: ReadPlan, index: number): DemoFormatError {
  return brokenMessage(
    reader.positionBits >>> 3,
    `${plan.serverClass.name} has ${plan.slots.length} properties, and number ${index} is told`,
  );
}
