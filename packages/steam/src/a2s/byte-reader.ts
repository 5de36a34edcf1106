/**
 * Reads the little-endian fields of a payload one after another.
 *
 * It never throws. A field that is not wholly there reads as zero, a text as what there is of it, and
 * `isCut` is true from then on: replies are cut at any byte, and what stood before the cut still counts.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset: number;
  #isCut = false;
  #latin1: string | undefined;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = offset;
  }

  /** Where the next field begins. */
  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Whether any field so far ran into the end of the payload. */
  get isCut(): boolean {
    return this.#isCut;
  }

  uint8(): number {
    const at = this.#take(1);
    return at < 0 ? 0 : this.#bytes.readUInt8(at);
  }

  uint16(): number {
    const at = this.#take(2);
    return at < 0 ? 0 : this.#bytes.readUInt16LE(at);
  }

  uint32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#bytes.readUInt32LE(at);
  }

  int32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#bytes.readInt32LE(at);
  }

  uint64(): bigint {
    const at = this.#take(8);
    return at < 0 ? 0n : this.#bytes.readBigUInt64LE(at);
  }

  float32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#bytes.readFloatLE(at);
  }

  /**
   * The text up to the next NUL, which is consumed; without one, all that is left.
   * Bytes that are not UTF-8 become U+FFFD: names are cut at byte limits, in the middle of a character.
   * Control characters stay.
   */
  text(): string {
    const bytes = this.#bytes;
    const start = this.#offset;
    let end = start;
    let allBits = 0;
    for (let byte = bytes[end]; byte !== undefined && byte !== 0; byte = bytes[end]) {
      allBits |= byte;
      end += 1;
    }
    this.#passText(end);
    // Nearly every text is ASCII, and cutting those out of the payload decoded once is many times as fast.
    if (allBits >= 0x80) return bytes.toString('utf8', start, end);
    this.#latin1 ??= bytes.toString('latin1');
    return this.#latin1.slice(start, end);
  }

  /** The bytes {@link text} would have decoded, as a view. */
  textBytes(): Uint8Array {
    const start = this.#offset;
    const nul = this.#bytes.indexOf(0, start);
    const end = nul < 0 ? this.#bytes.length : nul;
    this.#passText(end);
    return this.#bytes.subarray(start, end);
  }

  /** Moves behind the NUL at `end`, if it is there. */
  #passText(end: number): void {
    this.#isCut ||= end >= this.#bytes.length;
    this.#offset = Math.min(end + 1, this.#bytes.length);
  }

  /** The offset of a field of that size, which is consumed, or −1 and everything is consumed. */
  #take(sizeBytes: number): number {
    const at = this.#offset;
    if (at + sizeBytes > this.#bytes.length) {
      this.#isCut = true;
      this.#offset = this.#bytes.length;
      return -1;
    }
    this.#offset = at + sizeBytes;
    return at;
  }
}
