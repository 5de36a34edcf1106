/**
 * Writes a bit stream as `BitWriter` of `@demobase/demo` does, for packets by the hundred thousand: it writes
 * whole words, checks nothing, and is emptied and filled again instead of made anew. Values have no bits
 * beyond the width they are written with, and what is written fits the size it was made for.
 */
export class BitPacker {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  /** Bytes of the words written out. */
  #length = 0;
  /** The bits that do not yet make a word, and how many they are. */
  #word = 0;
  #bits = 0;

  constructor(sizeBytes: number) {
    // Room for the word that `toBytes` and `append` write out unfinished.
    this.#bytes = new Uint8Array(sizeBytes + 8);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get positionBits(): number {
    return this.#length * 8 + this.#bits;
  }

  /** How many bytes what was written takes, the last one filled up with zero bits. */
  get sizeBytes(): number {
    return this.#length + ((this.#bits + 7) >>> 3);
  }

  clear(): void {
    this.#length = 0;
    this.#word = 0;
    this.#bits = 0;
  }

  /** Writes an unsigned field of 1 to 32 bits. */
  write(value: number, bits: number): void {
    const used = this.#bits;
    const word = this.#word | (value << used);
    const after = used + bits;
    if (after < 32) {
      this.#word = word;
      this.#bits = after;
      return;
    }
    this.#view.setInt32(this.#length, word, true);
    this.#length += 4;
    this.#word = used === 0 ? 0 : value >>> (32 - used);
    this.#bits = after - 32;
  }

  /** Writes an unsigned number behind two bits that tell its width. */
  writeUbitVar(value: number): void {
    if (value < 1 << 4) this.write(value << 2, 6);
    else if (value < 1 << 8) this.write((value << 2) | 1, 10);
    else if (value < 1 << 12) this.write((value << 2) | 2, 14);
    else {
      this.write(3, 2);
      this.write(value, 32);
    }
  }

  /** Writes an unsigned 32-bit number in groups of 7 bits. */
  writeVarint(value: number): void {
    let rest = value >>> 0;
    for (; rest >= 0x80; rest >>>= 7) this.write((rest & 0x7f) | 0x80, 8);
    this.write(rest, 8);
  }

  /** Writes bytes, and then fewer than 8 bits of one more where there are any. */
  writeBits(bytes: Uint8Array, bits: number): void {
    const whole = bits >>> 3;
    for (let i = 0; i < whole; i++) this.write(bytes[i] ?? 0, 8);
    if ((bits & 7) !== 0) this.write((bytes[whole] ?? 0) & ((1 << (bits & 7)) - 1), bits & 7);
  }

  /** Writes everything another has. */
  append(other: BitPacker): void {
    for (let at = 0; at < other.#length; at += 4) this.write(other.#view.getInt32(at, true), 32);
    if (other.#bits > 0) this.write(other.#word, other.#bits);
  }

  /** Copies what was written to a place in other bytes. */
  copyTo(target: Uint8Array, offset: number): void {
    this.#view.setInt32(this.#length, this.#word, true);
    target.set(this.#bytes.subarray(0, this.sizeBytes), offset);
  }
}
