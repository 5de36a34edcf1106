import type { PropertyValues } from '../entities/property-values.ts';

/** Some of Team Fortress 2's conditions by number; builds add to them at the end. */
export const CONDITIONS = {
  zoomed: 1,
  disguised: 3,
  cloaked: 4,
  ubercharged: 5,
  taunting: 7,
  critBoosted: 11,
  feigningDeath: 13,
  bonked: 14,
  stunned: 15,
  charging: 17,
  burning: 22,
  jarated: 24,
  bleeding: 25,
} as const;

/** What somebody is under the influence of: 160 yes-or-no answers by number, see {@link CONDITIONS}. */
export interface Conditions {
  has(condition: number): boolean;
  /** Conditions 32 · index and up, the first one in the lowest bit, as an unsigned number. */
  word(index: number): number;
  /** The numbers of all that hold. */
  list(): number[];
}

const WORDS = 5;
const WORD_BITS = 32;

/** The conditions in an entity's properties. */
export class TrackedConditions implements Conditions {
  #values: PropertyValues | undefined;
  #slots: readonly number[] = [];
  #listSlot = -1;

  /** Looks at these from now on: a slot for each 32 conditions, and one that holds some of the first 32 again. */
  bind(values: PropertyValues, slots: readonly number[], listSlot: number): void {
    this.#values = values;
    this.#slots = slots;
    this.#listSlot = listSlot;
  }

  has(condition: number): boolean {
    return ((this.word(condition >>> 5) >>> (condition & 31)) & 1) === 1;
  }

  word(index: number): number {
    const values = this.#values;
    if (values === undefined) return 0;
    const word = values.number(this.#slots[index] ?? -1);
    const more = index === 0 ? values.number(this.#listSlot) : 0;
    // What was never told is NaN, and no bit.
    return (word | more) >>> 0;
  }

  list(): number[] {
    return Array.from({ length: WORDS * WORD_BITS }, (_, condition) => condition).filter((condition) =>
      this.has(condition),
    );
  }
}
