import type { Kysely } from 'kysely';
import type { Config } from '../config.ts';
import type { Log } from '../database/log.ts';
import type { Database } from '../database/schema.ts';
import { AnalysisWorkers } from './analysis-workers.ts';
import { JobQueue } from './job-queue.ts';
import { requeueUnreadable } from './queue-analysis.ts';
import { QueueKeeper, takeLost } from './queue-keeper.ts';
import { READER_VERSION } from './run-analysis.ts';

interface PipelineOptions {
  readonly config: Pick<Config, 'analysis' | 'blobs'>;
  readonly db: Kysely<Database>;
  readonly log: Log;
  /** Who this process is. */
  readonly processName: string;
  /** True when no other process of this name can be alive: what one of them left is free at once. */
  readonly isOnlyOne: boolean;
  /** The instance whose demos are within reach; undefined when those of all are. */
  readonly demosOf: string | undefined;
}

/** What turns stored demos into knowledge: the queue, who keeps it, and the workers of this process, if any. */
export class AnalysisPipeline {
  readonly #options: PipelineOptions;
  readonly #jobs: JobQueue;
  readonly #workers: AnalysisWorkers;
  #keeper: QueueKeeper | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: PipelineOptions) {
    const { config, db, log, processName, demosOf } = options;
    const { workers: count, memoryMb, timeoutMs } = config.analysis;
    this.#options = options;
    this.#jobs = new JobQueue({ db, log, demosOf });
    this.#workers = new AnalysisWorkers({
      db,
      log,
      timeoutMs,
      jobs: this.#jobs,
      count,
      thread: { blobs: config.blobs, memoryMb },
      processName,
    });
  }

  /** @throws {DatabaseError} when the queue cannot be set up */
  async start(): Promise<void> {
    const { db, log, processName, isOnlyOne } = this.#options;
    await this.#jobs.start();
    if (isOnlyOne) await takeLost({ db, log }, { workersOf: processName });
    const again = await requeueUnreadable(db, READER_VERSION);
    if (again.length > 0)
      log.info({ demos: again.length }, 'demos that another version could not read queued');
    this.#workers.start();
    this.#keeper = new QueueKeeper({ db, log, jobs: this.#jobs, onJobs: () => this.#workers.nudge() });
  }

  /** Safe to repeat. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#workers.stop();
    await this.#keeper?.stop();
    await this.#jobs.stop();
  }
}
