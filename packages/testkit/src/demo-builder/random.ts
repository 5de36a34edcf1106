const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-';

/** A stream of numbers that the seed decides, so that a demo can be built again (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Any unsigned 32-bit integer. */
  uint32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** An integer from 0 up to, not including, the limit. */
  below(limit: number): number {
    return this.uint32() % limit;
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** A number around 0 of about this size, within three times it: what hands and luck do. */
  spread(size: number): number {
    return (this.fraction() + this.fraction() + this.fraction() - 1.5) * 2 * size;
  }

  /** Whether something comes about that does once in this many times. */
  onceIn(times: number): boolean {
    return this.fraction() * times < 1;
  }

  text(length: number): string {
    return Array.from({ length }, () => LETTERS.charAt(this.below(LETTERS.length))).join('');
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}
