/** Numbers that look random and are the same in every run. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to `below` − 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** A copy with a few bytes changed, or cut, or with bytes behind it, or several of these. */
  mutate(bytes: Uint8Array): Buffer {
    let mutated = Buffer.from(bytes);
    for (let change = this.below(4); change > 0 && mutated.length > 0; change -= 1) {
      mutated[this.below(mutated.length)] = this.below(2) === 0 ? 0xff * this.below(2) : this.below(256);
    }
    if (this.below(3) === 0) mutated = mutated.subarray(0, this.below(mutated.length + 1));
    if (this.below(4) === 0) mutated = Buffer.concat([mutated, this.bytes(this.below(40))]);
    return mutated;
  }
}
