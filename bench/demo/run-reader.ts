import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Reader, Task } from './readers.ts';

const RUN_LIMIT_MS = 600_000;

/** How often a process reads: three times and until it has taken so many seconds, but no more often than this. */
interface Repetition {
  readonly leastSeconds: number;
  readonly mostReads: number;
}

export const ONCE: Repetition = { leastSeconds: 0, mostReads: 1 };

/** What a program prints on stdout. */
type Printed =
  | {
      /** Of each reading, from opening the file to the finished result. */
      readonly seconds: readonly number[];
      /** Resident memory once the reader was loaded, before it read anything. */
      readonly idleBytes: number;
      /** The most resident memory the process ever had. */
      readonly peakBytes: number;
      readonly result: Result;
    }
  | { readonly failure: Failure };

/** What a reader made of a recording. What else there is in it depends on the reader. */
interface Result {
  /** Present in a summary. */
  readonly found?: Found;
}

export interface Found {
  readonly players: number;
  readonly kills: number;
  readonly chatLines: number;
}

interface Failure {
  readonly name: string;
  readonly message: string;
}

/** What one process gave. */
export type RunFigures =
  | {
      readonly outcome: 'read';
      readonly seconds: readonly number[];
      readonly bytesAboveIdle: number;
      /** From its start to its end, with everything it loads and prints. */
      readonly processSeconds: number;
      readonly result: Result;
    }
  | { readonly outcome: 'failed'; readonly failure: Failure };

/** Runs a reader in a new process. That it cannot read the file is a figure, too. */
export async function runReader(
  { command: [command = '', ...rest] }: Reader,
  options: {
    readonly task: Task;
    readonly path: string;
    readonly repetition: Repetition;
    readonly nodeOptions: readonly string[];
  },
): Promise<RunFigures> {
  const { task, path, repetition, nodeOptions } = options;
  const order = [task, path, String(repetition.leastSeconds), String(repetition.mostReads)];
  const programOptions = command === process.execPath ? nodeOptions : [];
  const startedAt = performance.now();
  const child = spawn(command, [...programOptions, ...rest, ...order], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: RUN_LIMIT_MS,
  });
  const exited = once(child, 'exit');
  const line = await text(child.stdout);
  const [code, signal] = await exited;
  const processSeconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) {
    const name = `ended with ${code ?? signal}`;
    return { outcome: 'failed', failure: { name, message: '' } };
  }
  const printed: Printed = JSON.parse(line);
  if ('failure' in printed) return { outcome: 'failed', failure: printed.failure };
  const { seconds, idleBytes, peakBytes, result } = printed;
  return { outcome: 'read', seconds, bytesAboveIdle: peakBytes - idleBytes, processSeconds, result };
}
