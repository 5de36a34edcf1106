import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROTOCOL_24 } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { type WireProtocol, wireProtocolsOf } from '../messages/wire-protocol.ts';
import { decodeDataTables, encodeDataTables } from './data-tables-codec.ts';
import { SEND_FLAGS } from './send-flags.ts';
import type { DataTables, SendProperty } from './send-table.ts';

const name = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((text) => !text.includes('\0') && text.length <= 255);

function anyProperty(protocol: WireProtocol): fc.Arbitrary<SendProperty> {
  const valueTypes = ['int', 'float', 'vector', 'string'] as const;
  const flags = fc.nat(2 ** (protocol.network <= 7 ? 13 : 16) - 1);
  const included = flags.map((each) => each & ~SEND_FLAGS.exclude);
  const type = protocol.messageTypeBits === 5 ? fc.constantFrom(...valueTypes) : anyValueType(valueTypes);
  const anyType = fc.oneof(type, fc.constant('array' as const));
  return fc.oneof(
    fc.record({ type: fc.constant('data-table' as const), name, flags, tableName: name }),
    fc.record({
      type: anyType,
      name,
      flags: flags.map((each) => each | SEND_FLAGS.exclude),
      tableName: name,
    }),
    fc.record({ type: fc.constant('array' as const), name, flags: included, elementCount: fc.nat(1023) }),
    fc.record({
      type,
      name,
      flags: included,
      lowValue: fc.float({ noNaN: true }),
      highValue: fc.float({ noNaN: true }),
      bits: fc.nat(protocol.network <= 14 ? 63 : 127),
    }),
  );
}

function anyValueType<T extends string>(types: readonly T[]): fc.Arbitrary<T | 'vector-xy'> {
  return fc.constantFrom<T | 'vector-xy'>(...types, 'vector-xy');
}

function anyDataTables(protocol: WireProtocol): fc.Arbitrary<DataTables> {
  const properties = fc.array(anyProperty(protocol), { maxLength: 6 });
  const id = fc.nat(0xffff);
  return fc.record({
    tables: fc.array(fc.record({ name, needsDecoder: fc.boolean(), properties }), { maxLength: 6 }),
    // In any order, and of any ids: they are told, not counted.
    classes: fc.array(fc.record({ id, name, tableName: name }), { maxLength: 6 }),
  });
}

function encode(dataTables: DataTables, protocol = PROTOCOL_24): BitWriter {
  const writer = new BitWriter();
  encodeDataTables(writer, dataTables, protocol);
  return writer;
}

function decode(bytes: Uint8Array, protocol = PROTOCOL_24): DataTables {
  return decodeDataTables(new BitReader(bytes), protocol);
}

describe('data tables', () => {
  it.each([7, 14, 15, 24].flatMap(wireProtocolsOf))(
    'read back to the exact bit at network protocol $network with types of $messageTypeBits bits',
    (protocol) => {
      fc.assert(
        fc.property(anyDataTables(protocol), (dataTables) => {
          const writer = encode(dataTables, protocol);
          const reader = new BitReader(writer.toBytes());
          expect(decodeDataTables(reader, protocol)).toEqual(dataTables);
          expect(reader.positionBits).toBe(writer.positionBits);
        }),
      );
    },
  );

  it('are laid out as the game lays them out', () => {
    const integer: SendProperty = { type: 'int', name: 'h', flags: 1, lowValue: 0, highValue: 0, bits: 11 };
    const tables = [{ name: 'T', needsDecoder: true, properties: [integer] }];
    const reader = new BitReader(
      encode({ tables, classes: [{ id: 5, name: 'C', tableName: 'T' }] }).toBytes(),
    );
    expect([reader.readUint(1), reader.readUint(1), reader.readString(), reader.readUint(10)]).toEqual([
      1,
      1,
      'T',
      1,
    ]);
    expect([reader.readUint(5), reader.readString(), reader.readUint(16)]).toEqual([0, 'h', 1]);
    expect([reader.readFloat32(), reader.readFloat32(), reader.readUint(7)]).toEqual([0, 0, 11]);
    expect([reader.readUint(1), reader.readUint(16), reader.readUint(16)]).toEqual([0, 1, 5]);
    expect([reader.readString(), reader.readString()]).toEqual(['C', 'T']);
    expect(reader.bitsLeft).toBeLessThan(8);
  });

  it('of old games number their types without the vector of two components', () => {
    const text: SendProperty = { type: 'string', name: '', flags: 0, lowValue: 0, highValue: 0, bits: 0 };
    const typeAt = (network: number): (number | undefined)[] =>
      wireProtocolsOf(network).map((protocol) => {
        const tables = [{ name: '', needsDecoder: false, properties: [text] }];
        const reader = new BitReader(encode({ tables, classes: [] }, protocol).toBytes());
        reader.skip(1 + 1 + 8 + 10);
        return reader.readUint(5);
      });
    expect(typeAt(24)).toEqual([4]);
    expect(typeAt(15)).toEqual([4, 3]);
    expect(typeAt(14)).toEqual([3]);
  });

  it('cut anywhere are a broken message, never less than was there', () => {
    const tables = [{ name: 'T', needsDecoder: false, properties: [] }];
    const bytes = encode({ tables, classes: [{ id: 0, name: 'C', tableName: 'T' }] }).toBytes();
    for (let length = 0; length < bytes.length - 1; length++) {
      expect(() => decode(bytes.subarray(0, length))).toThrow(DemoFormatError);
    }
  });

  it('of any bytes are data tables or a DemoFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(7, 14, 15, 24), (bytes, network) => {
        for (const protocol of wireProtocolsOf(network)) {
          try {
            expect(decode(bytes, protocol).tables.length).toBeLessThan(400);
          } catch (error) {
            expect(error).toBeInstanceOf(DemoFormatError);
          }
        }
      }),
    );
  });

  it('refuse to be read when they hold more than any game has', () => {
    // A table is 20 bits here: `1`, no decoder, an empty name, no properties.
    const writer = new BitWriter();
    for (let i = 0; i < 4097; i++) writer.writeUint(1, 20);
    expect(() => decode(writer.toBytes())).toThrow('more than 4096 tables');
    const many = new BitWriter();
    for (let i = 0; i < 129 * 1023; i++) {
      // A table begins before every 1023rd property, each of which is 37 bits: a table without names.
      if (i % 1023 === 0) many.writeUint(1 | (1023 << 10), 20);
      many.writeUint(6, 32);
      many.writeUint(0, 5);
    }
    expect(() => decode(many.toBytes())).toThrow('131072 properties');
    const properties: SendProperty[] = Array.from({ length: 1023 }, () => ({
      type: 'data-table',
      name: '',
      flags: 0,
      tableName: '',
    }));
    const tables = Array.from({ length: 129 }, () => ({ name: '', needsDecoder: false, properties }));
    expect(() => encode({ tables, classes: [] })).toThrow(RangeError);
  });

  it('name the type of property that does not exist, and where', () => {
    const writer = new BitWriter();
    writer.writeUint(1, 1 + 1 + 8);
    writer.writeUint(1, 10);
    writer.writeUint(7, 5);
    expect(() => decode(writer.toBytes())).toThrow(
      expect.objectContaining({ offset: 2, reason: expect.stringContaining('type 7') }) as DemoFormatError,
    );
  });

  it('refuse a name too long to be one, for paths are made of them', () => {
    const tables = [{ name: 'x'.repeat(255), needsDecoder: false, properties: [] }];
    expect(decode(encode({ tables, classes: [] }).toBytes()).tables).toEqual(tables);
    const writer = new BitWriter();
    writer.writeUint(1, 2);
    writer.writeString('x'.repeat(256));
    expect(() => decode(writer.toBytes())).toThrow('a name is 256 characters long');
  });

  it.each<[string, Partial<SendProperty>]>([
    ['a name with a NUL', { name: 'a\0b' }],
    ['half a character in a name', { name: '\ud83d' }],
    ['a name too long', { name: 'x'.repeat(256) }],
    ['flags of more than 16 bits', { flags: 0x10000 }],
    ['a bound that is no 32-bit float', { lowValue: 0.1 }],
    ['a bit count of more than 7 bits', { bits: 128 }],
    ['an array longer than 10 bits tell', { type: 'array', elementCount: 1024 }],
    ['an array without its length', { type: 'array' }],
    ['a table in a table without its name', { type: 'data-table' }],
    ['an exclusion without its table', { flags: SEND_FLAGS.exclude }],
  ])('refuse to be written with %s', (_, broken) => {
    const whole: SendProperty = { type: 'int', name: 'a', flags: 0, lowValue: 0, highValue: 0, bits: 1 };
    const properties = [{ ...whole, ...broken }];
    expect(() => encode({ tables: [{ name: 'T', needsDecoder: false, properties }], classes: [] })).toThrow(
      RangeError,
    );
  });

  it('refuse to be written with a class id of more than 16 bits, or an old type that is not there', () => {
    expect(() => encode({ tables: [], classes: [{ id: 65_536, name: '', tableName: '' }] })).toThrow(
      RangeError,
    );
    const vector: SendProperty = {
      type: 'vector-xy',
      name: 'v',
      flags: 0,
      lowValue: 0,
      highValue: 1,
      bits: 1,
    };
    const tables = [{ name: 'T', needsDecoder: false, properties: [vector] }];
    for (const protocol of wireProtocolsOf(14)) {
      expect(() => encode({ tables, classes: [] }, protocol)).toThrow('no properties of type vector-xy');
    }
  });
});
