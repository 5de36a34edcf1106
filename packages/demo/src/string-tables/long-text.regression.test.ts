import { describe, expect, it } from 'vitest';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { MAX_TEXT_BYTES } from './byte-text.ts';
import { createStringTable } from './encode-string-table-messages.ts';
import { EntryRoom } from './entry-room.ts';
import { StringTables } from './string-tables.ts';

const UPDATES = 60_000;

describe('an entry with a long text', () => {
  // Not a measure of speed: this took minutes when every update went through all of the text.
  it.each(['a', 'ä', '\u00ff'])('costs updates of three bits nothing: %j', (letter) => {
    let told = 0;
    const tables = new StringTables({ isWanted: () => true, onEntry: () => told++ });
    tables.create(
      createStringTable({ name: 'x', maxEntries: 1, updates: [{ index: 0, text: letter.repeat(2000) }] }),
    );
    const writer = new BitWriter();
    for (let i = 0; i < UPDATES; i++) writer.writeUint(0, 3);
    const data = writer.toBitString();
    tables.update({ type: 'svc_UpdateStringTable', tableId: 0, entryCount: UPDATES, data });
    expect(told).toBe(1 + UPDATES);
  });

  it('is repeated by others from its beginning, in bytes', () => {
    const texts: string[] = [];
    const tables = new StringTables({
      isWanted: () => true,
      onEntry: (_t, _i, { text }) => texts.push(text),
    });
    const long = `${'a'.repeat(30)}😀 and more`;
    tables.create(
      createStringTable({
        name: 'x',
        maxEntries: 4,
        updates: [
          { index: 0, text: long },
          { index: 1, text: long },
        ],
      }),
    );
    expect(texts).toEqual([long, long]);
  });

  it('is refused where the engine would have no room for it, by reader and writer', () => {
    const tables = new StringTables({ isWanted: () => true, onEntry: () => undefined });
    const table = { name: 'x', maxEntries: 1 } as const;
    expect(() =>
      createStringTable({ ...table, updates: [{ index: 0, text: 'a'.repeat(MAX_TEXT_BYTES) }] }),
    ).toThrow(RangeError);
    const writer = new BitWriter();
    // The next entry, with a text that is not a repetition.
    writer.writeUint(0b011, 3);
    for (let i = 0; i < 5000; i++) writer.writeUint(97, 8);
    writer.writeUint(0, 9);
    const message = createStringTable({ ...table, updates: [] });
    expect(() => tables.create({ ...message, entryCount: 1, data: writer.toBitString() })).toThrow(
      DemoFormatError,
    );
  });
});

describe('string tables made to fill memory', () => {
  it('share one room, and what is put into it anew leaves none behind', () => {
    const room = new EntryRoom();
    const large = { text: 'x', userData: new Uint8Array(2 ** 20) };
    for (let i = 0; i < 1000; i++) room.exchange(i === 0 ? undefined : large, large);
    for (let i = 1; i < 63; i++) room.exchange(undefined, large);
    expect(() => room.exchange(undefined, large)).toThrow('the string tables hold more than 67108864 bytes');
    room.exchange(large, { text: 'x', userData: undefined });
    room.exchange(undefined, large);
  });

  it('of one name are one: only the first is kept', () => {
    const told: number[] = [];
    const tables = new StringTables({ isWanted: () => true, onEntry: ({ id }) => told.push(id) });
    const userinfo = createStringTable({
      name: 'userinfo',
      maxEntries: 4,
      updates: [{ index: 0, text: '0' }],
    });
    tables.create(userinfo);
    tables.create(userinfo);
    expect(told).toEqual([0]);
    expect(tables.byName('userinfo')?.id).toBe(0);
    expect(tables.tables).toHaveLength(2);
  });
});
