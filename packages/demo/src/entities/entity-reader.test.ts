import { describe, expect, it } from 'vitest';
import { PROTOCOL_24 } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import type { DataTables } from '../data-tables/send-table.ts';
import { svcPacketEntities } from '../messages/svc-packet-entities.ts';
import { encodePacketEntities, type PacketEntities } from './encode-packet-entities.ts';
import type { Entity } from './entity.ts';
import { EntityClasses } from './entity-classes.ts';
import { EntityReader } from './entity-reader.ts';
import type { EntityWatch } from './entity-watch.ts';

const TABLES: DataTables = {
  tables: [
    {
      name: 'DT_Thing',
      needsDecoder: false,
      properties: [{ type: 'int', name: 'm_iHealth', flags: 1, lowValue: 0, highValue: 0, bits: 10 }],
    },
  ],
  classes: [{ id: 0, name: 'CThing', tableName: 'DT_Thing' }],
};

function readAll(watches: readonly EntityWatch[], ...messages: PacketEntities[]): EntityReader {
  const classes = new EntityClasses(TABLES, [() => 'all']);
  const entities = new EntityReader(watches);
  entities.begin(classes);
  for (const message of messages) {
    const writer = new BitWriter();
    svcPacketEntities.encode(writer, encodePacketEntities(message, classes), PROTOCOL_24);
    const reader = new BitReader(writer.toBytes());
    entities.read(reader, 0);
    expect(reader.positionBits).toBe(writer.positionBits);
  }
  return entities;
}

function entering(...entityIndices: number[]): PacketEntities {
  return {
    operations: entityIndices.map((entityIndex) => ({
      kind: 'enter' as const,
      entityIndex,
      classId: 0,
      serial: 1,
      properties: [{ index: 0, value: entityIndex }],
    })),
  };
}

function countingUpTo(enough: number): EntityWatch & { readonly seen: number[] } {
  const seen: number[] = [];
  return {
    seen,
    propertiesOf: () => 'all',
    onlyFullUpdates: true,
    onEnter: ({ index }: Entity) => {
      seen.push(index);
      return index >= enough ? 'enough' : undefined;
    },
  };
}

describe('EntityReader', () => {
  it('passes over the rest of a full update once all watches have had enough of it', () => {
    const first = countingUpTo(2);
    const second = countingUpTo(5);
    const { entities } = readAll([first, second], entering(1, 2, 5, 9, 11));
    expect(second.seen).toEqual([1, 2, 5]);
    expect(entities[9]).toBeUndefined();
  });

  it('asks again in the next full update', () => {
    const watch = countingUpTo(1);
    readAll([watch], entering(1, 2), entering(3, 4));
    expect(watch.seen).toEqual([1, 3]);
  });

  it('skips updates that build upon others while nobody follows them', () => {
    const watch = countingUpTo(100);
    readAll([watch], { deltaFromTick: 1, ...entering(1) });
    expect(watch.seen).toEqual([]);
  });

  it('reads everything while somebody follows all changes, whoever had enough', () => {
    const followed: number[] = [];
    const follower: EntityWatch = {
      propertiesOf: () => [],
      onEnter: ({ index }) => followed.push(index),
    };
    readAll([countingUpTo(1), follower], entering(1, 2), { deltaFromTick: 1, ...entering(3) });
    expect(followed).toEqual([1, 2, 3]);
  });
});
