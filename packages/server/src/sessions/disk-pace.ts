/** A write that takes longer than this waited for the disk, not for the memory it is copied to. */
const SLOW_WRITE_MS = 10;
const SLOW_FOR_MS = 5_000;

/**
 * Whether the disk takes bytes at the pace of memory. While it does, writing to it on the spot is quicker
 * than handing the bytes to another thread, and leaves none in our hands; when it does not, nobody but the
 * sender of those bytes may wait for it.
 */
export class DiskPace {
  #slowUntil = 0;

  isFast(now: number): boolean {
    return now >= this.#slowUntil;
  }

  /** Notes how long a write took, as two readings of one clock in milliseconds. */
  note(startedAt: number, endedAt: number): void {
    if (endedAt - startedAt > SLOW_WRITE_MS) this.#slowUntil = endedAt + SLOW_FOR_MS;
  }
}
