/** Writes bits, the most significant first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #current = 0;
  #bitCount = 0;

  /** The low `count` bits of a number, at most 32 of them. */
  bits(count: number, value: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.#current = (this.#current << 1) | ((value >>> bit) & 1);
      if (++this.#bitCount % 8 === 0) {
        this.#bytes.push(this.#current);
        this.#current = 0;
      }
    }
  }

  bytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.bits(8, byte);
  }

  /** All bits, filled up with zeros to a whole byte. */
  toBuffer(): Buffer {
    const missing = (8 - (this.#bitCount % 8)) % 8;
    this.bits(missing, 0);
    return Buffer.from(this.#bytes);
  }
}
