import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { decodeText, encodeText } from '../bits/text.ts';

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

/** Text is put together from pieces of at most this many bytes, so that none outgrows the argument list. */
const PIECE_BYTES = 256;
const codes: number[] = [];

/** Reads text up to and including its NUL. */
export function readByteText(reader: BitReader): ByteText {
  let text = '';
  let count = 0;
  for (let code = reader.readUint(8); code !== 0; code = reader.readUint(8)) {
    codes[count++] = code;
    if (count === PIECE_BYTES) {
      text += pieceOf(count);
      count = 0;
    }
  }
  return count === 0 ? text : text + pieceOf(count);
}

/** Writes text and its NUL; text holding a NUL is a `RangeError`, since it would read back shorter. */
export function writeByteText(writer: BitWriter, text: ByteText): void {
  if (text.includes('\0')) throw new RangeError('Text in a string table cannot hold a NUL.');
  for (let i = 0; i < text.length; i++) writer.writeUint(text.charCodeAt(i), 8);
  writer.writeUint(0, 8);
}

/** What the bytes say. */
export function entryTextOf(byteText: ByteText): EntryText {
  if (isAscii(byteText)) return { text: byteText };
  const textBytes = Uint8Array.from(byteText, (character) => character.charCodeAt(0));
  const text = decodeText(textBytes);
  return byteTextOf({ text }) === byteText ? { text } : { text, textBytes };
}

/** The bytes that say it. */
export function byteTextOf({ text, textBytes }: EntryText): ByteText {
  if (textBytes === undefined && isAscii(text)) return text;
  return Array.from(textBytes ?? encodeText(text), (byte) => String.fromCharCode(byte)).join('');
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
