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

  /** Undefined when turned away. */
  take<Result>(work: () => Promise<Result>): Promise<Result> | undefined {
    if (this.#running < this.#options.maxRunning) {
      this.#running += 1;
      return this.#run(work);
    }
    if (this.#waiting.length >= this.#options.maxWaiting) return undefined;
    return new Promise<void>((resolve) => this.#waiting.push(resolve)).then(() => this.#run(work));
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
