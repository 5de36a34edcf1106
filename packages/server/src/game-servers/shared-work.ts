interface Entry<Result> {
  readonly work: Promise<Result>;
  /** Milliseconds since 1970 during which the result is good; undefined while it is being worked on. */
  fresh: { readonly from: number; readonly until: number } | undefined;
}

interface SharedWorkOptions<Result> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How many results are kept; the oldest goes first. */
  readonly maxKept: number;
  /** How long a result is good for. */
  readonly lifetimeMs: (result: Result) => number;
}

/** Does the same work once for all who ask for it meanwhile and shortly after. What fails is not kept. */
export class SharedWork<Result> {
  readonly #options: SharedWorkOptions<Result>;
  readonly #entries = new Map<string, Entry<Result>>();

  constructor(options: SharedWorkOptions<Result>) {
    this.#options = options;
  }

  /** `begin` is called unless the result of this key is there or on its way. */
  share(key: string, begin: () => Promise<Result>): { readonly work: Promise<Result>; isReused: boolean } {
    const { now, maxKept, lifetimeMs } = this.#options;
    const known = this.#entries.get(key);
    if (known && isGood(known, now())) return { work: known.work, isReused: true };
    const entry: Entry<Result> = { work: begin(), fresh: undefined };
    // Away and back, so that the map stays in the order of age.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.work.then(
      (result) => {
        entry.fresh = { from: now(), until: now() + lifetimeMs(result) };
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maxKept && oldest !== undefined) this.#entries.delete(oldest);
    return { work: entry.work, isReused: false };
  }
}

/** A clock that was set back makes what is known too old, not too good. */
function isGood({ fresh }: Entry<unknown>, now: number): boolean {
  return fresh === undefined || (now >= fresh.from && now < fresh.until);
}
