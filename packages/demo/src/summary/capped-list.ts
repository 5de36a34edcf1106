/** More than any match has. Bytes made up to fill memory could have a hundred times that. */
export const MAX_ENTRIES = 65_536;

/** A list that keeps its first entries, so that a summary stays small whatever the demo. */
export class CappedList<T> {
  readonly #entries: T[] = [];
  #isCut = false;

  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Whether there were more entries than it keeps. */
  get isCut(): boolean {
    return this.#isCut;
  }

  get last(): T | undefined {
    return this.#entries.at(-1);
  }

  /** Adds an entry, and answers its number, also of one that is not kept. */
  add(entry: T): number {
    if (this.#entries.length < MAX_ENTRIES) return this.#entries.push(entry) - 1;
    this.#isCut = true;
    return MAX_ENTRIES;
  }

  change(number: number, change: Partial<T>): void {
    const entry = this.#entries[number];
    if (entry !== undefined) this.#entries[number] = { ...entry, ...change };
  }

  /** Changes the entry that was added last; one that was not kept needs no change. */
  changeLast(change: Partial<T>): void {
    if (!this.#isCut) this.change(this.#entries.length - 1, change);
  }
}
