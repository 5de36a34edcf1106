import { brokenMessage } from '../demo-format-error.ts';
import type { StringTableEntry } from './string-table.ts';

/** What the tables of a level may hold together: 64 MiB. Those of a game hold some 2. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What an entry takes besides its text and data, roughly. */
const ENTRY_BYTES = 100;

/** The room all entries of a level share, so that no demo fills memory with them. */
export class EntryRoom {
  #bytesLeft = MAX_BYTES;

  /**
   * Makes room for an entry in the place of another, if there was one.
   * @throws {DemoFormatError} `broken-message` when there is none left
   */
  exchange(before: StringTableEntry | undefined, entry: StringTableEntry): void {
    const bytesLeft = this.#bytesLeft + (before === undefined ? 0 : sizeOf(before)) - sizeOf(entry);
    if (bytesLeft < 0) throw brokenMessage(0, `the string tables hold more than ${MAX_BYTES} bytes`);
    this.#bytesLeft = bytesLeft;
  }
}

function sizeOf({ text, textBytes, userData }: StringTableEntry): number {
  return ENTRY_BYTES + 2 * text.length + (textBytes?.length ?? 0) + (userData?.length ?? 0);
}
