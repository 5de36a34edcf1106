import { BitWriter } from '../../src/bits/bit-writer.ts';
import { type Command, encodeCommand } from '../../src/commands/encode-command.ts';
import { encodeDataTables } from '../../src/data-tables/data-tables-codec.ts';
import { SEND_FLAGS } from '../../src/data-tables/send-flags.ts';
import type { DataTables, SendProperty } from '../../src/data-tables/send-table.ts';
import { encodeMessage, type Message } from '../../src/messages/message.ts';
import { createStringTable } from '../../src/string-tables/encode-string-table-messages.ts';
import { encodeMessages, header, PROTOCOL_24, packet, serverInfo } from '../small-demo.ts';
import { gameEventList } from './rich-events.ts';

// Nothing here can be written with the encoders of entities: they would not let us.

/** The widest class there can be, from two tables: 4092 vectors of 3 bits. */
const ONE_BIT = { flags: 0, lowValue: 0, highValue: 1, bits: 1 };
const vectors = Array.from({ length: 1023 }, (_, i) => ({
  type: 'vector' as const,
  name: `v${i}`,
  ...ONE_BIT,
}));
const fourTimes = Array.from({ length: 4 }, (_, i) => ({
  type: 'data-table' as const,
  name: `${i}`,
  flags: 0,
  tableName: 'DT_Vectors',
}));
const WIDE = [
  { name: 'DT_Vectors', needsDecoder: false, properties: vectors },
  { name: 'DT_Wide', needsDecoder: false, properties: fourTimes },
];
const wideClasses = (count: number): DataTables['classes'] =>
  Array.from({ length: count }, (_, id) => ({ id, name: '', tableName: 'DT_Wide' }));

function demo(commands: readonly Command[]): Uint8Array {
  return new Uint8Array(Buffer.concat([header(), ...commands.map(encodeCommand)]));
}

function signon(...messages: Message[]): Command {
  return packet('signon', 0, encodeMessages([serverInfo(0.015), ...messages]));
}

function dataTables(tables: DataTables): Command {
  const writer = new BitWriter();
  encodeDataTables(writer, tables, PROTOCOL_24);
  return { type: 'data-tables', tick: 0, payload: writer.toBytes() };
}

function packetOf(count: number, message: (number: number) => Message): Command {
  const writer = new BitWriter();
  for (let i = 0; i < count; i++) encodeMessage(writer, message(i), PROTOCOL_24);
  return packet('packet', 1, writer.toBytes());
}

function bits(write: (writer: BitWriter) => void): { bytes: Uint8Array; bits: number } {
  const writer = new BitWriter();
  write(writer);
  return writer.toBitString();
}

function packetEntities(
  updatedEntries: number,
  write: (writer: BitWriter) => void,
  { isDelta = true, updatesBaseline = false } = {},
): Message {
  return {
    type: 'svc_PacketEntities',
    maxEntries: 2047,
    deltaFromTick: isDelta ? 1 : undefined,
    baselineIndex: 0,
    updatedEntries,
    updatesBaseline,
    data: bits(write),
  };
}

interface Entering {
  readonly skip?: number;
  readonly classId?: number;
  readonly idBits?: number;
  readonly serial?: number;
  readonly isEnded?: boolean;
}

function enter(
  writer: BitWriter,
  { skip = 0, classId = 0, idBits = 2, serial = 1, isEnded = true }: Entering = {},
): void {
  writer.writeUbitVar(skip);
  writer.writeUint(2, 2);
  writer.writeUint(classId, idBits);
  writer.writeUint(serial, 10);
  if (isEnded) writer.writeBoolean(false);
}

/** The largest message of the widest entities, again and again under other serials. */
export function wideEntities(): Uint8Array {
  const message = (serial: number) =>
    packetEntities(
      2000,
      (writer) => {
        for (let i = 0; i < 2000; i++) enter(writer, { serial: serial & 1023 });
      },
      { updatesBaseline: true },
    );
  return demo([signon(), dataTables({ tables: WIDE, classes: wideClasses(2) }), packetOf(6, message)]);
}

/** Thousands of classes of the widest kind, each met once. */
export function manyWideClasses(): Uint8Array {
  const message = (classId: number) => packetEntities(1, (writer) => enter(writer, { classId, idBits: 14 }));
  return demo([
    signon(),
    dataTables({ tables: WIDE, classes: wideClasses(10_000) }),
    packetOf(10_000, message),
  ]);
}

/** Arrays as long as can be, of elements as short as can be, in every entity there may be. */
export function longArrays(): Uint8Array {
  const element: SendProperty = { type: 'vector', name: 'e', ...ONE_BIT, flags: SEND_FLAGS.insideArray };
  const array: SendProperty = { type: 'array', name: 'a', flags: 0, elementCount: 1023 };
  const properties = Array.from({ length: 40 }, () => [element, array]).flat();
  const tables = [{ name: 'DT_Wide', needsDecoder: false, properties }];
  const message = (i: number) =>
    packetEntities(1, (writer) => {
      enter(writer, { skip: i, isEnded: false });
      for (let told = 0; told < 40; told++) {
        writer.writeBoolean(true);
        writer.writeUbitVar(0);
        writer.writeUint(1023, 10);
        for (let each = 0; each < 1023; each++) writer.writeUint(0, 3);
      }
      writer.writeBoolean(false);
    });
  return demo([signon(), dataTables({ tables, classes: wideClasses(2) }), packetOf(300, message)]);
}

/** A baseline that breaks at its very end, asked for again and again. */
export function brokenBaseline(): Uint8Array {
  const { bytes } = bits((writer) => {
    for (let i = 0; i < 4092; i++) {
      writer.writeBoolean(true);
      writer.writeUbitVar(0);
      writer.writeUint(7, 3);
    }
    writer.writeBoolean(true);
    writer.writeUbitVar(9);
  });
  const table = createStringTable({
    name: 'instancebaseline',
    maxEntries: 16,
    updates: [{ index: 0, text: '0', userData: bytes }],
  });
  return demo([
    signon(table),
    dataTables({ tables: WIDE, classes: wideClasses(2) }),
    packetOf(20_000, () => packetEntities(1, enter)),
  ]);
}

/** One entity at the last place, and then nothing but messages that copy the baselines. */
export function copiedBaselines(): Uint8Array {
  const tables = [
    { name: 'DT_Wide', needsDecoder: false, properties: [{ ...ONE_BIT, type: 'int' as const, name: 'n' }] },
  ];
  const first = packetEntities(1, (writer) => enter(writer, { skip: 2047 }), { updatesBaseline: true });
  const copy: Message = {
    ...packetEntities(0, (writer) => writer.writeBoolean(false), { updatesBaseline: true }),
    baselineIndex: 1,
  } as Message;
  return demo([
    signon(),
    dataTables({ tables, classes: wideClasses(2) }),
    packetOf(1, () => first),
    packetOf(250_000, () => copy),
  ]);
}

/** An event of very many fields that are never sent, many times. */
export function eventOfLocalFields(): Uint8Array {
  const fields = Array.from({ length: 90_000 }, () => ({ name: '', type: 'local' as const }));
  const event: Message = { type: 'svc_GameEvent', data: bits((writer) => writer.writeUint(1, 9)) };
  return demo([signon(gameEventList([{ id: 1, name: 'x', fields }])), packetOf(250_000, () => event)]);
}

/** The list of game events in every packet. */
export function manyEventLists(): Uint8Array {
  const list = gameEventList(Array.from({ length: 511 }, (_, id) => ({ id, name: '', fields: [] })));
  return demo([signon(), packetOf(200, () => list)]);
}

/** Text without an end in every packet. */
export function endlessText(): Uint8Array {
  const payload = new Uint8Array(10_000).fill(7);
  return demo([signon(), ...Array.from({ length: 200 }, () => packet('packet', 1, payload))]);
}

/** A new level in every message. */
export function manyLevels(): Uint8Array {
  return demo([
    signon(),
    dataTables({ tables: WIDE, classes: wideClasses(2) }),
    packetOf(2000, (i) => (i % 2 === 0 ? serverInfo(0.015) : packetEntities(1, enter))),
  ]);
}
