import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { type ConnectionSettings, connect, createPool, describeConnection } from './connection.ts';
import { DataFolderInUseError } from './data-folder-in-use-error.ts';
import { type DataFolderLock, lockDataFolder } from './data-folder-lock.ts';
import { EmbeddedPostgresql } from './embedded/embedded-postgresql.ts';
import { waitForExternal } from './external-postgresql.ts';
import { readInstanceId } from './instance-id.ts';
import type { Log } from './log.ts';
import type { Database } from './schema.ts';

/** Which PostgreSQL: our own inside the data folder, or somebody's. `dataDir` is the platform's data folder. */
export type DatabaseSettings =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'external'; readonly dataDir: string; readonly connection: ConnectionSettings };

export interface OpenOptions {
  readonly log: Log;
  /** Connections the pool may open; 10 unless given. The lock has one more of its own. */
  readonly maxConnections?: number;
}

export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  /** Which database this is, for people; no secrets. */
  readonly description: string;
  /** Closes the connections, and stops an embedded PostgreSQL when it is ours to stop. Safe to repeat. */
  close(): Promise<void>;
}

/** A database opened by the one process that serves its data folder. */
export interface ServedDatabase extends OpenDatabase {
  readonly lock: DataFolderLock;
}

interface Source {
  readonly description: string;
  /** Where it listens now. */
  getConnection(): ConnectionSettings;
  /** Opens a single connection, after making sure that there is something to connect to. */
  readonly connect: (name: string, cancel: Cancel) => Promise<pg.Client>;
  /** Called by the process that has the lock, when nobody else uses the database. */
  stop(): Promise<void>;
}

type Cancel = { signal?: AbortSignal | undefined };

/**
 * Opens the database for the process that serves the data folder, starting an embedded one if it does not run,
 * and waiting up to 30 seconds for an external one. Throws `DatabaseError`; `data_folder_in_use` when another
 * process serves the folder already.
 */
export async function openDatabase(
  settings: DatabaseSettings,
  options: OpenOptions,
  { signal }: Cancel = {},
): Promise<ServedDatabase> {
  const { dataDir } = settings;
  const instanceId = await readInstanceId(dataDir);
  const source = await openSource(settings, options, { signal });
  const lock = await lockDataFolder(
    { dataDir, instanceId, access: 'serve', connect: source.connect, log: options.log },
    { signal },
  );
  return { ...openPool(source, options, lock), lock };
}

/**
 * Opens the database for a command, beside a serving process or alone. Whoever has the lock of an embedded
 * PostgreSQL stops it: a command that finds nobody serving takes the lock while it works.
 */
export async function openDatabaseForTool(
  settings: DatabaseSettings,
  options: OpenOptions,
  { signal }: Cancel = {},
): Promise<OpenDatabase> {
  if (settings.kind === 'external') {
    return openPool(await openSource(settings, options, { signal }), options, undefined);
  }
  const { dataDir } = settings;
  const instanceId = await readInstanceId(dataDir);
  const source = await openSource(settings, options, { signal });
  try {
    const lock = await lockDataFolder(
      { dataDir, instanceId, access: 'tool', connect: source.connect, log: options.log },
      { signal },
    );
    return openPool(source, options, lock);
  } catch (error) {
    if (error instanceof DataFolderInUseError) return openPool(source, options, undefined);
    throw error;
  }
}

async function openSource(
  settings: DatabaseSettings,
  { log }: OpenOptions,
  { signal }: Cancel,
): Promise<Source> {
  if (settings.kind === 'external') {
    const { connection } = settings;
    await waitForExternal(connection, { log }, { signal });
    return {
      description: `PostgreSQL database ${describeConnection(connection)}`,
      getConnection: () => connection,
      connect: (name) => connect(connection, { applicationName: name }),
      stop: async () => {},
    };
  }
  const embedded = await EmbeddedPostgresql.prepare({ dataDir: settings.dataDir, log });
  await embedded.ensureRunning({ signal });
  return {
    description: `embedded PostgreSQL in ${embedded.clusterFolder}`,
    getConnection: () => embedded.connection,
    // Also brings back a PostgreSQL that was killed: the lock connects again for as long as we run.
    async connect(name, cancel) {
      await embedded.ensureRunning(cancel);
      return connect(embedded.connection, { applicationName: name });
    },
    stop: () => embedded.stop(),
  };
}

function openPool(
  source: Source,
  { log, maxConnections = 10 }: OpenOptions,
  lock: DataFolderLock | undefined,
): OpenDatabase {
  const pool = createPool(source.getConnection(), { log, maxConnections });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await db.destroy();
    await lock?.release({ lastly: () => source.stop() });
  };
  return {
    db,
    pool,
    description: source.description,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
