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

  writeBytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.writeUint(byte, 8);
  }

  /** Writes UTF-8 text and its NUL; text holding a NUL is a `RangeError`, since it would read back shorter. */
  writeString(text: string): void {
    if (text.includes('\0')) throw new RangeError('Text in a demo cannot hold a NUL.');
    this.writeBytes(encodeText(text));
    this.writeUint(0, 8);
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
