import type { BitString } from './bit-string.ts';
import { encodeText } from './text.ts';

const float = new DataView(new ArrayBuffer(4));

/** Writes a bit stream, least significant bit first, nothing aligned: what {@link BitReader} reads. */
export class BitWriter {
  #bytes = new Uint8Array(256);
  #positionBits = 0;

  get positionBits(): number {
    return this.#positionBits;
  }

  /** Writes the low 0 to 32 bits of an integer, signed or not. */
  writeUint(value: number, bits: number): void {
    for (let written = 0; written < bits; ) {
      const index = this.#positionBits >>> 3;
      const shift = this.#positionBits & 7;
      const taken = Math.min(8 - shift, bits - written);
      const piece = (value >>> written) & ((1 << taken) - 1);
      if (index === this.#bytes.length) this.#grow();
      this.#bytes[index] = (this.#bytes[index] ?? 0) | (piece << shift);
      written += taken;
      this.#positionBits += taken;
    }
  }

  writeBoolean(value: boolean): void {
    this.writeUint(value ? 1 : 0, 1);
  }

  writeFloat32(value: number): void {
    float.setFloat32(0, value);
    this.writeUint(float.getUint32(0), 32);
  }

  /** Writes an unsigned 32-bit number in groups of 7 bits, the lowest first. */
  writeVarint(value: number): void {
    let rest = value >>> 0;
    for (; rest >= 0x80; rest >>>= 7) this.writeUint((rest & 0x7f) | 0x80, 8);
    this.writeUint(rest, 8);
  }

  /** Writes an unsigned 32-bit number behind two bits that tell its width: 4, 8, 12 or 32 bits. */
  writeUbitVar(value: number): void {
    const width = value < 1 << 4 ? 0 : value < 1 << 8 ? 1 : value < 1 << 12 ? 2 : 3;
    this.writeUint(width, 2);
    this.writeUint(value, [4, 8, 12, 32][width] ?? 32);
  }

  writeBytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.writeUint(byte, 8);
  }

  /** Writes bits as they are. */
  writeBitString({ bytes, bits }: BitString): void {
    for (let written = 0; written < bits; written += 8) {
      this.writeUint(bytes[written >>> 3] ?? 0, Math.min(8, bits - written));
    }
  }

  /** Writes UTF-8 text and its NUL; text holding a NUL is a `RangeError`, since it would read back shorter. */
  writeString(text: string): void {
    if (text.includes('\0')) throw new RangeError('Text in a demo cannot hold a NUL.');
    this.writeBytes(encodeText(text));
    this.writeUint(0, 8);
  }

  /** What was written, to the bit. */
  toBitString(): BitString {
    return { bytes: this.toBytes(), bits: this.#positionBits };
  }

  /** What was written, the last byte filled up with zero bits. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, (this.#positionBits + 7) >>> 3);
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
