import type { FileOutcome } from './file-outcome.ts';

/** What a worker is told: analyse this file. One at a time. */
export interface WorkerRequest {
  readonly path: string;
}

/** What it answers: how far it is, then what came of it. */
export type WorkerAnswer =
  | { readonly type: 'progress'; readonly bytesRead: number }
  | { readonly type: 'done'; readonly outcome: FileOutcome }
  /** The detectors cannot be used, whatever the file. */
  | { readonly type: 'unusable'; readonly reason: string };
