import type { BlobStoreConfig } from '../../config.ts';

/** What a thread is started with. */
export interface ThreadData {
  readonly blobs: BlobStoreConfig;
}

/** What a thread is asked to do, one thing at a time. */
export interface AnalysisTask {
  readonly sessionId: bigint;
}

/** What is in a demo, as JSON in UTF-8 that PostgreSQL takes: the thread that runs the API never parses it. */
export interface AnalysisResult {
  /** A `DemoSummary`. */
  readonly summary: Uint8Array<ArrayBuffer>;
  /** `SearchableRows` of the summary. */
  readonly rows: Uint8Array<ArrayBuffer>;
  /** A `DemoAnalysis`. */
  readonly analysis: Uint8Array<ArrayBuffer>;
}

/** What is wrong with a demo: a stable code, and a sentence for people. */
export interface DemoProblemReport {
  readonly code: string;
  readonly reason: string;
}

/**
 * How the analysis of a demo went, as the thread that did it tells.
 *
 * - `analysed`: with a problem where reading ended before the demo did
 * - `unreadable`: nobody could tell what is in it, now or at another try
 * - `missing`: the storage has no such demo
 * - `storage-failed`: the storage is at fault; the demo may be fine
 * - `crashed`: the reader is at fault
 */
export type AnalysisOutcome =
  | {
      readonly outcome: 'analysed';
      readonly result: AnalysisResult;
      readonly problem: DemoProblemReport | undefined;
    }
  | {
      readonly outcome: 'unreadable';
      readonly result: AnalysisResult | undefined;
      readonly problem: DemoProblemReport;
    }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'storage-failed'; readonly reason: string }
  | { readonly outcome: 'crashed'; readonly problem: DemoProblemReport };

/** What a thread says: that it is there, once, and then how each task goes. */
export type ThreadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: number }
  | { readonly type: 'end'; readonly end: AnalysisOutcome };
