import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { AnalysisPipeline } from './analysis/analysis-pipeline.ts';
import { openBlobStore } from './blobs/open-blob-store.ts';
import { type Config, ConfigError } from './config.ts';
import { readInstanceId } from './database/instance-id.ts';
import { migrateToLatest } from './database/migrate.ts';
import { openDatabaseForTool } from './database/open-database.ts';
import type { Running, StartOptions } from './run-until-stopped.ts';

/**
 * Starts a process that analyses demos, beside instances or on a machine of its own. It keeps no data folder: one
 * that an instance serves is read beside it.
 *
 * @throws {ConfigError} when it is to have no workers
 * @throws {DatabaseError} if the database cannot be used
 * @throws {BlobStoreError} if the storage cannot be opened
 */
export async function startWorker(config: Config, { log, signal, warn }: StartOptions): Promise<Running> {
  const { workers } = config.analysis;
  if (workers === 0) {
    throw new ConfigError(
      'DEMOBASE_ANALYSIS_WORKERS is 0, so there is nothing to run. Leave it out, or set how many demos to analyse at once.',
    );
  }
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) {
      await step().catch((error: unknown) => log.error({ err: error }, 'a part did not stop cleanly'));
    }
  };
  try {
    await mkdir(config.dataDir, { recursive: true });
    const database = await openDatabaseForTool(config.database, { log }, { signal });
    stops.push(() => database.close());
    await migrateToLatest(database.db);
    const blobs = await openBlobStore(config.blobs);
    stops.push(() => blobs.close());
    if (!blobs.isShared)
      warn(`only demos that the instance of this data folder stored are in ${blobs.describe()}.`);
    const analyses = new AnalysisPipeline({
      config,
      db: database.db,
      log,
      processName: `worker@${hostname()}`,
      isOnlyOne: false,
      demosOf: blobs.isShared ? undefined : await readInstanceId(config.dataDir),
    });
    stops.push(() => analyses.stop());
    await analyses.start();
    const many = workers === 1 ? 'one demo' : `${workers} demos`;
    return { readyText: `Demobase analyses ${many} at a time, from ${blobs.describe()}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
