import { Bzip2Error } from './bzip2-error.ts';

/** Bits of a byte string, the most significant of each byte first. */
export class BitSource {
  readonly #bytes: Uint8Array;
  #offset = 0;
  /** The lowest `#available` bits are still to be handed out. */
  #pending = 0;
  #available = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next `count` bits, 0 to 24, as a number. */
  bits(count: number): number {
    while (this.#available < count) {
      const byte = this.#bytes[this.#offset];
      if (byte === undefined) throw new Bzip2Error('the data ends early');
      this.#offset += 1;
      this.#pending = (this.#pending << 8) | byte;
      this.#available += 8;
    }
    this.#available -= count;
    return (this.#pending >>> this.#available) & ((1 << count) - 1);
  }

  bit(): number {
    return this.bits(1);
  }

  uint32(): number {
    return this.bits(16) * 0x1_0000 + this.bits(16);
  }

  /** The 48 bits that open a block or close the stream; exact in a number. */
  uint48(): number {
    return this.bits(24) * 0x100_0000 + this.bits(24);
  }
}
