import { BitWriter } from '../bits/bit-writer.ts';
import { writeField } from '../bits/write-field.ts';
import type { FlatProperty } from '../data-tables/send-table.ts';
import type { SvcPacketEntities } from '../messages/svc-packet-entities.ts';
import { encodeProperties, type PropertyUpdate } from './encode-properties.ts';
import type { EntityClasses } from './entity-classes.ts';
import { ENTITY_INDEX_BITS, ENTITY_OPERATIONS, ENTITY_SERIAL_BITS } from './entity-operation.ts';

const MAX_BODY_BITS = 2 ** 20 - 1;
const MAX_UPDATED = 2 ** ENTITY_INDEX_BITS - 1;

/** What happens to one entity in one message. */
export type EntityOperation =
  | {
      readonly kind: 'enter';
      readonly entityIndex: number;
      readonly classId: number;
      readonly serial: number;
      /** What differs from the baseline it starts from. */
      readonly properties: readonly PropertyUpdate[];
    }
  | {
      readonly kind: 'update';
      readonly entityIndex: number;
      /** Not written: the reader knows it. It says how the properties are written. */
      readonly classId: number;
      readonly properties: readonly PropertyUpdate[];
    }
  | { readonly kind: 'leave' | 'delete'; readonly entityIndex: number };

/** The content of one svc_PacketEntities. */
export interface PacketEntities {
  /** One more than the highest index told, when left out. */
  readonly maxEntries?: number;
  /** The server tick whose state this builds upon; left out: everything begins anew. */
  readonly deltaFromTick?: number | undefined;
  readonly baselineIndex?: 0 | 1;
  readonly updatesBaseline?: boolean;
  /** At most one an entity, in any order. */
  readonly operations: readonly EntityOperation[];
  /** Entities that are deleted without an operation; only where this builds upon something. */
  readonly removed?: readonly number[];
}

/**
 * Puts svc_PacketEntities together (docs/demo-format.md, "Entities").
 * @throws {RangeError} when something would not read back
 */
export function encodePacketEntities(entities: PacketEntities, classes: EntityClasses): SvcPacketEntities {
  const { deltaFromTick, baselineIndex = 0, updatesBaseline = false, removed = [] } = entities;
  const operations = [...entities.operations].sort((a, b) => a.entityIndex - b.entityIndex);
  const writer = new BitWriter();
  let last = -1;
  for (const operation of operations) {
    const { entityIndex } = operation;
    checkEntityIndex(entityIndex);
    if (entityIndex === last) throw new RangeError(`Entity ${entityIndex} is told twice in one message.`);
    writer.writeUbitVar(entityIndex - last - 1);
    encodeOperation(writer, operation, classes);
    last = entityIndex;
  }
  if (deltaFromTick !== undefined) encodeRemovals(writer, removed);
  else if (removed.length > 0) {
    throw new RangeError('A message that begins anew has nothing to remove entities from.');
  }
  checkSizes(operations.length, writer.positionBits);
  return {
    type: 'svc_PacketEntities',
    maxEntries: entities.maxEntries ?? Math.min(last + 1, MAX_UPDATED),
    deltaFromTick,
    baselineIndex,
    updatedEntries: operations.length,
    updatesBaseline,
    data: writer.toBitString(),
  };
}

function encodeOperation(writer: BitWriter, operation: EntityOperation, classes: EntityClasses): void {
  writer.writeUint(ENTITY_OPERATIONS[operation.kind], 2);
  switch (operation.kind) {
    case 'enter': {
      const { classId, serial, properties } = operation;
      writeField(writer, classId, { name: 'The id of a class', bits: classes.idBits });
      writeField(writer, serial, { name: 'The serial of an entity', bits: ENTITY_SERIAL_BITS });
      encodeProperties(writer, propertiesOfClass(classes, classId), properties);
      return;
    }
    case 'update':
      encodeProperties(writer, propertiesOfClass(classes, operation.classId), operation.properties);
      return;
    case 'leave':
    case 'delete':
  }
}

function encodeRemovals(writer: BitWriter, removed: readonly number[]): void {
  for (const index of removed) {
    checkEntityIndex(index);
    writer.writeBoolean(true);
    writer.writeUint(index, ENTITY_INDEX_BITS);
  }
  writer.writeBoolean(false);
}

function checkEntityIndex(index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** ENTITY_INDEX_BITS) {
    throw new RangeError(`The index of an entity is 0 to ${2 ** ENTITY_INDEX_BITS - 1}, not ${index}.`);
  }
}

function checkSizes(updated: number, bodyBits: number): void {
  if (updated > MAX_UPDATED) {
    throw new RangeError(`One svc_PacketEntities tells of at most ${MAX_UPDATED} entities, not ${updated}.`);
  }
  if (bodyBits > MAX_BODY_BITS) {
    throw new RangeError(`One svc_PacketEntities holds at most ${MAX_BODY_BITS} bits, not ${bodyBits}.`);
  }
}

/** The properties of a class, in the order they are written. */
export function propertiesOfClass(classes: EntityClasses, classId: number): readonly FlatProperty[] {
  try {
    return classes.planOf(classId).properties;
  } catch (cause) {
    throw new RangeError(`Nothing can be written of class ${classId}: its tables do not say how.`, { cause });
  }
}
