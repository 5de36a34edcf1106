import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import {
  decodeGameEvent,
  encodeGameEvent,
  GAME_EVENT_ID_BITS,
  type GameEventRecord,
  type GameEventValue,
} from './game-event.ts';
import {
  decodeGameEventList,
  encodeGameEventList,
  type GameEventDefinition,
  type GameEventFieldType,
} from './game-event-list.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((each) => !each.includes('\0'));
const fieldName = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'userid', '7'), text);
const fieldType = fc.constantFrom<GameEventFieldType>(
  'string',
  'float',
  'long',
  'short',
  'byte',
  'bool',
  'local',
);
const definition: fc.Arbitrary<GameEventDefinition> = fc.record({
  id: fc.nat(511),
  name: text,
  fields: fc.uniqueArray(fc.record({ name: fieldName, type: fieldType }), {
    selector: ({ name }) => name,
    maxLength: 12,
  }),
});

const anyValueOf: Readonly<Record<GameEventFieldType, fc.Arbitrary<GameEventValue | undefined>>> = {
  string: text,
  float: fc.float(),
  long: fc.integer(),
  short: fc.integer({ min: -32768, max: 32767 }),
  byte: fc.nat(255),
  bool: fc.boolean(),
  local: fc.constant(undefined),
};

function eventOf({ name, fields }: GameEventDefinition): fc.Arbitrary<GameEventRecord> {
  return fc.tuple(...fields.map(({ type }) => anyValueOf[type])).map((sent) => {
    const values: Record<string, GameEventValue> = Object.create(null);
    for (const [index, field] of fields.entries()) {
      const value = sent[index];
      if (value !== undefined) values[field.name] = value;
    }
    return { name, values };
  });
}

function encode(of: GameEventDefinition, event: GameEventRecord): BitReader {
  const writer = new BitWriter();
  encodeGameEvent(writer, of, event);
  const reader = new BitReader(writer.toBytes());
  reader.enter(writer.positionBits);
  return reader;
}

const hurt: GameEventDefinition = {
  id: 24,
  name: 'player_hurt',
  fields: [
    { name: 'userid', type: 'short' },
    { name: 'priority', type: 'local' },
    { name: 'health', type: 'byte' },
    { name: 'crit', type: 'bool' },
  ],
};

describe('game events', () => {
  it('read back with every value they were written with, to the exact bit', () => {
    const definedEvent = definition.chain((of) => fc.tuple(fc.constant(of), eventOf(of)));
    fc.assert(
      fc.property(definedEvent, ([of, event]) => {
        const reader = encode(of, event);
        expect(reader.readUint(GAME_EVENT_ID_BITS)).toBe(of.id);
        const read = decodeGameEvent(reader, of);
        expect(read.name).toBe(event.name);
        expect(Object.entries(read.values)).toEqual(Object.entries(event.values));
        for (const [name, value] of Object.entries(event.values)) expect(read.value(name)).toBe(value);
        expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(event)));
        expect(reader.bitsLeft).toBe(0);
      }),
    );
  });

  it('inherit nothing, whatever the demo calls its fields', () => {
    const of: GameEventDefinition = { id: 1, name: 'odd', fields: [{ name: '__proto__', type: 'byte' }] };
    const values = Object.fromEntries([['__proto__', 3]]);
    const reader = encode(of, { name: 'odd', values });
    reader.skip(GAME_EVENT_ID_BITS);
    const read = decodeGameEvent(reader, of);
    expect(Object.getPrototypeOf(read.values)).toBeNull();
    expect(Object.entries(read.values)).toEqual([['__proto__', 3]]);
    expect('toString' in read.values).toBe(false);
  });

  it('tell nobody by -1, since a short is signed', () => {
    const of: GameEventDefinition = {
      id: 9,
      name: 'player_death',
      fields: [{ name: 'assister', type: 'short' }],
    };
    const reader = new BitReader(Uint8Array.of(0xff, 0xff));
    expect(decodeGameEvent(reader, of).toJSON()).toEqual({ name: 'player_death', values: { assister: -1 } });
  });

  it.each<[string, GameEventRecord]>([
    ['its definition one of player_hurt', { name: 'player_death', values: {} }],
    [
      'userid of the event player_hurt is a short',
      { name: 'player_hurt', values: { health: 1, crit: true } },
    ],
    ['has no field priority', { name: 'player_hurt', values: { userid: 1, priority: 1 } }],
    [
      'health of the event player_hurt is a byte',
      { name: 'player_hurt', values: { userid: 1, health: 256, crit: true } },
    ],
    [
      'crit of the event player_hurt is a bool',
      { name: 'player_hurt', values: { userid: 1, health: 1, crit: 1 } },
    ],
  ])('refuse to be written when they would not read back: %s', (reason, event) => {
    expect(() => encodeGameEvent(new BitWriter(), hurt, event)).toThrow(RangeError);
    expect(() => encodeGameEvent(new BitWriter(), hurt, event)).toThrow(reason);
  });

  it('cut short are a DemoFormatError', () => {
    expect(() => decodeGameEvent(new BitReader(Uint8Array.of(1, 0, 90)), hurt)).toThrow(DemoFormatError);
  });
});

describe('the list of game events', () => {
  it('reads back every definition, to the exact bit', () => {
    fc.assert(
      fc.property(fc.array(definition, { maxLength: 10 }), (definitions) => {
        const writer = new BitWriter();
        encodeGameEventList(writer, definitions);
        const reader = new BitReader(writer.toBytes());
        expect(decodeGameEventList(reader, definitions.length)).toEqual(definitions);
        expect(reader.positionBits).toBe(writer.positionBits);
      }),
    );
  });

  it('is a DemoFormatError when it claims more events than its bits can hold', () => {
    expect(() => decodeGameEventList(new BitReader(new Uint8Array(10)), 511)).toThrow(
      expect.objectContaining({
        code: 'broken-message',
        reason: 'a list of 511 game events does not fit into 80 bits',
      }) as DemoFormatError,
    );
  });

  it('is read from any bytes as definitions or a DemoFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(511), (bytes, count) => {
        try {
          expect(decodeGameEventList(new BitReader(bytes), count)).toHaveLength(count);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
    );
  });

  it('refuses to be written with an id that has no room', () => {
    expect(() => encodeGameEventList(new BitWriter(), [{ ...hurt, id: 512 }])).toThrow('0 to 511, not 512');
  });
});
