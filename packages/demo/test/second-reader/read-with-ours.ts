import type { FlatProperty } from '../../src/data-tables/send-table.ts';
import type { Entity } from '../../src/entities/entity.ts';
import { EntityClasses } from '../../src/entities/entity-classes.ts';
import type { PropertyValue } from '../../src/entities/property-value.ts';
import type { GameEventDefinition } from '../../src/game-events/game-event-list.ts';
import type { Message } from '../../src/messages/message.ts';
import { DemoReader } from '../../src/reader/demo-reader.ts';
import { byteTextOf } from '../../src/string-tables/byte-text.ts';
import { emptyReading, type Reading, type Value } from './reading.ts';

/** What the peer calls messages. */
const PEER_NAMES: Partial<Record<Message['type'], string>> = {
  net_File: 'file',
  net_Tick: 'netTick',
  net_StringCmd: 'stringCmd',
  net_SetConVar: 'setConVar',
  net_SignonState: 'sigOnState',
  svc_Print: 'print',
  svc_ServerInfo: 'serverInfo',
  svc_ClassInfo: 'classInfo',
  svc_SetPause: 'setPause',
  svc_CreateStringTable: 'createStringTable',
  svc_UpdateStringTable: 'updateStringTable',
  svc_VoiceInit: 'voiceInit',
  svc_VoiceData: 'voiceData',
  svc_Sounds: 'parseSounds',
  svc_SetView: 'setView',
  svc_FixAngle: 'fixAngle',
  svc_BSPDecal: 'bspDecal',
  svc_UserMessage: 'userMessage',
  svc_EntityMessage: 'entityMessage',
  svc_GameEvent: 'gameEvent',
  svc_PacketEntities: 'packetEntities',
  svc_TempEntities: 'tempEntities',
  svc_Prefetch: 'preFetch',
  svc_Menu: 'menu',
  svc_GameEventList: 'gameEventList',
  svc_GetCvarValue: 'getCvarValue',
  svc_CmdKeyValues: 'cmdKeyValues',
};

/** Reads a recording with our own reader, and spells it as the peer does. */
export function readWithOurs(demo: Uint8Array): Reading {
  const reading = emptyReading();
  const reader = new DemoReader();
  let definitions = new Map<string, GameEventDefinition>();
  const entities = new Map<number, Entity>();
  reader
    .on('message', ({ type }) => {
      // It passes over these without telling.
      if (type !== 'net_NOP') reading.messages.push(PEER_NAMES[type] ?? type);
    })
    .on('game-event-list', (list) => {
      definitions = new Map(list.map((definition) => [definition.name, definition]));
    })
    .on('game-event', ({ name, values }) => {
      reading.events.push({ name, values: unsigned(values, definitions.get(name)) });
    })
    .on('data-tables', (tables) => {
      const classes = new EntityClasses(tables, []);
      for (const { id, name } of tables.classes) {
        const properties = classes.planOf(id).properties.map((flat) => keyOf(flat));
        reading.classes.push({ id, name, properties });
      }
    })
    .on('svc_CreateStringTable', ({ tableName }) => reading.tables.set(tableName, []))
    .on('string-table-entry', ({ table, index, entry }) => {
      const entries = reading.tables.get(table.name) ?? [];
      reading.tables.set(table.name, entries);
      entries[index] = { text: byteTextOf(entry), data: entry.userData && hexOf(entry.userData) };
    })
    .onUserMessage('SayText2', (said) => {
      const { clientEntity: client, text } = said;
      if (said.form === 'formatted') {
        reading.lines.push({ client, kind: said.format, from: said.sender, text: withoutColours(text) });
      } else {
        reading.lines.push({ client, kind: undefined, from: undefined, text: withoutColours(text) });
      }
    })
    .onUserMessage('TextMsg', ({ text }) => {
      reading.lines.push({ client: undefined, kind: 'TextMsg', from: undefined, text });
    })
    .watchEntities({
      propertiesOf: () => 'all',
      onEnter: (entity) => entities.set(entity.index, entity),
      onDelete: ({ index }) => entities.delete(index),
    });
  reader.push(demo);
  reader.end();
  if (reader.problemCount > 0) throw new Error(`${reader.problems[0]?.reason}`);
  for (const [index, entity] of entities) {
    const roundings = new Map(entity.plan.properties.map((flat) => [keyOf(flat), roundingOf(flat)]));
    reading.things.set(index, { className: entity.serverClass.name, values: valuesOf(entity), roundings });
  }
  return reading;
}

/** Only those of keys that stand for one property: the peer keeps one value for a key. */
function valuesOf(entity: Entity): Map<string, Value> {
  const { plan } = entity;
  const keys = plan.properties.map(keyOf);
  const values = new Map<string, Value>();
  for (const { index, property } of plan.properties) {
    const key = keys[index] ?? '';
    const value = entity.valueAt(index);
    if (value === undefined || keys.indexOf(key) !== keys.lastIndexOf(key)) continue;
    values.set(key, spell(value, property.type));
  }
  return values;
}

/** A few times the step from one float of 32 bits to the next, where numbers of that range are added up. */
function roundingOf({ property, element }: FlatProperty): number {
  const { lowValue = 0, highValue = 0 } = element ?? property;
  return 2 ** -21 * Math.max(1, Math.abs(lowValue), Math.abs(highValue));
}

/** Vectors of two have a third number there, which is 0. */
function spell(value: PropertyValue, type: string): Value {
  return type === 'vector-xy' && Array.isArray(value) ? [...value, 0] : value;
}

function keyOf({ tableName, property }: { tableName: string; property: { name: string } }): string {
  return `${tableName}.${property.name}`;
}

/** The peer reads shorts and longs without their sign. */
function unsigned(
  values: Readonly<Record<string, string | number | boolean>>,
  definition: GameEventDefinition | undefined,
): Record<string, string | number | boolean> {
  const spelled: Record<string, string | number | boolean> = {};
  for (const { name, type } of definition?.fields ?? []) {
    const value = values[name];
    if (typeof value === 'number' && type === 'short') spelled[name] = value & 0xffff;
    else if (typeof value === 'number' && type === 'long') spelled[name] = value >>> 0;
    else if (value !== undefined) spelled[name] = value;
  }
  return spelled;
}

/** As the peer strips them: 1, 3, and 7 with the six digits behind it. */
function withoutColours(text: string): string {
  const [start = '', ...coloured] = text.replaceAll('\u0001', '').replaceAll('\u0003', '').split('\u0007');
  return start + coloured.map((each) => each.slice(6)).join('');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
