import { BitWriter } from '../bits/bit-writer.ts';
import type { SvcCreateStringTable } from '../messages/svc-create-string-table.ts';
import type { SvcUpdateStringTable } from '../messages/svc-update-string-table.ts';
import { compressEntries } from './compressed-entries.ts';
import { encodeStringTableEntries, type StringTableUpdate } from './encode-string-table-entries.ts';
import type { StringTable } from './string-table.ts';
import type { StringTableLayout } from './string-table-entries.ts';

/**
 * Makes the message that creates a table.
 *
 * ```ts
 * createStringTable({ name: 'userinfo', maxEntries: 256, updates: [{ index: 0, text: '0' }] })
 * ```
 */
export function createStringTable(table: {
  readonly name: string;
  readonly maxEntries: number;
  readonly fixedUserData?: StringTableLayout['fixedUserData'];
  readonly updates: readonly StringTableUpdate[];
  /** Whether the entries go through Snappy; not before network protocol 15. */
  readonly isCompressed?: boolean;
}): SvcCreateStringTable {
  const { name, maxEntries, fixedUserData, updates, isCompressed = false } = table;
  const writer = new BitWriter();
  encodeStringTableEntries(writer, { maxEntries, fixedUserData }, updates);
  return {
    type: 'svc_CreateStringTable',
    tableName: name,
    isFileNames: false,
    maxEntries,
    entryCount: updates.length,
    fixedUserData,
    isCompressed,
    data: isCompressed ? compressEntries(writer.toBytes()) : writer.toBitString(),
  };
}

/** Makes the message that sets entries of a table as the reader has it. */
export function updateStringTable(
  table: Pick<StringTable, 'id' | 'entries' | keyof StringTableLayout>,
  updates: readonly StringTableUpdate[],
): SvcUpdateStringTable {
  const writer = new BitWriter();
  encodeStringTableEntries(writer, table, updates, table.entries);
  return {
    type: 'svc_UpdateStringTable',
    tableId: table.id,
    entryCount: updates.length,
    data: writer.toBitString(),
  };
}
