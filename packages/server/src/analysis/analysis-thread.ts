import { Worker } from 'node:worker_threads';
import type { BlobStoreConfig } from '../config.ts';
import type {
  AnalysisOutcome,
  AnalysisTask,
  DemoProblemReport,
  ThreadData,
  ThreadMessage,
} from './thread/thread-messages.ts';

/** Objects that live for a moment; the rest of a thread's memory is for what it keeps. */
const YOUNG_MEMORY_MB = 32;

/** How a task ended, as seen from outside the thread. One that never began says nothing about the demo. */
export type TaskEnd =
  | AnalysisOutcome
  | { readonly outcome: 'interrupted' }
  | { readonly outcome: 'not-begun'; readonly reason: string };

/** After anything else, what the reader left in the heap is to be in nobody's way. */
const livesAfter: readonly TaskEnd['outcome'][] = ['analysed', 'unreadable', 'missing', 'storage-failed'];

export interface ThreadOptions {
  readonly blobs: BlobStoreConfig;
  readonly memoryMb: number;
}

/**
 * A thread that analyses demos, one at a time. It has a heap of its own, and whatever a demo does to it happens
 * to nobody else; after a death, the next task begins with a new one.
 */
export class AnalysisThread {
  readonly #options: ThreadOptions;
  #worker: Worker | undefined;
  #isReady = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Analyses one demo. An abort ends the thread in the middle of whatever it does. */
  async run(
    task: AnalysisTask,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: number) => void },
  ): Promise<TaskEnd> {
    if (signal.aborted) return { outcome: 'interrupted' };
    this.#worker ??= startWorker(this.#options);
    const worker = this.#worker;
    const listening = new AbortController();
    const end = new Promise<TaskEnd>((resolve) => {
      const onMessage = (message: ThreadMessage) => {
        if (message.type === 'ready') this.#isReady = true;
        else if (message.type === 'progress') onProgress(message.progress);
        else resolve(message.end);
      };
      const onDeath = (problem: DemoProblemReport) =>
        resolve(
          this.#isReady
            ? { outcome: 'crashed', problem }
            : { outcome: 'not-begun', reason: `The thread did not start: ${problem.reason}` },
        );
      const onError = (error: Error) => onDeath(causeOfDeath(error, this.#options));
      const onExit = (code: number) =>
        onDeath({ code: 'thread_ended', reason: `The thread that read the demo ended with code ${code}.` });
      worker.on('message', onMessage).once('error', onError).once('exit', onExit);
      signal.addEventListener('abort', () => resolve({ outcome: 'interrupted' }), {
        signal: listening.signal,
      });
      listening.signal.addEventListener('abort', () => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      });
    });
    worker.postMessage(task);
    const ended = await end;
    listening.abort();
    if (!livesAfter.includes(ended.outcome)) await this.stop();
    return ended;
  }

  /** Ends the thread, whatever it does. Another task would start one again. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#isReady = false;
    worker?.on('error', () => {});
    await worker?.terminate();
  }
}

function startWorker({ blobs, memoryMb }: ThreadOptions): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const file = isSource ? './thread/from-source.mjs' : './thread/main.js';
  const workerData: ThreadData = { blobs };
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
    // Our packages find each other's TypeScript by this condition.
    ...(isSource && { execArgv: ['--conditions=source'] }),
    name: 'demobase analysis',
  });
  // A thread that waits for work keeps no process from ending.
  worker.unref();
  return worker;
}

function causeOfDeath(error: Error, { memoryMb }: ThreadOptions): DemoProblemReport {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { code: 'out_of_memory', reason: `Reading the demo took more than ${memoryMb} MB of memory.` };
  }
  return { code: 'reader_failed', reason: `${error.name}: ${error.message}` };
}
