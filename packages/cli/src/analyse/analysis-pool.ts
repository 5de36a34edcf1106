import { AnalysisWorker } from './analysis-worker.ts';
import type { DetectorPlan } from './detector-plan.ts';
import type { FileOutcome } from './file-outcome.ts';

interface PoolOptions {
  readonly plan: DetectorPlan;
  /** How many files are analysed side by side. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Told how much of a file, by its place among the paths, has been read. */
  readonly onBytes: (place: number, bytesRead: number) => void;
}

/** Analyses files side by side, and gives what came of them in the order of the paths. */
export async function* analyseFiles(
  paths: readonly string[],
  options: PoolOptions,
): AsyncGenerator<FileOutcome, void> {
  const pool = new AnalysisPool(options);
  try {
    const outcomes = paths.map((path, place) => pool.analyse(path, place));
    // One that fails while an earlier one is waited for is met when its turn comes.
    for (const outcome of outcomes) outcome.catch(() => {});
    for (const outcome of outcomes) yield await outcome;
  } finally {
    pool.close();
  }
}

/** As many workers as there are jobs, started as they are needed. */
class AnalysisPool {
  readonly #options: PoolOptions;
  readonly #idle: AnalysisWorker[] = [];
  readonly #all = new Set<AnalysisWorker>();
  readonly #waiting: (() => void)[] = [];
  #busyCount = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async analyse(path: string, place: number): Promise<FileOutcome> {
    if (this.#busyCount >= this.#options.jobs) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#busyCount++;
    const { signal, onBytes } = this.#options;
    try {
      signal.throwIfAborted();
      const worker = this.#take();
      const outcome = await worker.run(path, { signal, onBytes: (bytes) => onBytes(place, bytes) });
      this.#idle.push(worker);
      return outcome;
    } finally {
      this.#busyCount--;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    for (const worker of this.#all) worker.close();
  }

  #take(): AnalysisWorker {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.isLost) return idle;
      this.#all.delete(idle);
    }
    const worker = new AnalysisWorker(this.#options.plan);
    this.#all.add(worker);
    return worker;
  }
}
