import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, ExternalJobState } from '../database/schema.ts';

type Db = Kysely<Database>;
export type ExternalJobRow = Selectable<Database['external_jobs']>;

/** A demo that awaits an analysis from elsewhere. */
export interface AwaitingDemo {
  readonly id: bigint;
  readonly size_bytes: bigint | null;
  readonly sha256: Buffer | null;
  readonly map: string;
}

/**
 * Demos no analysis from elsewhere was taken in for, and that nobody works at and nobody gave up on, oldest first.
 * The conditions on `sessions` are those of the index `sessions_awaiting_ingest`, to the letter: with parameters in
 * them PostgreSQL might not see that it is meant.
 */
function awaiting(db: Db, { now, maxAttempts }: { readonly now: Date; readonly maxAttempts: number }) {
  return db
    .selectFrom('sessions')
    .leftJoin('external_jobs as job', 'job.session_id', 'sessions.id')
    .where(sql<boolean>`sessions.state = 'closed' and size_bytes > 0 and ingested_at is null`)
    .where((where) =>
      where.or([
        where('job.session_id', 'is', null),
        where.and([
          where('job.attempt', '<', maxAttempts),
          where.or([
            where('job.state', '=', 'failed'),
            where.and([where('job.state', '=', 'leased'), where('lease_expires_at', '<=', now)]),
          ]),
        ]),
      ]),
    )
    .orderBy('opened_at')
    .orderBy('sessions.id');
}

export async function findAwaiting(
  db: Db,
  options: { readonly now: Date; readonly maxAttempts: number; readonly limit: number },
): Promise<bigint[]> {
  const rows = await awaiting(db, options).select('sessions.id').limit(options.limit).execute();
  return rows.map(({ id }) => id);
}

/** The oldest demo that nobody else is claiming at this moment, held until the transaction ends. */
export async function lockOldestAwaiting(
  db: Db,
  options: { readonly now: Date; readonly maxAttempts: number },
): Promise<AwaitingDemo | undefined> {
  return awaiting(db, options)
    .select(['sessions.id', 'size_bytes', 'sha256', 'map'])
    .limit(1)
    .forNoKeyUpdate('sessions')
    .skipLocked()
    .executeTakeFirst();
}

/** Begins a lease; undefined when somebody else got one since the demo was found. */
export async function insertLease(
  db: Db,
  lease: {
    readonly sessionId: bigint;
    readonly holder: bigint;
    readonly now: Date;
    readonly expiresAt: Date;
    readonly maxAttempts: number;
  },
): Promise<ExternalJobRow | undefined> {
  const row = {
    state: 'leased',
    holder_steam_id: lease.holder,
    lease_expires_at: lease.expiresAt,
    updated_at: lease.now,
  } as const;
  return db
    .insertInto('external_jobs')
    .values({ session_id: lease.sessionId, attempt: 1, ...row })
    .onConflict((conflict) =>
      conflict
        .column('session_id')
        .doUpdateSet({ ...row, attempt: sql<number>`external_jobs.attempt + 1` })
        .where('external_jobs.attempt', '<', lease.maxAttempts)
        .where((where) =>
          where.or([
            where('external_jobs.state', '=', 'failed'),
            where.and([
              where('external_jobs.state', '=', 'leased'),
              where('external_jobs.lease_expires_at', '<=', lease.now),
            ]),
          ]),
        ),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Sets aside the demos whose last lease ran out without a word. */
export async function setAsideExpired(
  db: Db,
  { now, maxAttempts }: { readonly now: Date; readonly maxAttempts: number },
): Promise<bigint[]> {
  const rows = await db
    .updateTable('external_jobs')
    .set({ state: 'set_aside', last_error: 'The lease ran out without a word.', updated_at: now })
    .where('state', '=', 'leased')
    .where('lease_expires_at', '<=', now)
    .where('attempt', '>=', maxAttempts)
    .returning('session_id')
    .execute();
  return rows.map((row) => row.session_id);
}

export async function findJob(db: Db, sessionId: bigint): Promise<ExternalJobRow | undefined> {
  return db.selectFrom('external_jobs').selectAll().where('session_id', '=', sessionId).executeTakeFirst();
}

/** What names one lease, and whose it has to be. */
export interface HeldLease {
  readonly sessionId: bigint;
  readonly attempt: number;
  readonly holder: bigint;
}

/**
 * Changes a lease, if it is still that one and this holder's. One that ran out counts until it is handed out again:
 * what its holder has done is no worse for it.
 */
export async function changeLease(
  db: Db,
  lease: HeldLease,
  changes: {
    readonly state?: ExternalJobState;
    readonly lease_expires_at?: Date;
    readonly last_error?: string;
    readonly updated_at: Date;
  },
): Promise<boolean> {
  const row = await db
    .updateTable('external_jobs')
    .set(changes)
    .where('session_id', '=', lease.sessionId)
    .where('attempt', '=', lease.attempt)
    .where('holder_steam_id', '=', lease.holder)
    .where('state', '=', 'leased')
    .returning('session_id')
    .executeTakeFirst();
  return row !== undefined;
}
