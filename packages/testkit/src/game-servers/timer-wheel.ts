const SLOT_COUNT = 1024;

interface Scheduled<T> {
  readonly dueTick: number;
  readonly item: T;
}

/**
 * Hands out items when their delay is over, to the millisecond, with one timer for all of them: thousands of
 * fake servers that delay their answers would otherwise need thousands of timers a second.
 */
export class TimerWheel<T> {
  readonly #slots: Scheduled<T>[][] = Array.from({ length: SLOT_COUNT }, () => []);
  readonly #deliver: (item: T) => void;
  #size = 0;
  #doneTick = currentTick();
  #armedTick = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(deliver: (item: T) => void) {
    this.#deliver = deliver;
  }

  schedule(delayMs: number, item: T): void {
    if (this.#size === 0) this.#doneTick = currentTick();
    const dueTick = Math.max(Math.ceil(performance.now() + delayMs), this.#doneTick + 1);
    this.#slotAt(dueTick).push({ dueTick, item });
    this.#size++;
    if (dueTick < this.#armedTick) this.#arm(dueTick);
  }

  /** Forgets what is still waiting. */
  clear(): void {
    for (const slot of this.#slots) slot.length = 0;
    this.#size = 0;
    this.#disarm();
  }

  #advance(): void {
    this.#disarm();
    const now = currentTick();
    // Once round the wheel sees every slot, however long the last tick was ago.
    const firstTick = Math.max(this.#doneTick + 1, now - SLOT_COUNT + 1);
    this.#doneTick = now;
    for (let tick = firstTick; tick <= now; tick++) {
      const slot = this.#slotAt(tick);
      if (slot.length === 0) continue;
      const due = slot.filter(({ dueTick }) => dueTick <= now);
      const later = due.length === slot.length ? [] : slot.filter(({ dueTick }) => dueTick > now);
      slot.length = 0;
      slot.push(...later);
      this.#size -= due.length;
      for (const { item } of due) this.#deliver(item);
    }
    if (this.#size > 0) this.#arm(this.#nextTick());
  }

  /** The next tick with something in its slot; what waits for a later turn of the wheel only wakes it early. */
  #nextTick(): number {
    let tick = this.#doneTick + 1;
    while (this.#slotAt(tick).length === 0) tick++;
    return tick;
  }

  #slotAt(tick: number): Scheduled<T>[] {
    return this.#slots[tick % SLOT_COUNT] as Scheduled<T>[];
  }

  #arm(tick: number): void {
    this.#disarm();
    this.#armedTick = tick;
    this.#timer = setTimeout(() => this.#advance(), Math.max(0, tick - performance.now()));
    // The sockets keep the process alive; once they are closed, nothing that waits here matters.
    this.#timer.unref();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#armedTick = Number.POSITIVE_INFINITY;
  }
}

function currentTick(): number {
  return Math.floor(performance.now());
}
