import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';
import { isProcessAlive } from './process-alive.ts';
import type { Database } from './schema.ts';

/** `serve` keeps the data folder for as long as it runs, `tool` (a command) for a moment. */
export type LockAccess = 'serve' | 'tool';

/** The process that has a data folder, as it wrote itself into the name of its connection. */
export interface LockHolder {
  /** The whole name. */
  readonly name: string;
  readonly access: LockAccess;
  readonly pid: number;
  readonly host: string;
}

/** The name of the connection that keeps the lock; PostgreSQL cuts names at 63 bytes. */
export function lockConnectionName(access: LockAccess): string {
  return `demobase ${access} ${process.pid} ${hostname()}`.slice(0, 63);
}

/** Exported for its test. */
export function parseLockConnectionName(name: string): LockHolder | undefined {
  const match = /^demobase (serve|tool) (\d+) (.*)$/.exec(name);
  if (!match) return undefined;
  return {
    name,
    access: match[1] === 'tool' ? 'tool' : 'serve',
    pid: Number(match[2]),
    host: match[3] ?? '',
  };
}

/** True when the holder said it is a process of this machine; names are cut, so only their beginning counts. */
export function isOnThisHost(holder: LockHolder): boolean {
  return holder.host !== '' && hostname().startsWith(holder.host);
}

/** True when the holder was a process of this machine that has ended: PostgreSQL is about to free its lock. */
export function isHolderGone(holder: LockHolder): boolean {
  return isOnThisHost(holder) && !isProcessAlive(holder.pid);
}

/** Takes the lock for as long as `client` stays connected, or says at once that another has it. */
export async function tryLock(client: pg.Client, instanceId: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
    lockKey(instanceId),
  ]);
  return rows[0]?.locked === true;
}

/** Who has the lock; undefined when nobody has it any more, or its name does not tell. */
export async function findLockHolder(client: pg.Client, instanceId: string): Promise<LockHolder | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select coalesce(application_name, '') as name from pg_stat_activity where pid in (${holdersOfLock})`,
    lockKeyHalves(instanceId),
  );
  return rows[0] && parseLockConnectionName(rows[0].name);
}

/** True while a process has the data folder of this instance: the database lists the locks it has given. */
export async function isInstanceAlive(db: Kysely<Database>, instanceId: string): Promise<boolean> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(holdersOfLock, lockKeyHalves(instanceId)));
  return rows.length > 0;
}

const holdersOfLock = `
  select pid from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted
    and database = (select oid from pg_database where datname = current_database())
    and classid::bigint = $1 and objid::bigint = $2`;

/** An advisory lock is named by 64 bits; these are taken from a hash, so that two ids never meet. */
function lockKey(instanceId: string): bigint {
  return createHash('sha256').update(`demobase instance ${instanceId}`).digest().readBigInt64BE();
}

/** The key as `pg_locks` shows it: upper and lower half, unsigned. */
function lockKeyHalves(instanceId: string): bigint[] {
  const key = lockKey(instanceId);
  return [BigInt.asUintN(32, key >> 32n), BigInt.asUintN(32, key)];
}
