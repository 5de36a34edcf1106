import type { BitWriter } from '../bits/bit-writer.ts';
import type { FlatProperty } from '../data-tables/send-table.ts';
import { encodePropertyValue } from './encode-property-value.ts';
import type { PropertyValue } from './property-value.ts';

/** A property to tell, by its flattened index, and what it holds. */
export interface PropertyUpdate {
  readonly index: number;
  readonly value: PropertyValue;
}

/**
 * Writes a list of properties (docs/demo-format.md, "Property lists"), in the order of their indices: what
 * follows an entity, what an effect tells, or a class's baseline in the string table `instancebaseline`.
 * @throws {RangeError} when a property does not exist or comes twice, or its value would not read back
 */
export function encodeProperties(
  writer: BitWriter,
  properties: readonly FlatProperty[],
  updates: readonly PropertyUpdate[],
): void {
  let last = -1;
  for (const { index, value } of [...updates].sort((a, b) => a.index - b.index)) {
    const property = properties[index];
    if (property === undefined) {
      throw new RangeError(`The class has ${properties.length} properties, and none of index ${index}.`);
    }
    if (index === last) throw new RangeError(`Property ${property.path} is told twice.`);
    writer.writeBoolean(true);
    writer.writeUbitVar(index - last - 1);
    encodePropertyValue(writer, property, value);
    last = index;
  }
  writer.writeBoolean(false);
}
