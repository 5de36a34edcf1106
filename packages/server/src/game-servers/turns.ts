interface TurnsOptions {
  readonly maxRunning: number;
  readonly maxWaiting: number;
}

/** Lets some work run at once and some wait for its turn; what is more than that is turned away. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** Undefined when turned away, or when nobody wants the result any more by the time its turn has come. */
  async take<Result>(work: () => Promise<Result>, isWanted: () => boolean): Promise<Result | undefined> {
    if (this.#running < this.#options.maxRunning) this.#running += 1;
    else if (this.#waiting.length >= this.#options.maxWaiting) return undefined;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#run(async () => (isWanted() ? work() : undefined));
  }

  async #run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Whoever waited has the place from this moment on.
      if (next) next();
      else this.#running -= 1;
    }
  }
}
