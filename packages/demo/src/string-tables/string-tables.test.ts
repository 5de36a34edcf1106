import { describe, expect, it } from 'vitest';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import type { SvcCreateStringTable } from '../messages/svc-create-string-table.ts';
import { compressEntries } from './compressed-entries.ts';
import { createStringTable, updateStringTable } from './encode-string-table-messages.ts';
import { encodeSnapshot, type StringTableSnapshot } from './snapshot.ts';
import { StringTables } from './string-tables.ts';

const userinfo = createStringTable({
  name: 'userinfo',
  maxEntries: 256,
  updates: [
    { index: 0, text: '0', userData: Uint8Array.of(1) },
    { index: 1, text: '1' },
  ],
});
const precache = createStringTable({
  name: 'soundprecache',
  maxEntries: 16,
  fixedUserData: { bytes: 1, bits: 2 },
  updates: [{ index: 0, text: 'a.wav', userData: Uint8Array.of(3) }],
});

function listening(isWanted: (name: string) => boolean = () => true) {
  const heard: string[] = [];
  const tables = new StringTables({
    isWanted,
    onEntry: (table, index, { text, userData }) => {
      heard.push(`${table.name} ${index} ${text} ${userData === undefined ? 'empty' : [...userData]}`);
    },
  });
  return { tables, heard };
}

function snapshotOf(tables: readonly StringTableSnapshot[]): BitReader {
  const writer = new BitWriter();
  encodeSnapshot(writer, tables);
  return new BitReader(writer.toBytes());
}

/** Entry data that nobody could read: the stated sizes come first. */
function packed(uncompressedBytes: number, compressedBytes: number, method: string): SvcCreateStringTable {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, uncompressedBytes, true);
  view.setUint32(4, compressedBytes, true);
  bytes.set(new TextEncoder().encode(method), 8);
  return { ...userinfo, isCompressed: true, data: { bytes, bits: bytes.length * 8 } };
}

describe('StringTables', () => {
  it('number tables in the order they are created, and find them by name', () => {
    const { tables, heard } = listening();
    tables.create(precache);
    tables.create(userinfo);
    expect(tables.byName('userinfo')).toMatchObject({ id: 1, maxEntries: 256, isWanted: true });
    expect(tables.tables.map(({ name }) => name)).toEqual(['soundprecache', 'userinfo']);
    expect(heard).toEqual(['soundprecache 0 a.wav 3', 'userinfo 0 0 1', 'userinfo 1 1 empty']);
  });

  it('empty an entry when an update brings no data, and keep what it is called', () => {
    const { tables, heard } = listening();
    tables.create(userinfo);
    const table = tables.byName('userinfo');
    if (table === undefined) throw new Error('no table');
    tables.update(updateStringTable(table, [{ index: 0 }]));
    tables.update(updateStringTable(table, [{ index: 1, text: 'renamed', userData: Uint8Array.of(7) }]));
    tables.update(updateStringTable(table, [{ index: 2, text: '2' }, { index: 4 }]));
    expect(heard.slice(2)).toEqual([
      'userinfo 0 0 empty',
      'userinfo 1 1 7',
      'userinfo 2 2 empty',
      'userinfo 4  empty',
    ]);
    expect(table.entries[0]).toEqual({ text: '0', userData: undefined });
    expect(table.entries[3]).toBeUndefined();
  });

  it('unpack a table that went through Snappy', () => {
    const updates = Array.from({ length: 100 }, (_, index) => ({
      index,
      text: `models/props/crate_${index}.mdl`,
    }));
    const { tables } = listening();
    tables.create(createStringTable({ name: 'modelprecache', maxEntries: 128, updates, isCompressed: true }));
    expect(tables.byName('modelprecache')?.entries.map((entry) => entry?.text)).toEqual(
      updates.map(({ text }) => text),
    );
  });

  it('never look at the entries of a table nobody wants', () => {
    const asked: string[] = [];
    const { tables, heard } = listening((name) => {
      asked.push(name);
      return name === 'userinfo';
    });
    const unreadable = { bytes: new Uint8Array(), bits: 0 };
    tables.create({ ...precache, data: unreadable });
    tables.create({ ...packed(0xffffffff, 0xffffffff, 'SNAP'), tableName: 'Scenes' });
    tables.create(userinfo);
    tables.update({ type: 'svc_UpdateStringTable', tableId: 0, entryCount: 65_535, data: unreadable });
    tables.readSnapshot(
      snapshotOf([
        {
          name: 'soundprecache',
          entries: [{ text: 'b.wav', userData: undefined }],
          clientEntries: undefined,
        },
      ]),
    );
    expect(asked).toEqual(['soundprecache', 'Scenes', 'userinfo']);
    expect([0, 1, 2, 3].map((id) => tables.isWanted(id))).toEqual([false, false, true, false]);
    expect(tables.byName('soundprecache')?.entries).toEqual([]);
    expect(heard).toEqual(['userinfo 0 0 1', 'userinfo 1 1 empty']);
  });

  it('take a snapshot for newer than sign-on, and tell only what differs', () => {
    const { tables, heard } = listening();
    tables.create(userinfo);
    tables.create(precache);
    heard.length = 0;
    const reader = snapshotOf([
      {
        name: 'userinfo',
        entries: [
          { text: '0', userData: Uint8Array.of(1) },
          { text: '1', userData: Uint8Array.of(2) },
          { text: '2', userData: undefined },
        ],
        clientEntries: [{ text: 'only here', userData: undefined }],
      },
      // Whole bytes: the six bits that are never sent hold anything.
      {
        name: 'soundprecache',
        entries: [{ text: 'a.wav', userData: Uint8Array.of(255) }],
        clientEntries: undefined,
      },
      { name: 'never created', entries: [{ text: 'x', userData: undefined }], clientEntries: undefined },
    ]);
    tables.readSnapshot(reader);
    expect(reader.bitsLeft).toBeGreaterThan(100); // Behind the last table that is wanted nothing is read.
    expect(heard).toEqual(['userinfo 1 1 2', 'userinfo 2 2 empty']);
    expect(tables.byName('soundprecache')?.entries).toEqual([{ text: 'a.wav', userData: Uint8Array.of(3) }]);
    expect(tables.byName('never created')).toBeUndefined();
  });

  it('empty the entries a snapshot no longer has', () => {
    const { tables, heard } = listening();
    tables.create(userinfo);
    heard.length = 0;
    tables.readSnapshot(snapshotOf([{ name: 'userinfo', entries: [], clientEntries: undefined }]));
    expect(heard).toEqual(['userinfo 0 0 empty']);
    expect(tables.byName('userinfo')?.entries).toEqual([]);
  });

  it('keep the tables of a snapshot that were whole before it was cut', () => {
    const { tables } = listening();
    tables.create(userinfo);
    tables.create(precache);
    const writer = new BitWriter();
    encodeSnapshot(writer, [
      { name: 'userinfo', entries: [{ text: 'new', userData: undefined }], clientEntries: undefined },
      {
        name: 'soundprecache',
        entries: [{ text: 'new.wav', userData: undefined }],
        clientEntries: undefined,
      },
    ]);
    const cut = new BitReader(writer.toBytes().subarray(0, -3));
    expect(() => tables.readSnapshot(cut)).toThrow(DemoFormatError);
    expect(tables.byName('userinfo')?.entries[0]?.text).toBe('new');
    expect(tables.byName('soundprecache')?.entries[0]?.text).toBe('a.wav');
  });

  it('begin anew with a level', () => {
    const { tables } = listening();
    tables.create(precache);
    tables.clear();
    tables.create(userinfo);
    expect(tables.byName('soundprecache')).toBeUndefined();
    expect(tables.byName('userinfo')?.id).toBe(0);
  });

  it('count a table whose entries are broken, so that the next has its number', () => {
    const { tables } = listening();
    expect(() => tables.create({ ...userinfo, entryCount: 3 })).toThrow(DemoFormatError);
    tables.create(precache);
    expect(tables.byName('userinfo')?.entries.length).toBe(2);
    expect(tables.byName('soundprecache')?.id).toBe(1);
  });

  it('refuse an update of a table that does not exist, and more tables than can be updated', () => {
    const { tables } = listening();
    const update = { type: 'svc_UpdateStringTable', tableId: 5, entryCount: 0, data: userinfo.data } as const;
    expect(() => tables.update(update)).toThrow('there is no string table 5 to update');
    for (let id = 0; id < 32; id++) tables.create(userinfo);
    expect(() => tables.create(userinfo)).toThrow('more than 32 string tables');
  });

  it.each([
    [
      'claims to come from 4 GB',
      packed(8, 0xffffffff, 'SNAP'),
      'claims 4294967295 compressed bytes of 160 bits',
    ],
    ['claims one byte too many', packed(8, 13, 'SNAP'), 'claims 13 compressed bytes of 160 bits'],
    ['claims less than its own head', packed(8, 3, 'SNAP'), 'claims 3 compressed bytes'],
    ['claims to be 4 GB', packed(0xffffffff, 12, 'SNAP'), 'claims 4294967295 bytes in 12'],
    [
      'claims to be 100 MB of 8 bytes',
      packed(100_000_000, 12, 'SNAP'),
      'cannot unpack to the 100000000 bytes',
    ],
    ['claims to be 100 MB of LZSS', packed(100_000_000, 12, 'LZSS'), 'cannot unpack to the 100000000 bytes'],
    ['is packed in an unknown way', packed(8, 12, 'LZMA'), 'in a way nobody knows'],
  ])('refuse packed entries whose data %s', (_, message, reason) => {
    const create = () => listening().tables.create(message);
    expect(create).toThrow(DemoFormatError);
    expect(create).toThrow(reason);
  });

  it('refuse packed entries cut at any byte', () => {
    const { bytes } = compressEntries(userinfo.data.bytes);
    for (let length = 0; length < bytes.length; length++) {
      const data = { bytes: bytes.subarray(0, length), bits: length * 8 };
      expect(() => listening().tables.create({ ...userinfo, isCompressed: true, data })).toThrow(
        DemoFormatError,
      );
    }
    const data = { bytes, bits: bytes.length * 8 };
    expect(() => listening().tables.create({ ...userinfo, isCompressed: true, data })).not.toThrow();
  });
});
