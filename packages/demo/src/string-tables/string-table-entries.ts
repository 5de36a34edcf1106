import type { BitReader } from '../bits/bit-reader.ts';
import { brokenMessage } from '../demo-format-error.ts';
import { type ByteText, type EntryText, readByteText, repeatableBytesOf } from './byte-text.ts';

/** How the entries of one table are written. */
export interface StringTableLayout {
  /** Entries are numbered below this. */
  readonly maxEntries: number;
  /** The size of every entry's user data, where all have the same; the bits are what is sent. */
  readonly fixedUserData: { readonly bytes: number; readonly bits: number } | undefined;
}

/** Where decoded entries go. */
export interface EntryTarget {
  /**
   * Takes what was sent for one entry, and answers what the table has there from then on: an entry that
   * exists keeps its text, and a new one sent without text is called ''.
   */
  put(index: number, text: ByteText | undefined, userData: Uint8Array | undefined): EntryText;
}

/** An entry may repeat the beginning of one of the last 32, up to 31 bytes of it. */
export const HISTORY_LENGTH = 32;
export const HISTORY_POSITION_BITS = 5;
export const SUBSTRING_LENGTH_BITS = 5;
export const USER_DATA_LENGTH_BITS = 14;

/** Width of an entry's index: the base-2 logarithm, rounded down. */
export function indexBitsOf({ maxEntries }: StringTableLayout): number {
  return maxEntries === 0 ? 0 : 31 - Math.clz32(maxEntries);
}

/**
 * Reads the entries inside svc_CreateStringTable and svc_UpdateStringTable.
 *
 * The history holds the table's text for an index, not the text this update sent: an update that only
 * sends user data pushes the text the entry has had all along.
 * @throws {DemoFormatError} `broken-message`; entries before the broken one have been delivered
 */
export function decodeStringTableEntries(
  reader: BitReader,
  layout: StringTableLayout,
  entryCount: number,
  target: EntryTarget,
): void {
  const indexBits = indexBitsOf(layout);
  const history: EntryText[] = [];
  let index = -1;
  for (let done = 0; done < entryCount; done++) {
    index = reader.readBoolean() ? index + 1 : reader.readUint(indexBits);
    if (index >= layout.maxEntries) {
      throw brokenMessage(
        reader.positionBits >>> 3,
        `entry ${index} of a string table for ${layout.maxEntries}`,
      );
    }
    const text = reader.readBoolean() ? readText(reader, history, done) : undefined;
    const userData = reader.readBoolean() ? readUserData(reader, layout) : undefined;
    history[done % HISTORY_LENGTH] = target.put(index, text, userData);
  }
}

/** The history is a ring: what was pushed `HISTORY_LENGTH` entries ago is overwritten. */
function readText(reader: BitReader, history: readonly EntryText[], pushed: number): ByteText {
  if (!reader.readBoolean()) return readByteText(reader);
  const position = reader.readUint(HISTORY_POSITION_BITS);
  const length = reader.readUint(SUBSTRING_LENGTH_BITS);
  const oldest = Math.max(0, pushed - HISTORY_LENGTH);
  const earlier = oldest + position < pushed ? history[(oldest + position) % HISTORY_LENGTH] : undefined;
  if (earlier === undefined) {
    throw brokenMessage(
      reader.positionBits >>> 3,
      `an entry repeats text number ${position} of the ${pushed - oldest} before it`,
    );
  }
  return repeatableBytesOf(earlier).slice(0, length) + readByteText(reader);
}

function readUserData(reader: BitReader, { fixedUserData }: StringTableLayout): Uint8Array {
  if (fixedUserData !== undefined) return reader.readBitString(fixedUserData.bits).bytes;
  return reader.readBytes(reader.readUint(USER_DATA_LENGTH_BITS));
}
