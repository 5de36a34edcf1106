import type { BitReader } from '../bits/bit-reader.ts';
import { svcCreateStringTable } from '../messages/svc-create-string-table.ts';
import { svcUpdateStringTable } from '../messages/svc-update-string-table.ts';
import type { WireProtocol } from '../messages/wire-protocol.ts';
import type { StringTable, StringTableEntry } from '../string-tables/string-table.ts';
import { StringTables } from '../string-tables/string-tables.ts';
import { INSTANCE_BASELINE, type Interest } from './interest.ts';
import type { Problems } from './problems.ts';

const TABLE_ID_BITS = 5;
/** What baselines are called: of anything else, snapshots could bring ever more. */
const CLASS_ID = /^\d{1,5}$/;

/** Keeps the string tables somebody listens to. */
export class StringTableRoute {
  readonly #interest: Interest;
  readonly #problems: Problems;
  readonly #onBaseline: (classId: number, bytes: Uint8Array) => void;
  readonly #tables: StringTables;

  constructor(
    interest: Interest,
    problems: Problems,
    onBaseline: (classId: number, bytes: Uint8Array) => void,
  ) {
    this.#interest = interest;
    this.#problems = problems;
    this.#onBaseline = onBaseline;
    this.#tables = new StringTables({
      isWanted: (name) => interest.wantsStringTable(name),
      onEntry: (table, index, entry) => this.#takeEntry(table, index, entry),
    });
  }

  clear(): void {
    this.#tables.clear();
  }

  create(reader: BitReader, protocol: WireProtocol): void {
    const message = svcCreateStringTable.decode(reader, protocol);
    this.#contain(() => this.#tables.create(message));
  }

  update(reader: BitReader, protocol: WireProtocol): void {
    const bodyBits = reader.positionBits;
    const tableId = reader.readUint(TABLE_ID_BITS);
    reader.goBackTo(bodyBits);
    if (!this.#tables.isWanted(tableId)) {
      svcUpdateStringTable.skip(reader, protocol);
      return;
    }
    const message = svcUpdateStringTable.decode(reader, protocol);
    this.#contain(() => this.#tables.update(message));
  }

  /** Reads a string-tables command. */
  readSnapshot(reader: BitReader): void {
    this.#contain(() => this.#tables.readSnapshot(reader));
  }

  #contain(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#problems.report(error, { affectsState: true });
    }
  }

  #takeEntry(table: StringTable, index: number, entry: StringTableEntry): void {
    if (table.name === INSTANCE_BASELINE && entry.userData !== undefined && CLASS_ID.test(entry.text)) {
      this.#onBaseline(Number(entry.text), entry.userData);
    }
    const change = { table, index, entry };
    this.#interest.events.tell('string-table-entry', change);
    this.#interest.stringTables.tell(table.name, change);
  }
}
