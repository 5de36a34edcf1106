import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../command-error.ts';
import { sentence } from '../part-outcome-text.ts';
import type { DetectorPlan } from './detector-plan.ts';
import type { FileOutcome } from './file-outcome.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-messages.ts';

interface RunOptions {
  readonly onBytes: (bytesRead: number) => void;
  readonly signal: AbortSignal;
}

/** A thread that analyses files, one at a time. Detectors may be anybody's code: it may crash, or never end. */
export class AnalysisWorker {
  readonly #worker: Worker;
  #isLost = false;

  constructor(plan: DetectorPlan) {
    this.#worker = new Worker(new URL('./analysis-thread.js', import.meta.url), {
      workerData: plan,
      stdin: true,
      stdout: true,
    });
    // What a detector prints is talk: on stdout it would end up among the analyses.
    this.#worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
    const lose = () => {
      this.#isLost = true;
    };
    this.#worker.on('error', lose).on('exit', lose);
  }

  /** Whether it has broken down, and can analyse nothing more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Analyses a file, or stdin for `-`. That a worker breaks down is the outcome of the file it was at.
   * @throws {UsageError} when the detectors cannot be used
   * @throws what the signal is aborted with
   */
  async run(path: string, options: RunOptions): Promise<FileOutcome> {
    const isStdin = path === '-';
    const { stdin } = this.#worker;
    if (isStdin && stdin !== null) process.stdin.pipe(stdin);
    try {
      return await this.#ask({ path }, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof UsageError) throw error;
      return failed(error instanceof Error ? error.message : String(error));
    } finally {
      // Whoever writes to us learns that nobody reads any more.
      if (isStdin) process.stdin.destroy();
    }
  }

  async #ask(request: WorkerRequest, { onBytes, signal }: RunOptions): Promise<FileOutcome> {
    const answers = on(this.#worker, 'message', { signal, close: ['exit'] });
    this.#worker.postMessage(request);
    // Nobody but our own thread posts these.
    for await (const [answer] of answers as AsyncIterable<[WorkerAnswer]>) {
      switch (answer.type) {
        case 'progress':
          onBytes(answer.bytesRead);
          break;
        case 'done':
          return answer.outcome;
        case 'unusable':
          throw new UsageError(answer.reason);
      }
    }
    return failed('it ended the process it ran in');
  }

  close(): void {
    void this.#worker.terminate();
  }
}

function failed(reason: string): FileOutcome {
  return { outcome: 'failed', reason: `A detector broke the analysis: ${sentence(reason)}` };
}
