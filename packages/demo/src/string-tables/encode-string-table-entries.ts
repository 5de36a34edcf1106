import type { BitWriter } from '../bits/bit-writer.ts';
import { type ByteText, byteTextOf, type EntryText, writeByteText } from './byte-text.ts';
import {
  HISTORY_LENGTH,
  HISTORY_POSITION_BITS,
  indexBitsOf,
  type StringTableLayout,
  SUBSTRING_LENGTH_BITS,
  USER_DATA_LENGTH_BITS,
} from './string-table-entries.ts';

/** What is sent for one entry of a string table. */
export interface StringTableUpdate {
  readonly index: number;
  /** What the entry is called; an entry that exists keeps its text whatever is sent. */
  readonly text?: string;
  /** The bytes of the text, where they are not UTF-8. */
  readonly textBytes?: Uint8Array;
  /** An entry sent without user data loses what it had. */
  readonly userData?: Uint8Array | undefined;
}

const MAX_SUBSTRING_BYTES = 2 ** SUBSTRING_LENGTH_BITS - 1;
/** Repeating fewer bytes than this costs more than it saves. */
const MIN_SUBSTRING_BYTES = 2;
const MAX_USER_DATA_BYTES = 2 ** USER_DATA_LENGTH_BITS - 1;

/**
 * Writes entries as svc_CreateStringTable and svc_UpdateStringTable hold them, repeating what they can of
 * one another.
 * @param existing the entries the reader's table has before
 */
export function encodeStringTableEntries(
  writer: BitWriter,
  layout: StringTableLayout,
  updates: readonly StringTableUpdate[],
  existing: readonly (EntryText | undefined)[] = [],
): void {
  const added = new Map<number, ByteText>();
  const history: ByteText[] = [];
  let last = -1;
  for (const update of updates) {
    const { index, text = '', textBytes, userData } = update;
    writeIndex(writer, layout, index, last);
    last = index;

    const sent = byteTextOf(textBytes === undefined ? { text } : { text, textBytes });
    const isTextSent = update.text !== undefined || textBytes !== undefined;
    writer.writeBoolean(isTextSent);
    if (isTextSent) writeText(writer, sent, history);
    writer.writeBoolean(userData !== undefined);
    if (userData !== undefined) writeUserData(writer, layout, userData);

    const before = existing[index];
    const kept = added.get(index) ?? (before === undefined ? sent : byteTextOf(before));
    added.set(index, kept);
    history.push(kept);
    if (history.length > HISTORY_LENGTH) history.shift();
  }
}

function writeIndex(writer: BitWriter, layout: StringTableLayout, index: number, last: number): void {
  const bits = indexBitsOf(layout);
  const isNext = index === last + 1;
  if (!Number.isInteger(index) || index < 0 || index >= layout.maxEntries) {
    throw new RangeError(`A string table for ${layout.maxEntries} entries has no entry ${index}.`);
  }
  if (!isNext && index >= 2 ** bits) {
    throw new RangeError(
      `In a string table for ${layout.maxEntries} entries, entry ${index} can only follow entry ${index - 1}.`,
    );
  }
  writer.writeBoolean(isNext);
  if (!isNext) writer.writeUint(index, bits);
}

function writeText(writer: BitWriter, text: ByteText, history: readonly ByteText[]): void {
  const lengths = history.map((earlier) => commonLength(earlier, text));
  const longest = Math.max(0, ...lengths);
  const repeats = longest >= MIN_SUBSTRING_BYTES;
  writer.writeBoolean(repeats);
  if (repeats) {
    writer.writeUint(lengths.indexOf(longest), HISTORY_POSITION_BITS);
    writer.writeUint(longest, SUBSTRING_LENGTH_BITS);
  }
  writeByteText(writer, repeats ? text.slice(longest) : text);
}

/** How many bytes two texts begin with alike, as far as can be repeated. */
function commonLength(a: ByteText, b: ByteText): number {
  const most = Math.min(a.length, b.length, MAX_SUBSTRING_BYTES);
  for (let length = 0; length < most; length++) {
    if (a.charCodeAt(length) !== b.charCodeAt(length)) return length;
  }
  return most;
}

function writeUserData(writer: BitWriter, { fixedUserData }: StringTableLayout, userData: Uint8Array): void {
  if (fixedUserData === undefined) {
    if (userData.length > MAX_USER_DATA_BYTES) {
      throw new RangeError(
        `An entry holds at most ${MAX_USER_DATA_BYTES} bytes of user data, not ${userData.length}.`,
      );
    }
    writer.writeUint(userData.length, USER_DATA_LENGTH_BITS);
    writer.writeBytes(userData);
    return;
  }
  const { bits } = fixedUserData;
  const unused = userData.length * 8 - bits;
  if (unused < 0 || unused > 7 || (unused > 0 && (userData.at(-1) ?? 0) >>> (8 - unused) !== 0)) {
    throw new RangeError(`User data of this string table is ${bits} bits, and no more of its last byte.`);
  }
  writer.writeBitString({ bytes: userData, bits });
}
