import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { decodeText, encodeText } from '../bits/text.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';

/**
 * Text as it stands on the wire, one character for each byte. Later entries of a table repeat the first
 * *bytes* of earlier ones, which may be half a character or no UTF-8 at all.
 */
export type ByteText = string;

/** What an entry of a string table is called. */
export interface EntryText {
  readonly text: string;
  /** The bytes of the text, only where they are not UTF-8: `text` holds U+FFFD in their place. */
  readonly textBytes?: Uint8Array;
}

/** What the engine makes room for. */
export const MAX_TEXT_BYTES = 4096;
/** What 5 bits can count. */
const REPEATABLE_BYTES = 31;
/** Text is put together from pieces of at most this many bytes, so that none outgrows the argument list. */
const PIECE_BYTES = 256;
const codes: number[] = [];

/**
 * Reads text up to and including its NUL.
 * @throws {DemoFormatError} `broken-message` when it is longer than the engine makes room for
 */
export function readByteText(reader: BitReader): ByteText {
  let text = '';
  let count = 0;
  for (let code = reader.readUint(8); code !== 0; code = reader.readUint(8)) {
    codes[count++] = code;
    if (count === PIECE_BYTES) {
      text += pieceOf(count);
      count = 0;
      if (text.length >= MAX_TEXT_BYTES) throw tooLong(reader);
    }
  }
  return count === 0 ? text : text + pieceOf(count);
}

function tooLong(reader: BitReader): DemoFormatError {
  return brokenMessage(reader.positionBits >>> 3, `an entry's text is longer than ${MAX_TEXT_BYTES} bytes`);
}

/** Writes text and its NUL; text that would not read back is a `RangeError`. */
export function writeByteText(writer: BitWriter, text: ByteText): void {
  if (text.length >= MAX_TEXT_BYTES) {
    throw new RangeError(
      `Text in a string table is shorter than ${MAX_TEXT_BYTES} bytes, not ${text.length}.`,
    );
  }
  if (text.includes('\0')) throw new RangeError('Text in a string table cannot hold a NUL.');
  for (let i = 0; i < text.length; i++) writer.writeUint(text.charCodeAt(i), 8);
  writer.writeUint(0, 8);
}

/** What the bytes say. */
export function entryTextOf(byteText: ByteText): EntryText {
  if (isAscii(byteText)) return { text: byteText };
  const textBytes = new Uint8Array(byteText.length);
  for (let i = 0; i < byteText.length; i++) textBytes[i] = byteText.charCodeAt(i);
  const text = decodeText(textBytes);
  return areSame(encodeText(text), textBytes) ? { text } : { text, textBytes };
}

/** The bytes that say it. */
export function byteTextOf({ text, textBytes }: EntryText): ByteText {
  if (textBytes === undefined && isAscii(text)) return text;
  const bytes = textBytes ?? encodeText(text);
  let byteText = '';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    byteText += String.fromCharCode.apply(undefined, [...bytes.subarray(at, at + PIECE_BYTES)]);
  }
  return byteText;
}

/**
 * The first bytes that say it, as many as a later entry can repeat. Not all of them: an update of three bits may
 * ask for a text of a megabyte.
 */
export function repeatableBytesOf({ text, textBytes }: EntryText): ByteText {
  // One character more than bytes are needed: half of one that takes two would be other bytes.
  if (textBytes === undefined) return byteTextOf({ text: text.slice(0, REPEATABLE_BYTES + 1) });
  return byteTextOf({ text, textBytes: textBytes.subarray(0, REPEATABLE_BYTES) });
}

function areSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= 0x80) return false;
  }
  return true;
}

function pieceOf(count: number): ByteText {
  codes.length = count;
  return String.fromCharCode.apply(undefined, codes);
}
