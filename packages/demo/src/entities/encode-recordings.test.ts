import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { commandBytes, decodeCommand } from '../commands/decode-command.ts';
import { decodeDataTables } from '../data-tables/data-tables-codec.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES, parseDemoHeader } from '../header/demo-header.ts';
import { decodeMessages, type Message } from '../messages/message.ts';
import type { SvcPacketEntities } from '../messages/svc-packet-entities.ts';
import type { SvcTempEntities } from '../messages/svc-temp-entities.ts';
import { type WireProtocol, wireProtocolsOf } from '../messages/wire-protocol.ts';
import { type EntityOperation, encodePacketEntities } from './encode-packet-entities.ts';
import type { PropertyUpdate } from './encode-properties.ts';
import { encodeTempEntities, type TempEntityUpdate } from './encode-temp-entities.ts';
import { EntityClasses } from './entity-classes.ts';
import { PropertyValues } from './property-values.ts';
import type { ReadPlan } from './read-plan.ts';
import { readProperties } from './read-properties.ts';

const KINDS = ['update', 'leave', 'enter', 'delete'] as const;
const changed = { indices: new Uint16Array(4096), count: 0 };

/** Reads a list of properties as what was told, with nothing remembered from before. */
function readUpdates(reader: BitReader, plan: ReadPlan): PropertyUpdate[] {
  const values = new PropertyValues(plan);
  readProperties(reader, plan, values, changed);
  return Array.from(changed.indices.subarray(0, changed.count), (index) => ({
    index,
    value: values.valueAt(index) ?? Number.NaN,
  }));
}

/** Reads entities as the operations they are, keeping only which class each is of. */
function readOperations(
  message: SvcPacketEntities,
  classes: EntityClasses,
  classIds: Map<number, number>,
): { operations: EntityOperation[]; removed: number[] } {
  const reader = new BitReader(message.data.bytes);
  const outerEnd = reader.enter(message.data.bits);
  const operations: EntityOperation[] = [];
  let entityIndex = -1;
  for (let left = message.updatedEntries; left > 0; left--) {
    entityIndex += reader.readUbitVar() + 1;
    const kind = KINDS[reader.readUint(2)] ?? 'update';
    if (kind === 'leave' || kind === 'delete') {
      operations.push({ kind, entityIndex });
    } else if (kind === 'enter') {
      const classId = reader.readUint(classes.idBits);
      const serial = reader.readUint(10);
      const properties = readUpdates(reader, classes.planOf(classId));
      operations.push({ kind, entityIndex, classId, serial, properties });
      classIds.set(entityIndex, classId);
    } else {
      const classId = classIds.get(entityIndex) ?? -1;
      const properties = readUpdates(reader, classes.planOf(classId));
      operations.push({ kind, entityIndex, classId, properties });
    }
  }
  const removed: number[] = [];
  if (message.deltaFromTick !== undefined) while (reader.readBoolean()) removed.push(reader.readUint(11));
  expect(reader.bitsLeft).toBe(0);
  reader.leave(outerEnd);
  return { operations, removed };
}

function readEffects(message: SvcTempEntities, classes: EntityClasses): TempEntityUpdate[] {
  const reader = new BitReader(message.data.bytes);
  const outerEnd = reader.enter(message.data.bits);
  const effects: TempEntityUpdate[] = [];
  let before = -1;
  for (let left = Math.max(1, message.entityCount); left > 0; left--) {
    const fireDelaySeconds = reader.readBoolean() ? reader.readUint(8) / 100 : 0;
    const hasClass = reader.readBoolean();
    const classId = hasClass ? reader.readUint(classes.idBits) - 1 : before;
    const properties = readUpdates(reader, classes.planOf(classId));
    effects.push({ fireDelaySeconds, ...(hasClass && { classId }), properties });
    before = classId;
  }
  expect(reader.bitsLeft).toBe(0);
  reader.leave(outerEnd);
  return effects;
}

function rewritten(message: Message, classes: EntityClasses, classIds: Map<number, number>): Message {
  if (message.type === 'svc_TempEntities') {
    const effects = readEffects(message, classes);
    return encodeTempEntities({ effects, isReliable: message.entityCount === 0 }, classes);
  }
  if (message.type === 'svc_PacketEntities') {
    return encodePacketEntities({ ...message, ...readOperations(message, classes, classIds) }, classes);
  }
  return message;
}

/** The messages of a recording after its data tables, up to where it is cut off, with its classes. */
function* messagesOf(demo: Uint8Array, protocol: WireProtocol): Generator<[Message, EntityClasses]> {
  let classes: EntityClasses | undefined;
  try {
    for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
      const command = decodeCommand(demo, at);
      at += commandBytes(command);
      if (command.type === 'stop') return;
      if (command.type === 'data-tables') {
        const dataTables = decodeDataTables(new BitReader(command.payload), protocol);
        classes = new EntityClasses(dataTables, [() => 'all']);
      } else if (command.type === 'packet' && classes !== undefined) {
        for (const message of decodeMessages(new BitReader(command.payload), protocol)) {
          yield [message, classes];
        }
      }
    }
  } catch (error) {
    if (!(error instanceof DemoFormatError) || error.offset !== demo.length) throw error;
  }
}

describe.skipIf(areRecordingsAbsent)(`entities of real recordings${recordingsNote}`, () => {
  it.each([
    // All 16,014 messages of it are, in five seconds.
    ['hl2dm-stv-airfusion.dem', 1500],
    ['portal-pov-protocol15.dem', 256],
    ['portal-pov.dem', 42],
    ['tf2-pov-gullywash.dem', 111],
    ['tf2-pov-itemtest.dem', 353],
    ['tf2-pov-steel-2024.dem', 170],
  ])('of %s are written to the bits the game wrote, in %d messages', (name, messages) => {
    const demo = readRecording(name);
    const [protocol] = wireProtocolsOf(parseDemoHeader(demo).networkProtocol);
    if (protocol === undefined) throw new Error('a network protocol always has a layout');
    const classIds = new Map<number, number>();
    let count = 0;
    for (const [message, classes] of messagesOf(demo, protocol)) {
      if (message.type !== 'svc_PacketEntities' && message.type !== 'svc_TempEntities') continue;
      if (count++ === messages) return;
      // In one comparison: `toEqual` for every message would take most of the time.
      expect(JSON.stringify(rewritten(message, classes, classIds))).toBe(JSON.stringify(message));
    }
    expect(count).toBe(messages);
  });
});
