import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROTOCOL_24 } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { SEND_FLAGS } from '../data-tables/send-flags.ts';
import type { DataTables } from '../data-tables/send-table.ts';
import { svcPacketEntities } from '../messages/svc-packet-entities.ts';
import { svcTempEntities } from '../messages/svc-temp-entities.ts';
import { encodePacketEntities, type PacketEntities } from './encode-packet-entities.ts';
import { encodeTempEntities, type TempEntityUpdate } from './encode-temp-entities.ts';
import type { Entity } from './entity.ts';
import { EntityClasses } from './entity-classes.ts';
import { EntityReader } from './entity-reader.ts';
import { TempEntityReader } from './temp-entity-reader.ts';

const HEALTH = 0;
const ORIGIN = 1;
const CPLAYER = 1;
const CSHOT = 0;

const dataTables: DataTables = {
  tables: [
    {
      name: 'DT_Player',
      needsDecoder: false,
      properties: [
        { type: 'int', name: 'm_iHealth', flags: 0, lowValue: 0, highValue: 0, bits: 10 },
        {
          type: 'vector',
          name: 'm_vecOrigin',
          flags: SEND_FLAGS.noScale,
          lowValue: 0,
          highValue: 0,
          bits: 0,
        },
      ],
    },
  ],
  classes: [
    { id: CSHOT, name: 'CShot', tableName: 'DT_Player' },
    { id: CPLAYER, name: 'CPlayer', tableName: 'DT_Player' },
  ],
};
const classes = new EntityClasses(dataTables, [() => 'all']);

/** Reads message after message, and tells what watchers were told. */
function read(...messages: PacketEntities[]): { told: unknown[]; there: number[] } {
  const told: unknown[] = [];
  const tell = (what: string) => (entity: Entity) => {
    const { index, serial, serverClass } = entity;
    told.push([what, index, serial, serverClass.name, entity.valueAt(HEALTH), entity.valueAt(ORIGIN)]);
  };
  const watch = {
    propertiesOf: () => 'all' as const,
    onEnter: tell('enter'),
    onUpdate: tell('update'),
    onLeave: tell('leave'),
    onDelete: tell('delete'),
  };
  const entities = new EntityReader([watch]);
  entities.begin(classes);
  for (const message of messages) {
    const writer = new BitWriter();
    svcPacketEntities.encode(writer, encodePacketEntities(message, classes), PROTOCOL_24);
    const reader = new BitReader(writer.toBytes());
    entities.read(reader, 0);
    expect(reader.positionBits).toBe(writer.positionBits);
  }
  return { told, there: entities.entities.flatMap((entity) => (entity === undefined ? [] : [entity.index])) };
}

function enter(entityIndex: number, health: number, classId = CPLAYER) {
  const properties = [{ index: HEALTH, value: health }];
  return { kind: 'enter', entityIndex, classId, serial: 7, properties } as const;
}

describe('encodePacketEntities', () => {
  it('tells of entities that enter, change, leave and go', () => {
    const update = {
      kind: 'update',
      entityIndex: 2047,
      classId: CPLAYER,
      properties: [
        { index: ORIGIN, value: [1, -2, 0.5] },
        { index: HEALTH, value: -1 },
      ],
    } as const;
    const { told, there } = read(
      { operations: [enter(2047, 150), enter(3, 125, CSHOT), enter(4, 1), enter(9, 2)] },
      {
        deltaFromTick: 100,
        operations: [update, { kind: 'leave', entityIndex: 3 }, { kind: 'delete', entityIndex: 4 }],
        removed: [9],
      },
    );
    expect(told).toEqual([
      ['enter', 3, 7, 'CShot', 125, undefined],
      ['enter', 4, 7, 'CPlayer', 1, undefined],
      ['enter', 9, 7, 'CPlayer', 2, undefined],
      ['enter', 2047, 7, 'CPlayer', 150, undefined],
      ['leave', 3, 7, 'CShot', 125, undefined],
      ['delete', 4, 7, 'CPlayer', 1, undefined],
      ['update', 2047, 7, 'CPlayer', -1, [1, -2, 0.5]],
      ['delete', 9, 7, 'CPlayer', 2, undefined],
    ]);
    expect(there).toEqual([3, 2047]);
  });

  it('lets entities enter from the baseline an earlier message stored', () => {
    const again = { ...enter(5, 0), properties: [] };
    const { told } = read(
      { operations: [enter(5, 90)], updatesBaseline: true },
      { operations: [again], deltaFromTick: 1, baselineIndex: 1 },
      { operations: [again], deltaFromTick: 2, baselineIndex: 0 },
    );
    expect(told.map((each) => (Array.isArray(each) ? each[4] : each))).toEqual([90, 90, undefined]);
  });

  it('reads back whichever entities there are', () => {
    const players = fc.uniqueArray(
      fc.record({ index: fc.nat(2047), health: fc.integer({ min: -512, max: 511 }) }),
      {
        selector: ({ index }) => index,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(players, (each) => {
        const { told } = read({ operations: each.map(({ index, health }) => enter(index, health)) });
        const inOrder = [...each].sort((a, b) => a.index - b.index);
        expect(told).toEqual(
          inOrder.map(({ index, health }) => ['enter', index, 7, 'CPlayer', health, undefined]),
        );
      }),
    );
  });

  it.each<[string, PacketEntities]>([
    ['an entity told twice', { operations: [enter(1, 0), { kind: 'leave', entityIndex: 1 }] }],
    ['an entity beyond the last', { operations: [enter(2048, 0)] }],
    ['a class that is not there', { operations: [enter(1, 0, 2)] }],
    ['a serial of more than 10 bits', { operations: [{ ...enter(1, 0), serial: 1024 }] }],
    ['a removal from nothing', { operations: [], removed: [1] }],
    ['a removal beyond the last', { operations: [], deltaFromTick: 1, removed: [2048] }],
    [
      'a body of more bits than 20 bits tell',
      { operations: [], deltaFromTick: 1, removed: Array(90_000).fill(1) },
    ],
    ['more entities than 11 bits tell', { operations: Array.from({ length: 2048 }, (_, i) => enter(i, 0)) }],
  ])('refuses %s', (_, message) => {
    expect(() => encodePacketEntities(message, classes)).toThrow(RangeError);
  });
});

describe('encodeTempEntities', () => {
  function readEffects(effects: TempEntityUpdate[], isReliable = false): unknown[] {
    const told: unknown[] = [];
    const reader = new TempEntityReader([
      {
        propertiesOf: ({ name }) => (name === 'CShot' ? 'all' : undefined),
        onTempEntity: (effect) =>
          told.push([effect.fireDelaySeconds, effect.valueAt(HEALTH), effect.valueAt(ORIGIN)]),
      },
    ]);
    reader.begin(classes);
    const writer = new BitWriter();
    svcTempEntities.encode(writer, encodeTempEntities({ effects, isReliable }, classes), PROTOCOL_24);
    const bits = new BitReader(writer.toBytes());
    reader.read(bits, PROTOCOL_24);
    expect(bits.positionBits).toBe(writer.positionBits);
    return told;
  }

  const shot = { classId: CSHOT, properties: [{ index: HEALTH, value: 8 }] };

  it('tells of effects, each with what changed against the one before of its class', () => {
    const moved = { fireDelaySeconds: 0.254, properties: [{ index: ORIGIN, value: [1, 2, 3] }] };
    expect(readEffects([shot, moved, { properties: [] }, { classId: CSHOT, properties: [] }])).toEqual([
      [0, 8, undefined],
      [0.25, 8, [1, 2, 3]],
      [0, 8, [1, 2, 3]],
      [0, undefined, undefined],
    ]);
  });

  it('tells of one effect that has to arrive by a count of 0', () => {
    expect(encodeTempEntities({ effects: [shot], isReliable: true }, classes).entityCount).toBe(0);
    expect(readEffects([shot], true)).toEqual([[0, 8, undefined]]);
  });

  it.each<[string, TempEntityUpdate[], boolean]>([
    ['no effects, which would read as one', [], false],
    ['more than 255', Array.from({ length: 256 }, () => shot), false],
    ['two that have to arrive', [shot, shot], true],
    ['a first one of no class', [{ properties: [] }], false],
    ['a class that is not there', [{ ...shot, classId: 2 }], false],
    ['a delay of more than 2.55 seconds', [{ ...shot, fireDelaySeconds: 2.56 }], false],
    ['a negative delay', [{ ...shot, fireDelaySeconds: -0.01 }], false],
  ])('refuses %s', (_, effects, isReliable) => {
    expect(() => encodeTempEntities({ effects, isReliable }, classes)).toThrow(RangeError);
  });
});
