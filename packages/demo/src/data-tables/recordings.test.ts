import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { COMMAND_TYPES, headBytesOf } from '../commands/command-layout.ts';
import { DEMO_HEADER_BYTES } from '../header/demo-header.ts';
import type { WireProtocol } from '../messages/wire-protocol.ts';
import { decodeDataTables, encodeDataTables } from './data-tables-codec.ts';
import { flattenClass, tablesByName } from './flatten-class.ts';
import type { DataTables, FlatProperty } from './send-table.ts';

/** The payload of the first data-tables command. */
function findDataTables(demo: Uint8Array): Uint8Array {
  const view = new DataView(demo.buffer, demo.byteOffset, demo.byteLength);
  for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
    const type = demo[at] ?? 0;
    const payloadAt = at + headBytesOf(type);
    const end = payloadAt + (type === COMMAND_TYPES['sync-tick'] ? 0 : view.getInt32(payloadAt - 4, true));
    if (type === COMMAND_TYPES['data-tables']) return demo.subarray(payloadAt, end);
    at = end;
  }
  throw new Error('This recording holds no data tables.');
}

function read(name: string): {
  payload: Uint8Array;
  protocol: WireProtocol;
  dataTables: DataTables;
  bitsLeft: number;
} {
  const demo = readRecording(name);
  const protocol = { network: demo[12] ?? 0, messageTypeBits: 6 } as const;
  const payload = findDataTables(demo);
  const reader = new BitReader(payload);
  return { payload, protocol, dataTables: decodeDataTables(reader, protocol), bitsLeft: reader.bitsLeft };
}

function flattenAll({ tables, classes }: DataTables): ReadonlyMap<string, readonly FlatProperty[]> {
  const named = tablesByName(tables);
  return new Map(classes.map((serverClass) => [serverClass.name, flattenClass(named, serverClass)]));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe.skipIf(areRecordingsAbsent)(`data tables of real recordings${recordingsNote}`, () => {
  it.each([
    ['hl2dm-stv-airfusion.dem', 290, 210, 15_665],
    ['portal-pov-protocol15.dem', 269, 222, 15_769],
    ['portal-pov.dem', 270, 222, 16_251],
    ['tf2-pov-gullywash.dem', 476, 336, 37_315],
    ['tf2-pov-itemtest.dem', 518, 363, 50_093],
    ['tf2-pov-steel-2024.dem', 518, 363, 53_700],
    ['tf2-stv-gullywash-cut-256k.dem', 462, 324, 36_218],
  ])('read whole from %s, and are written to the same bits', (name, tables, classes, properties) => {
    const { payload, protocol, dataTables, bitsLeft } = read(name);
    expect(dataTables.tables).toHaveLength(tables);
    expect(dataTables.classes).toHaveLength(classes);
    expect(bitsLeft).toBeLessThan(8);
    const writer = new BitWriter();
    encodeDataTables(writer, dataTables, protocol);
    expect(writer.positionBits).toBe(payload.length * 8 - bitsLeft);
    expect(Buffer.from(payload).equals(writer.toBytes())).toBe(true);
    expect(sum([...flattenAll(dataTables).values()].map((flat) => flat.length))).toBe(properties);
  });

  it('give players and their scores as many properties as entities are written with', () => {
    const flat = flattenAll(read('tf2-pov-steel-2024.dem').dataTables);
    expect(flat.get('CTFPlayerResource')).toHaveLength(3675);
    expect(flat.get('CTFPlayer')).toHaveLength(881);
    const attributes = [...flat.values()].map((properties) =>
      properties.filter(
        ({ tableName, property }) =>
          tableName === 'DT_ScriptCreatedAttribute' && property.name === 'm_iRawValue32',
      ),
    );
    // The same table and name eighty times in a class: only index and path tell them apart.
    const most = attributes.reduce((a, b) => (b.length > a.length ? b : a));
    expect(most).toHaveLength(80);
    expect(new Set(most.map(({ path }) => path)).size).toBe(80);
  });

  it('name the classes another reader names', () => {
    const file = '../../../../../shared/demos/expected/tf2-pov-gullywash.final-state.json';
    const expected = JSON.parse(readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8'));
    const { classes } = read('tf2-pov-gullywash.dem').dataTables;
    expect(classes.map(({ id, name, tableName }) => ({ id, name, data_table: tableName }))).toEqual(
      expected.server_classes,
    );
  });
});
