import type { Player } from '../state/player.ts';

interface Entry<T> {
  readonly userId: number | undefined;
  readonly value: T;
}

/** Something remembered of each player; begun anew when another one takes the place. */
export class PerPlayer<T> {
  readonly #begin: () => T;
  /** By entity index. */
  #entries: (Entry<T> | undefined)[] = [];

  constructor(begin: () => T) {
    this.#begin = begin;
  }

  of(player: Player): T {
    const { entityIndex, userId } = player;
    const known = this.#entries[entityIndex];
    if (known !== undefined && known.userId === userId) return known.value;
    const value = this.#begin();
    this.#entries[entityIndex] = { userId, value };
    return value;
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries = [];
  }
}
