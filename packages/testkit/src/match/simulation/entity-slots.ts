const MAX_ENTITIES = 2048;
/** So many freed indices wait before the first is used again, as the game makes them. */
const RESTING_SLOTS = 16;

/** Hands out entity indices to what comes and goes. */
export class EntitySlots {
  #next: number;
  readonly #freed: number[] = [];

  constructor(first: number) {
    this.#next = first;
  }

  take(): number {
    if (this.#freed.length > RESTING_SLOTS) {
      const freed = this.#freed.shift();
      if (freed !== undefined) return freed;
    }
    if (this.#next === MAX_ENTITIES)
      throw new RangeError('This match has more entities than a demo can hold.');
    return this.#next++;
  }

  free(entityIndex: number): void {
    this.#freed.push(entityIndex);
  }
}
