import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import type { BitString } from './bit-string.ts';
import { readInt32 } from './int32.ts';
import { decodeText } from './text.ts';

const float = new DataView(new ArrayBuffer(4));

/** Text up to this many bytes is put together without the decoder, which costs more than short text is worth. */
const SHORT_TEXT_BYTES = 64;
/** Room for the characters of such a text, by its length: an array that changes its length costs more. */
const roomOfLength = Array.from({ length: SHORT_TEXT_BYTES + 1 }, (_, length) =>
  new Array<number>(length).fill(0),
);

/**
 * Reads a bit stream, least significant bit first, nothing aligned.
 * Every read throws a `broken-message` {@link DemoFormatError} rather than pass the end.
 *
 * The whole of a demo passes through here, so a field costs one 32-bit load, and a sub-stream costs two
 * assignments: {@link enter} narrows the end, {@link leave} widens it again.
 */
export class BitReader {
  #bytes: Uint8Array;
  #view: DataView;
  /** Where a 32-bit load still lies inside the bytes. */
  #lastWord: number;
  #start = 0;
  #position = 0;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#lastWord = bytes.length - 4;
    this.#end = bytes.length * 8;
  }

  /** Goes on with other bytes: those from an index up to another, at most 128 MiB into them. */
  rebind(bytes: Uint8Array, startByte: number, endByte: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#lastWord = bytes.length - 4;
    }
    this.#start = startByte * 8;
    this.#position = this.#start;
    this.#end = endByte * 8;
  }

  /** How many bits were read since the stream began. */
  get positionBits(): number {
    return this.#position - this.#start;
  }

  /** Goes back to a place that was read before. */
  goBackTo(positionBits: number): void {
    this.#position = this.#start + positionBits;
  }

  /** How many bits are left, in the sub-stream entered last. */
  get bitsLeft(): number {
    return this.#end - this.#position;
  }

  /** Narrows the stream to its next bits, and tells where it ended before: {@link leave} wants that back. */
  enter(bits: number): number {
    const outerEnd = this.#end;
    const innerEnd = this.#position + bits;
    if (innerEnd > outerEnd) throw this.#ranOut(bits);
    this.#end = innerEnd;
    return outerEnd;
  }

  /** Jumps behind the sub-stream that was entered, read or not. */
  leave(outerEnd: number): void {
    this.#position = this.#end;
    this.#end = outerEnd;
  }

  /** Passes over bits. */
  skip(bits: number): void {
    const end = this.#position + bits;
    if (end > this.#end) throw this.#ranOut(bits);
    this.#position = end;
  }

  /** Reads an unsigned field of 0 to 32 bits. */
  readUint(bits: number): number {
    const position = this.#position;
    const end = position + bits;
    if (end > this.#end) throw this.#ranOut(bits);
    this.#position = end;
    const index = position >>> 3;
    const shift = position & 7;
    let value =
      (index <= this.#lastWord ? this.#view.getUint32(index, true) : readInt32(this.#bytes, index)) >>> shift;
    if (shift + bits > 32) value |= (this.#bytes[index + 4] ?? 0) << (32 - shift);
    return bits === 32 ? value >>> 0 : value & ((1 << bits) - 1);
  }

  /** Reads a two's complement field of 1 to 32 bits. */
  readInt(bits: number): number {
    const unused = 32 - bits;
    return (this.readUint(bits) << unused) >> unused;
  }

  readBoolean(): boolean {
    const position = this.#position;
    if (position >= this.#end) throw this.#ranOut(1);
    this.#position = position + 1;
    return (((this.#bytes[position >>> 3] ?? 0) >> (position & 7)) & 1) === 1;
  }

  readFloat32(): number {
    float.setUint32(0, this.readUint(32));
    return float.getFloat32(0);
  }

  /** Reads an unsigned number in groups of 7 bits, the lowest first: at most 5 bytes. */
  readVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.readUint(8);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw brokenMessage(this.positionBits >>> 3, 'a number goes on for more than 5 bytes');
  }

  /** Reads an unsigned number whose first two bits tell its width: 4, 8, 12 or 32 bits. */
  readUbitVar(): number {
    const width = this.readUint(2);
    return this.readUint(width === 0 ? 4 : width === 1 ? 8 : width === 2 ? 12 : 32);
  }

  readBytes(count: number): Uint8Array<ArrayBuffer> {
    // Checked before allocating: the count may be hostile.
    if (count * 8 > this.bitsLeft) throw this.#ranOut(count * 8);
    const position = this.#position;
    const index = position >>> 3;
    const shift = position & 7;
    this.#position = position + count * 8;
    // Not `slice`: a Buffer's would share memory that may be reused.
    const bytes = new Uint8Array(count);
    if (shift === 0) {
      bytes.set(this.#bytes.subarray(index, index + count));
    } else {
      for (let i = 0; i < count; i++) bytes[i] = this.#byteAt(index + i, shift);
    }
    return bytes;
  }

  /** Takes bits out of the stream as they are. */
  readBitString(bits: number): BitString {
    if (bits > this.bitsLeft) throw this.#ranOut(bits);
    const wholeBytes = bits >>> 3;
    const bytes = new Uint8Array((bits + 7) >>> 3);
    bytes.set(this.readBytes(wholeBytes));
    if (bytes.length > wholeBytes) bytes[wholeBytes] = this.readUint(bits & 7);
    return { bytes, bits };
  }

  /** Reads text up to and including its NUL. */
  readString(): string {
    const index = this.#position >>> 3;
    const shift = this.#position & 7;
    const length = this.#findNul(index, shift);
    const codes = roomOfLength[length];
    if (codes !== undefined && this.#readAscii(index, shift, codes)) {
      this.#position += (length + 1) * 8;
      return String.fromCharCode.apply(undefined, codes);
    }
    const text = decodeText(this.readBytes(length));
    this.#position += 8;
    return text;
  }

  /** Reads as many characters as there is room for, or finds one that is not ASCII. */
  #readAscii(index: number, shift: number, codes: number[]): boolean {
    for (let i = 0; i < codes.length; i++) {
      const code = this.#byteAt(index + i, shift);
      if (code >= 0x80) return false;
      codes[i] = code;
    }
    return true;
  }

  /** Passes over text and its NUL. */
  skipString(): void {
    const index = this.#position >>> 3;
    this.#position += (this.#findNul(index, this.#position & 7) + 1) * 8;
  }

  /** How many bytes stand before the next NUL. */
  #findNul(index: number, shift: number): number {
    const most = this.bitsLeft >>> 3;
    for (let length = 0; length < most; length++) {
      if (this.#byteAt(index + length, shift) === 0) return length;
    }
    throw brokenMessage(this.positionBits >>> 3, 'the packet ends inside text: no NUL follows');
  }

  #byteAt(index: number, shift: number): number {
    return (((this.#bytes[index] ?? 0) | ((this.#bytes[index + 1] ?? 0) << 8)) >>> shift) & 0xff;
  }

  #ranOut(bits: number): DemoFormatError {
    return brokenMessage(
      this.positionBits >>> 3,
      `the packet ends inside a field: ${bits} bits wanted, ${this.bitsLeft} left`,
    );
  }
}
