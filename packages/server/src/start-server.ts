import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { purgeExpiredSignIns } from './accounts/sign-in.ts';
import { AnalysisPipeline } from './analysis/analysis-pipeline.ts';
import { buildApp } from './app.ts';
import type { App, AppParts } from './app-parts.ts';
import { openBlobStore } from './blobs/open-blob-store.ts';
import type { Config } from './config.ts';
import { isInstanceAlive } from './database/lock-holder.ts';
import { migrateToLatest } from './database/migrate.ts';
import { openDatabase } from './database/open-database.ts';
import { deleteQueuedBlobs } from './demos/delete-queued-blobs.ts';
import { GameServerChecks } from './game-servers/game-server-checks.ts';
import { Sessions } from './sessions/sessions.ts';
import { openSteamAccess } from './steam-access.ts';

/** A running instance. */
export interface RunningServer {
  /** Where it listens, as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Resolves with the reason if the instance cannot go on and must be stopped. */
  readonly doomed: Promise<string>;
  /** Stops it in the reverse order of its start; streams can be resumed afterwards. Safe to repeat. */
  stop(): Promise<void>;
}

const HOUSEKEEPING_MS = 10_000;
/** How long downloads and other requests under way may hold up a stop. */
const REQUESTS_TIMEOUT_MS = 10_000;

/**
 * Starts an instance: database and migrations, then blobs, analyses, Steam, sessions and HTTP. What was started is
 * stopped again when a later step fails.
 *
 * @throws {DatabaseError} if the database cannot be used, or another process serves the data folder.
 * @throws {BlobStoreError} if the storage cannot be opened.
 */
export async function startServer(
  config: Config,
  options: { readonly log: FastifyBaseLogger; readonly signal?: AbortSignal },
): Promise<RunningServer> {
  const { log, signal } = options;
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    for (const step of stops.reverse()) {
      await step().catch((error: unknown) => log.error({ err: error }, 'a part did not stop cleanly'));
    }
  };
  try {
    await mkdir(config.dataDir, { recursive: true });
    const database = await openDatabase(config.database, { log }, { signal });
    stops.push(() => database.close());
    log.info({ database: database.description }, 'database open');
    const migrated = await migrateToLatest(database.db);
    if (migrated.length > 0) log.info({ migrations: migrated }, 'schema brought up to date');

    const blobs = await openBlobStore(config.blobs);
    stops.push(() => blobs.close());
    log.info({ blobs: blobs.describe() }, 'blob store open');

    const { instanceId } = database.lock;
    const analyses = new AnalysisPipeline({
      config,
      db: database.db,
      log,
      processName: instanceId,
      // Whoever has the data folder is the only one who can be this instance.
      isOnlyOne: true,
      demosOf: blobs.isShared ? undefined : instanceId,
    });
    stops.push(() => analyses.stop());
    await analyses.start();

    const steam = openSteamAccess(config);
    stops.push(() => steam.gameServers.close());

    let listeningUrl = '';
    const basis = {
      config,
      db: database.db,
      pool: database.pool,
      blobs,
      log,
      steam,
      publicUrl: () => config.publicUrl ?? listeningUrl,
      now: () => new Date(),
    };
    const parts: AppParts = { ...basis, gameServerChecks: new GameServerChecks(basis) };
    stops.push(() => parts.gameServerChecks.stop());
    const sessions = new Sessions(parts, {
      instanceId,
      isInstanceAlive: (instanceId) => isInstanceAlive(database.db, instanceId),
    });
    stops.push(() => sessions.stop());
    await sessions.start();
    const app = await buildApp(parts, sessions);
    // Streams end beside the requests: an HTTP server waits for its sockets, theirs among them.
    stops.push(async () => void (await Promise.all([closeHttp(app), sessions.stop()])));
    stops.push(keepHouse(parts));
    await app.listen({ host: config.host, port: config.port });
    const { port } = app.server.address() as AddressInfo;
    listeningUrl = urlOf(config.host, port);

    const doomed = new Promise<string>((resolve) => {
      database.lock.onChange((state) => {
        if (state.status === 'taken') resolve('Another demobase has taken the data folder.');
      });
    });
    return {
      url: listeningUrl,
      doomed,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Lets requests finish, within limits. A connection whose answer was just sent does not count as idle yet
 * when the server closes, and would hold it up for as long as its client keeps it alive: so ask again.
 */
async function closeHttp(app: App): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 100);
  const limit = setTimeout(() => app.server.closeAllConnections(), REQUESTS_TIMEOUT_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(limit);
  }
}

function urlOf(host: string, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Work nobody waits for, done every few seconds: deleted demos leave the storage, old sign-ins the database. */
function keepHouse(parts: AppParts): () => Promise<void> {
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    round ??= Promise.all([deleteQueuedBlobs(parts), purgeExpiredSignIns(parts)])
      .then(
        () => {},
        (error: unknown) => parts.log.error({ err: error }, 'housekeeping failed'),
      )
      .finally(() => {
        round = undefined;
      });
  }, HOUSEKEEPING_MS).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
