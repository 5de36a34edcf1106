import { DemoFormatError } from '../demo-format-error.ts';
import { readInt32 } from './int32.ts';
import { decodeText } from './text.ts';

const float = new DataView(new ArrayBuffer(4));

/**
 * Reads a bit stream, least significant bit first, nothing aligned.
 * Every read throws a `broken-message` {@link DemoFormatError} rather than pass the end.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  #positionBits = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get positionBits(): number {
    return this.#positionBits;
  }

  get bitsLeft(): number {
    return this.#bytes.length * 8 - this.#positionBits;
  }

  /** Reads an unsigned field of 0 to 32 bits. */
  readUint(bits: number): number {
    const start = this.#advance(bits);
    const index = start >>> 3;
    const shift = start & 7;
    let value = readInt32(this.#bytes, index) >>> shift;
    if (shift + bits > 32) value |= (this.#bytes[index + 4] ?? 0) << (32 - shift);
    return bits === 32 ? value >>> 0 : value & ((1 << bits) - 1);
  }

  /** Reads a two's complement field of 1 to 32 bits. */
  readInt(bits: number): number {
    const unused = 32 - bits;
    return (this.readUint(bits) << unused) >> unused;
  }

  readBoolean(): boolean {
    return this.readUint(1) === 1;
  }

  readFloat32(): number {
    float.setUint32(0, this.readUint(32));
    return float.getFloat32(0);
  }

  readBytes(count: number): Uint8Array {
    // Checked before allocating: the count may be hostile.
    if (count * 8 > this.bitsLeft) this.#advance(count * 8);
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = this.readUint(8);
    return bytes;
  }

  /** Reads text up to and including its NUL. */
  readString(): string {
    const start = this.#positionBits;
    let length = 0;
    while (this.readUint(8) !== 0) length++;
    this.#positionBits = start;
    const text = decodeText(this.readBytes(length));
    this.#advance(8);
    return text;
  }

  #advance(bits: number): number {
    const start = this.#positionBits;
    if (bits > this.bitsLeft) {
      throw new DemoFormatError({
        code: 'broken-message',
        offset: start >>> 3,
        reason: `the packet ends inside a field: ${bits} bits wanted, ${this.bitsLeft} left`,
      });
    }
    this.#positionBits = start + bits;
    return start;
  }
}
