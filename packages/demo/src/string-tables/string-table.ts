import { type ByteText, type EntryText, entryTextOf } from './byte-text.ts';
import type { EntryRoom } from './entry-room.ts';
import type { EntryTarget, StringTableLayout } from './string-table-entries.ts';

/** One entry of a string table; a change makes a new one. */
export interface StringTableEntry extends EntryText {
  /** `undefined` where there is none: in `userinfo`, a slot whose player has left. */
  readonly userData: Uint8Array | undefined;
}

/** One of the numbered lists a game server shares with its clients. */
export interface StringTable extends StringTableLayout {
  /** Tables are numbered in the order they are created. */
  readonly id: number;
  readonly name: string;
  /** Whether somebody asked for its entries; there are none otherwise. */
  readonly isWanted: boolean;
  /** By index. One is `undefined` only where a message was lost: game servers leave no gaps. */
  readonly entries: readonly (StringTableEntry | undefined)[];
}

/** Hears of every entry that has changed; it must not change the table. */
export type StringTableListener = (table: StringTable, index: number, entry: StringTableEntry) => void;

/** A string table as the reader fills it. */
export class FillableStringTable implements StringTable, EntryTarget {
  readonly id: number;
  readonly name: string;
  readonly maxEntries: number;
  readonly fixedUserData: StringTableLayout['fixedUserData'];
  readonly isWanted: boolean;
  readonly #onEntry: StringTableListener;
  readonly #room: EntryRoom;
  #entries: (StringTableEntry | undefined)[] = [];

  constructor(
    description: Pick<StringTable, 'id' | 'name' | 'maxEntries' | 'fixedUserData' | 'isWanted'>,
    options: { readonly onEntry: StringTableListener; readonly room: EntryRoom },
  ) {
    this.id = description.id;
    this.name = description.name;
    this.maxEntries = description.maxEntries;
    this.fixedUserData = description.fixedUserData;
    this.isWanted = description.isWanted;
    this.#onEntry = options.onEntry;
    this.#room = options.room;
  }

  get entries(): readonly (StringTableEntry | undefined)[] {
    return this.#entries;
  }

  /** An entry keeps its text for ever, and loses its user data when an update brings none. */
  put(index: number, text: ByteText | undefined, userData: Uint8Array | undefined): EntryText {
    const before = this.#entries[index];
    const entry = entryOf(before ?? entryTextOf(text ?? ''), userData);
    this.#room.exchange(before, entry);
    this.#entries[index] = entry;
    this.#onEntry(this, index, entry);
    return entry;
  }

  /**
   * Takes the contents of a snapshot, and tells which entries differ; those that are gone end as entries
   * without data.
   */
  replace(snapshot: readonly StringTableEntry[]): void {
    const before = this.#entries;
    const entries = snapshot.map((entry) => this.#asSent(entry));
    for (const [index, entry] of entries.entries()) this.#room.exchange(before[index], entry);
    this.#entries = entries;
    for (const [index, entry] of entries.entries()) {
      if (!isSame(before[index], entry)) this.#onEntry(this, index, entry);
    }
    for (let index = entries.length; index < before.length; index++) {
      const gone = before[index];
      if (gone?.userData !== undefined) this.#onEntry(this, index, entryOf(gone, undefined));
    }
  }

  /** A snapshot stores whole bytes of fixed-size data, with anything in the bits that are never sent. */
  #asSent(entry: StringTableEntry): StringTableEntry {
    if (this.fixedUserData === undefined || entry.userData === undefined) return entry;
    const { bits } = this.fixedUserData;
    const userData = new Uint8Array((bits + 7) >>> 3);
    userData.set(entry.userData.subarray(0, userData.length));
    if ((bits & 7) !== 0) userData[bits >>> 3] = (userData[bits >>> 3] ?? 0) & ((1 << (bits & 7)) - 1);
    return entryOf(entry, userData);
  }
}

/** An entry of this text and data. */
export function entryOf({ text, textBytes }: EntryText, userData: Uint8Array | undefined): StringTableEntry {
  return textBytes === undefined ? { text, userData } : { text, textBytes, userData };
}

function isSame(before: StringTableEntry | undefined, entry: StringTableEntry): boolean {
  return (
    before !== undefined &&
    before.text === entry.text &&
    areSameBytes(before.userData, entry.userData) &&
    areSameBytes(before.textBytes, entry.textBytes)
  );
}

function areSameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}
