import type { Config, OpenDatabase } from '@demobase/server';
import { UsageError } from './command-error.ts';
import { interruptionSignal } from './interruption.ts';
import { say } from './output.ts';

/** The server package, loaded only by commands that open the database: it is large. */
type ServerPackage = typeof import('@demobase/server');

/** What a command works with: the open database, and the rules that may touch it. */
export interface DatabaseAccess {
  readonly server: ServerPackage;
  readonly db: OpenDatabase['db'];
  /** Which database this is, for people. */
  readonly description: string;
}

/**
 * Opens the database that the settings name, whether a service runs on it or not, and closes it afterwards.
 *
 * @throws {UsageError} for settings that cannot be used, `DatabaseError` for a database that cannot
 */
export async function withDatabase<T>(work: (access: DatabaseAccess) => Promise<T>): Promise<T> {
  const server = await import('@demobase/server');
  const config = await readSettings();
  const signal = interruptionSignal();
  const database = await server.openDatabaseForTool(config.database, { log: quietLog }, { signal });
  try {
    return await work({ server, db: database.db, description: database.description });
  } finally {
    await database.close();
  }
}

/** The settings of the environment and of a file `.env` here. @throws {UsageError} */
export async function readSettings(): Promise<Config> {
  const { ConfigError, loadEnvironment, readConfig } = await import('@demobase/server');
  try {
    return readConfig(loadEnvironment());
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** As {@link withDatabase}, for commands that need every table to be there: a new database gets them first. */
export async function withCurrentDatabase<T>(work: (access: DatabaseAccess) => Promise<T>): Promise<T> {
  return withDatabase(async (access) => {
    const { server, db } = access;
    const migrations = await server.migrationStatus(db);
    if (migrations.every(({ executedAt }) => executedAt === undefined)) await server.migrateToLatest(db);
    await server.assertSchemaCurrent(db);
    return work(access);
  });
}

/** Starting PostgreSQL is no news to somebody who wants a key; what goes wrong is. */
const quietLog = {
  info: () => {},
  warn: (...parts: unknown[]) => say(logText(parts)),
  error: (...parts: unknown[]) => say(logText(parts)),
};

/** The loggers take an object with details, then the text. */
function logText(parts: unknown[]): string {
  return String(parts.findLast((part) => typeof part === 'string') ?? '');
}
