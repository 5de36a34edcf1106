import { BitReader } from '../bits/bit-reader.ts';
import { brokenMessage } from '../demo-format-error.ts';
import type { SvcCreateStringTable } from '../messages/svc-create-string-table.ts';
import type { SvcUpdateStringTable } from '../messages/svc-update-string-table.ts';
import { decompressEntries } from './compressed-entries.ts';
import { EntryRoom } from './entry-room.ts';
import { decodeSnapshot } from './snapshot.ts';
import { FillableStringTable, type StringTable, type StringTableListener } from './string-table.ts';
import { decodeStringTableEntries } from './string-table-entries.ts';

/** An update names its table in 5 bits. */
const MAX_TABLES = 32;
const NO_BYTES = new Uint8Array();

/**
 * The string tables of one level, kept current message by message.
 *
 * Entries of tables nobody wants are never read: a message about one costs the same however long it is.
 */
export class StringTables {
  readonly #isWanted: (tableName: string) => boolean;
  readonly #onEntry: StringTableListener;
  readonly #tables: FillableStringTable[] = [];
  readonly #byName = new Map<string, FillableStringTable>();
  #room = new EntryRoom();
  /** Every update during play is read by this one. */
  readonly #reader = new BitReader(NO_BYTES);

  constructor(options: {
    /** Asked once for each table, when it is created. */
    readonly isWanted: (tableName: string) => boolean;
    /** Called for each entry of a wanted table that was set. */
    readonly onEntry: StringTableListener;
  }) {
    this.#isWanted = options.isWanted;
    this.#onEntry = options.onEntry;
  }

  /** By number. */
  get tables(): readonly StringTable[] {
    return this.#tables;
  }

  byName(name: string): StringTable | undefined {
    return this.#byName.get(name);
  }

  /** Whether an update of this table changes anything here: where it does not, the message can be skipped. */
  isWanted(tableId: number): boolean {
    return this.#tables[tableId]?.isWanted === true;
  }

  /**
   * Adds a table. It has its number even when its entries turn out broken, so that later tables get theirs.
   * @throws {DemoFormatError} `broken-message`; entries before the broken one are kept
   */
  create(message: SvcCreateStringTable): void {
    const { tableName: name, maxEntries, fixedUserData, entryCount, data } = message;
    const id = this.#tables.length;
    if (id === MAX_TABLES) throw brokenMessage(0, `more than ${MAX_TABLES} string tables`);
    // Of several with one name the first is meant; the others keep their numbers.
    const isWanted = !this.#byName.has(name) && this.#isWanted(name);
    const table = new FillableStringTable(
      { id, name, maxEntries, fixedUserData, isWanted },
      { onEntry: this.#onEntry, room: this.#room },
    );
    this.#tables.push(table);
    if (!this.#byName.has(name)) this.#byName.set(name, table);
    if (!isWanted) return;
    if (message.isCompressed) {
      decodeStringTableEntries(new BitReader(decompressEntries(data)), table, entryCount, table);
    } else {
      this.#readEntries(table, entryCount, data);
    }
  }

  /**
   * Sets entries of a table.
   * @throws {DemoFormatError} `broken-message`; entries before the broken one are kept
   */
  update({ tableId, entryCount, data }: SvcUpdateStringTable): void {
    const table = this.#tables[tableId];
    if (table === undefined) throw brokenMessage(0, `there is no string table ${tableId} to update`);
    if (table.isWanted) this.#readEntries(table, entryCount, data);
  }

  /**
   * Replaces the contents of the tables a string-tables command holds; those it does not name stay.
   * The snapshot is newer than what sign-on brought, and tables nobody created cannot be updated: they are
   * passed over.
   * @throws {DemoFormatError} `broken-message`; tables before the cut one have been replaced
   */
  readSnapshot(reader: BitReader): void {
    const missing = new Map([...this.#byName].filter(([, table]) => table.isWanted));
    decodeSnapshot(reader, {
      isWanted: (name) => missing.has(name),
      get isSatisfied() {
        return missing.size === 0;
      },
      take: ({ name, entries }) => {
        missing.get(name)?.replace(entries);
        missing.delete(name);
      },
    });
  }

  /** Forgets everything: a new level begins. */
  clear(): void {
    this.#tables.length = 0;
    this.#byName.clear();
    this.#room = new EntryRoom();
  }

  #readEntries(table: FillableStringTable, entryCount: number, data: SvcUpdateStringTable['data']): void {
    this.#reader.rebind(data.bytes, 0, data.bytes.length);
    this.#reader.enter(data.bits);
    decodeStringTableEntries(this.#reader, table, entryCount, table);
  }
}
