/** What runs in a worker thread: it loads the detectors once, then analyses one file after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AnalysisOptions } from '@demobase/demo';
import { analyseFile } from './analyse-file.ts';
import { type DetectorPlan, loadPlan } from './detector-plan.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-messages.ts';

const plan: DetectorPlan = workerData;
const loading = loadPlan(plan).catch((error: unknown) =>
  String(error instanceof Error ? error.message : error),
);

parentPort?.on('message', async ({ path }: WorkerRequest) => {
  const loaded = await loading;
  if (typeof loaded === 'string') tell({ type: 'unusable', reason: loaded });
  else await analyse(path, loaded);
});

async function analyse(path: string, options: AnalysisOptions): Promise<void> {
  const onBytes = (bytesRead: number) => tell({ type: 'progress', bytesRead });
  tell({ type: 'done', outcome: await analyseFile(path, { options, onBytes }) });
}

function tell(answer: WorkerAnswer): void {
  parentPort?.postMessage(answer);
}
