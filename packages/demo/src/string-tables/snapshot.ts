import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { byteTextOf, entryTextOf, readByteText, writeByteText } from './byte-text.ts';
import { entryOf, type StringTableEntry } from './string-table.ts';

/** One table of a snapshot: what the recorder's game held when recording began. */
export interface StringTableSnapshot {
  readonly name: string;
  readonly entries: readonly StringTableEntry[];
  /** Entries only the recorder's own game had; `undefined` and none at all are written differently. */
  readonly clientEntries: readonly StringTableEntry[] | undefined;
}

/** Who reads a snapshot. */
export interface SnapshotTarget {
  /** Tables nobody wants are passed over without allocating. */
  isWanted(tableName: string): boolean;
  /** Whether it wants no more: what follows is not even passed over then. */
  readonly isSatisfied: boolean;
  /** Takes a table as soon as it was read whole: a snapshot may be cut. */
  take(table: StringTableSnapshot): void;
}

const MAX_TABLES = 255;
const MAX_UINT16 = 65_535;

/**
 * Reads the payload of a string-tables command. Entries hold whole bytes here, in fixed-size tables as well.
 * @throws {DemoFormatError} `broken-message`; tables before the cut one have been taken
 */
export function decodeSnapshot(reader: BitReader, target: SnapshotTarget): void {
  for (let tablesLeft = reader.readUint(8); tablesLeft > 0 && !target.isSatisfied; tablesLeft--) {
    const name = reader.readString();
    if (target.isWanted(name)) {
      const entries = readEntries(reader);
      target.take({ name, entries, clientEntries: reader.readBoolean() ? readEntries(reader) : undefined });
    } else {
      skipEntries(reader);
      if (reader.readBoolean()) skipEntries(reader);
    }
  }
}

/** Writes the payload of a string-tables command. */
export function encodeSnapshot(writer: BitWriter, tables: readonly StringTableSnapshot[]): void {
  writer.writeUint(checkLength('tables in a snapshot', tables.length, MAX_TABLES), 8);
  for (const { name, entries, clientEntries } of tables) {
    writer.writeString(name);
    writeEntries(writer, entries);
    writer.writeBoolean(clientEntries !== undefined);
    if (clientEntries !== undefined) writeEntries(writer, clientEntries);
  }
}

function readEntries(reader: BitReader): StringTableEntry[] {
  const entries: StringTableEntry[] = [];
  for (let left = reader.readUint(16); left > 0; left--) {
    const text = entryTextOf(readByteText(reader));
    const userData = reader.readBoolean() ? reader.readBytes(reader.readUint(16)) : undefined;
    entries.push(entryOf(text, userData));
  }
  return entries;
}

function skipEntries(reader: BitReader): void {
  for (let left = reader.readUint(16); left > 0; left--) {
    reader.skipString();
    if (reader.readBoolean()) reader.skip(reader.readUint(16) * 8);
  }
}

function writeEntries(writer: BitWriter, entries: readonly StringTableEntry[]): void {
  writer.writeUint(checkLength('entries of a table', entries.length, MAX_UINT16), 16);
  for (const entry of entries) {
    const { userData } = entry;
    writeByteText(writer, byteTextOf(entry));
    writer.writeBoolean(userData !== undefined);
    if (userData === undefined) continue;
    writer.writeUint(checkLength('bytes of user data', userData.length, MAX_UINT16), 16);
    writer.writeBytes(userData);
  }
}

function checkLength(what: string, length: number, most: number): number {
  if (length > most) throw new RangeError(`There can be at most ${most} ${what}, not ${length}.`);
  return length;
}
