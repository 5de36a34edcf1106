import { randomUUID } from 'node:crypto';
import { errorTextOf } from '../database/database-error.ts';
import { AnalysisThread, type ThreadOptions } from './analysis-thread.ts';
import type { AnalysisJob, JobQueue } from './job-queue.ts';
import { type RunParts, runAnalysis } from './run-analysis.ts';

/** How long an idle process waits before it looks for work of others. */
const LOOK_MS = 1_000;

interface WorkersOptions extends RunParts {
  readonly jobs: JobQueue;
  /** How many demos are read at once; each has a thread. */
  readonly count: number;
  readonly thread: ThreadOptions;
  /** What the names of these workers begin with: who this process is. */
  readonly processName: string;
}

/** The threads of this process that analyse demos, and who gives them work. */
export class AnalysisWorkers {
  readonly #options: WorkersOptions;
  readonly #idle: AnalysisThread[];
  readonly #threads: readonly AnalysisThread[];
  readonly #stopping = new AbortController();
  readonly #attempts = new Set<Promise<void>>();
  #wake: () => void = () => {};
  #working: Promise<void> | undefined;

  constructor(options: WorkersOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.count }, () => new AnalysisThread(options.thread));
    this.#idle = [...this.#threads];
  }

  start(): void {
    if (this.#threads.length > 0) this.#working ??= this.#work();
  }

  /** Looks for work at once: some has just come. */
  nudge(): void {
    this.#wake();
  }

  /** Ends what is being read, in its middle; it begins anew elsewhere, or here at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#working;
    await Promise.all(this.#attempts);
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const awake = this.#sleep();
      const jobs = this.#idle.length > 0 ? await this.#options.jobs.fetch(this.#idle.length) : [];
      for (const job of jobs) this.#begin(job);
      if (jobs.length === 0) await awake;
    }
  }

  /** Until something happens, or for a while. */
  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #begin(job: AnalysisJob): void {
    const thread = this.#idle.pop();
    if (!thread) throw new Error('More jobs were taken than there are threads.');
    const attempt = this.#run(job, thread).finally(() => {
      this.#attempts.delete(attempt);
      this.#idle.push(thread);
      this.#wake();
    });
    this.#attempts.add(attempt);
  }

  async #run(job: AnalysisJob, thread: AnalysisThread): Promise<void> {
    const { jobs, processName, log } = this.#options;
    const { sessionId } = job;
    const lease = { sessionId, worker: `${processName}/${process.pid}/${randomUUID()}` };
    try {
      const { signal } = this.#stopping;
      const problem = await runAnalysis(this.#options, { lease, jobId: job.id, thread, signal });
      await (problem === undefined ? jobs.complete(job) : jobs.fail(job, problem));
    } catch (error) {
      // The database went away. The lease ends by itself, and the demo is queued again.
      log.error(
        { err: error, detail: errorTextOf(error), sessionId: String(sessionId) },
        'analysis interrupted',
      );
    }
  }
}
