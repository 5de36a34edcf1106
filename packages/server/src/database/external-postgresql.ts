import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { type ConnectionSettings, connect, describeConnection } from './connection.ts';
import { DatabaseError, errorCodeOf, errorTextOf } from './database-error.ts';
import type { Log } from './log.ts';

/** The oldest version that its makers still mend. */
const minimumMajorVersion = 15;
const waitMaxMs = 30_000;

/**
 * Waits until the database answers: containers start in any order. Throws `unreachable` after 30 seconds,
 * `refused` at once when it does not let us in, `unsupported_database` when it is not one we can use.
 */
export async function waitForExternal(
  connection: ConnectionSettings,
  { log }: { log: Log },
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const description = describeConnection(connection);
  const deadline = Date.now() + waitMaxMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const client = await connect(connection, { applicationName: 'demobase' });
      try {
        return await assertSupported(client, description);
      } finally {
        await client.end();
      }
    } catch (error) {
      if (error instanceof DatabaseError) throw error;
      if (!mayPass(error)) {
        const message = `The database ${description} refuses us: ${errorTextOf(error)}. Check DATABASE_URL or POSTGRES_*.`;
        throw new DatabaseError('refused', message, { cause: error });
      }
      if (Date.now() > deadline) {
        const message =
          `The database ${description} cannot be reached: ${errorTextOf(error)}. Start it, or correct DATABASE_URL ` +
          'or POSTGRES_*.';
        throw new DatabaseError('unreachable', message, { cause: error });
      }
      if (attempt % 10 === 0)
        log.info({ detail: errorTextOf(error) }, `waiting for the database ${description}`);
      await delay(500, undefined, { signal });
    }
  }
}

async function assertSupported(client: pg.Client, description: string): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
  );
  const version = Math.floor(Number(rows[0]?.version) / 10_000);
  if (version < minimumMajorVersion) {
    const message = `The database ${description} is PostgreSQL ${version}; demobase needs ${minimumMajorVersion} or newer.`;
    throw new DatabaseError('unsupported_database', message);
  }
  if (rows[0]?.encoding !== 'UTF8') {
    const message = `The database ${description} stores text as ${rows[0]?.encoding}; create one with encoding UTF8.`;
    throw new DatabaseError('unsupported_database', message);
  }
}

/** Only PostgreSQL itself, once it runs, gives a final answer; "starting up" (57P03) and "too many" (53300) pass. */
function mayPass(error: unknown): boolean {
  const code = errorCodeOf(error);
  const isSqlState = code !== undefined && /^[0-9][0-9A-Z]{4}$/.test(code);
  return !isSqlState || code.startsWith('57P') || code === '53300' || code.startsWith('08');
}
