import { Demo } from '@demostf/demo.js';
import { type Entry, emptyReading, type Reading, type Value } from './reading.ts';

type Parser = ReturnType<Demo['getParser']>;
type PeerMessage = ReturnType<Parser['getMessages']> extends Iterable<infer M> ? M : never;
type PacketMessage = Extract<PeerMessage, { packets: unknown }>;
type Packet = PacketMessage['packets'][number];
type PeerTable = Extract<Packet, { packetType: 'createStringTable' }>['table'];
type PeerEntry = PeerTable['entries'][number];
type PeerEntity = Extract<Packet, { packetType: 'packetEntities' }>['entities'][number];
type PeerValue = PeerEntity['props'][number]['value'];

/** Entities, but not effects: those of some games it cannot read. */
const ENTITIES = 1;
const ENTER = 1;
const DELETE = 4;
const LEAVE = 2;

/** Reads a recording with the peer; of one that is cut, what comes before the command it is cut in. */
export function readWithPeer(demo: Uint8Array, { isCut }: { readonly isCut: boolean }): Reading {
  const reading = emptyReading();
  const created: PeerTable[] = [];
  // A copy: the peer takes all of a buffer.
  const parser = new Demo(demo.slice().buffer).getParser(ENTITIES);
  try {
    for (const message of parser.getMessages()) takeMessage(reading, created, message);
  } catch (error) {
    // It throws where a cut recording ends.
    if (!isCut) throw error;
  }
  return reading;
}

function takeMessage(reading: Reading, created: PeerTable[], message: PeerMessage): void {
  if ('packets' in message) {
    for (const packet of message.packets) takePacket(reading, created, packet);
  } else if ('serverClasses' in message) {
    const tables = new Map(message.tables.map((table) => [table.name, table]));
    for (const { id, name, dataTable } of message.serverClasses) {
      const properties = tables.get(dataTable)?.flattenedProps.map(({ fullName }) => fullName) ?? [];
      reading.classes.push({ id, name, properties });
    }
  } else if ('tables' in message) {
    // It keeps what sign-on brought; the snapshot is what is right (docs/demo-format.md, "Snapshot").
    for (const { name, entries } of message.tables) {
      const table = created.find((each) => each.name === name);
      if (table !== undefined)
        reading.tables.set(
          name,
          entries.map((entry) => asSent(table, entryOf(entry))),
        );
    }
  }
}

/** A snapshot holds whole bytes of data that is sent as fewer bits, with anything in the others. */
function asSent({ fixedUserDataSizeBits = 0 }: PeerTable, entry: Entry): Entry {
  if (fixedUserDataSizeBits === 0 || fixedUserDataSizeBits > 8 || entry.data === undefined) return entry;
  const sent = Number.parseInt(entry.data, 16) & ((1 << fixedUserDataSizeBits) - 1);
  return { text: entry.text, data: sent.toString(16).padStart(2, '0') };
}

function takePacket(reading: Reading, created: PeerTable[], packet: Packet): void {
  reading.messages.push(packet.packetType);
  switch (packet.packetType) {
    case 'gameEvent':
      reading.events.push({ name: packet.event.name, values: { ...packet.event.values } });
      return;
    case 'createStringTable':
      created.push(packet.table);
      reading.tables.set(packet.table.name, packet.table.entries.map(entryOf));
      return;
    case 'updateStringTable':
      takeUpdate(reading.tables.get(created[packet.tableId]?.name ?? '') ?? [], packet.entries);
      return;
    case 'packetEntities':
      // It goes on with what was there before an update that tells everything.
      if (packet.delta === 0) reading.things.clear();
      for (const entity of packet.entities) takeEntity(reading, entity);
      for (const index of packet.removedEntities) reading.things.delete(index);
      return;
    case 'userMessage':
      if (packet.userMessageType === 'sayText2') {
        const { client, kind, from, text } = packet;
        reading.lines.push({ client, kind, from, text });
      } else if (packet.userMessageType === 'textMsg') {
        reading.lines.push({ client: undefined, kind: 'TextMsg', from: undefined, text: packet.text });
      }
  }
}

/** An entry keeps its text; the peer forgets that of entries which came by an update. */
function takeUpdate(table: (Entry | undefined)[], updates: readonly PeerEntry[]): void {
  updates.forEach((update, index) => {
    const { text, data } = entryOf(update);
    table[index] = { text: table[index]?.text ?? text, data };
  });
}

function takeEntity({ things }: Reading, { entityIndex, pvs, serverClass, props }: PeerEntity): void {
  if (pvs === LEAVE + DELETE) things.delete(entityIndex);
  if (pvs === ENTER) things.set(entityIndex, { className: serverClass.name, values: new Map() });
  const values = things.get(entityIndex)?.values;
  for (const { definition, value } of props) {
    if (value !== null) values?.set(definition.fullName, spell(value));
  }
}

function spell(value: NonNullable<PeerValue>): Value {
  if (Array.isArray(value)) return value.map(spell);
  if (typeof value === 'object') return [value.x, value.y, value.z];
  return value;
}

function entryOf(entry: PeerEntry): Entry {
  const { extraData } = entry;
  // Entries without text have none here, whatever its types say.
  const text: string | undefined = entry.text;
  if (extraData === undefined) return { text: text ?? '', data: undefined };
  const { index } = extraData;
  extraData.index = 0;
  let data = '';
  while (extraData.bitsLeft > 0) {
    data += extraData.readBits(Math.min(8, extraData.bitsLeft), false).toString(16).padStart(2, '0');
  }
  extraData.index = index;
  return { text: text ?? '', data };
}
