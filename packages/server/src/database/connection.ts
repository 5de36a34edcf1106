import pg from 'pg';
import type { Log } from './log.ts';

/** How to reach a PostgreSQL; the same for a pool and for a single connection. */
export type ConnectionSettings = Readonly<
  Pick<pg.ClientConfig, 'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>
>;

const int8 = 20;
const int8Array = 1016;

/** 64-bit integers arrive as `bigint`. Set for each connection: `pg.types` belongs to the whole process. */
function createTypeParsers(): pg.CustomTypesConfig {
  const parsers = new pg.TypeOverrides();
  parsers.setTypeParser(int8, BigInt);
  parsers.setTypeParser(int8Array, parseInt8Array);
  return parsers;
}

/** Of one dimension, such as `{1,2,NULL}`. */
function parseInt8Array(text: string): (bigint | null)[] {
  const items = text.slice(1, -1);
  return items === '' ? [] : items.split(',').map((item) => (item === 'NULL' ? null : BigInt(item)));
}

/** Opens one connection, to be closed by the caller. A connection that drops emits `end`, never a crash. */
export async function connect(
  settings: ConnectionSettings,
  { applicationName }: { applicationName: string },
): Promise<pg.Client> {
  const client = new pg.Client({
    ...settings,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: createTypeParsers(),
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** Opens a pool; see the comments inside for what each connection is set to. */
export function createPool(
  settings: ConnectionSettings,
  { maxConnections, log }: { maxConnections: number; log: Log },
): pg.Pool {
  const pool = new pg.Pool({
    ...settings,
    application_name: 'demobase',
    max: maxConnections,
    // How long a request waits for a free connection.
    connectionTimeoutMillis: 10_000,
    // A query that takes this long is a mistake; what may take longer sets its own limit (`set local`).
    statement_timeout: 60_000,
    // A transaction left open holds its locks and keeps old rows from being cleaned up.
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    types: createTypeParsers(),
  });
  const logDropped = (error: Error) => log.warn({ detail: error.message }, 'a database connection dropped');
  pool.on('error', logDropped);
  // The pool hears only of idle connections; one in use that drops between two queries would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Says which database this is, without its password. */
export function describeConnection(settings: ConnectionSettings): string {
  const { user, host, port, database } = new pg.Client(settings);
  return `${database} on ${host.startsWith('/') ? host : `${host}:${port}`} as ${user}`;
}
