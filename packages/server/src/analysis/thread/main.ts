import { parentPort, workerData } from 'node:worker_threads';
import { openBlobStore } from '../../blobs/open-blob-store.ts';
import { analyseStoredDemo } from './analyse-stored-demo.ts';
import type { AnalysisTask, ThreadData, ThreadMessage } from './thread-messages.ts';

/** Often enough for somebody who watches, and for who keeps the lease. */
const PROGRESS_MS = 250;

// Whoever starts this file as a thread gives it what AnalysisThread does.
const { blobs: blobConfig } = workerData as ThreadData;
const port = parentPort;
if (!port) throw new Error('This file is the beginning of a worker thread.');
const blobs = openBlobStore(blobConfig);
// Who awaits it later sees the failure.
blobs.catch(() => {});

port.on('message', async ({ sessionId }: AnalysisTask) => {
  let toldAt = 0;
  const onProgress = (progress: number) => {
    if (Date.now() - toldAt < PROGRESS_MS) return;
    toldAt = Date.now();
    say({ type: 'progress', progress });
  };
  try {
    const end = await analyseStoredDemo(await blobs, sessionId, { onProgress });
    const result = 'result' in end ? end.result : undefined;
    say({ type: 'end', end }, result && [result.summary.buffer, result.rows.buffer, result.analysis.buffer]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say({ type: 'end', end: { outcome: 'storage-failed', reason } });
  }
});

say({ type: 'ready' });

function say(message: ThreadMessage, transferred: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transferred);
}
