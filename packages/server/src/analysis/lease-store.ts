import { type Kysely, sql } from 'kysely';
import type { AnalysisState, Database } from '../database/schema.ts';
import type { DemoProblemReport } from './thread/thread-messages.ts';

type Db = Kysely<Database>;

/** What a worker holds while it analyses a demo: nobody else's word on that demo counts. */
export interface Lease {
  readonly sessionId: bigint;
  /** Of this attempt alone. */
  readonly worker: string;
}

/**
 * Begins an attempt, if the job is still the one that stands for the row and the demo is stored. Of two workers
 * with one job only one gets the lease.
 */
export async function claim(db: Db, lease: Lease, jobId: string): Promise<boolean> {
  const row = await db
    .updateTable('demo_analyses')
    .from('sessions')
    .set({
      state: 'running',
      worker: lease.worker,
      attempts: sql<number>`attempts + 1`,
      job_id: null,
      not_before: null,
      started_at: sql<Date>`now()`,
      heartbeat_at: sql<Date>`now()`,
      progress: 0,
    })
    .whereRef('sessions.id', '=', 'demo_analyses.session_id')
    .where('sessions.state', '=', 'closed')
    .where('session_id', '=', lease.sessionId)
    .where('demo_analyses.state', '=', 'queued')
    .where('job_id', '=', jobId)
    .returning('session_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends what was queued for a demo that is gone for good: it was pruned, or turned out to be none. */
export async function settleGone(db: Db, sessionId: bigint): Promise<void> {
  await db
    .updateTable('demo_analyses')
    .from('sessions')
    .set({
      state: sql<AnalysisState>`case when summary is null then 'failed' else 'done' end`,
      error_code: 'demo_gone',
      error_reason: 'The demo is no longer stored.',
      finished_at: sql<Date>`now()`,
    })
    .whereRef('sessions.id', '=', 'demo_analyses.session_id')
    .where('sessions.state', 'in', ['pruned', 'rejected'])
    .where('session_id', '=', sessionId)
    .where('demo_analyses.state', '=', 'queued')
    .execute();
}

/** Shows that the worker lives, and how far it is. @returns false when the lease is somebody else's by now */
export async function renewLease(db: Db, lease: Lease, progress: number): Promise<boolean> {
  const row = await held(db, lease)
    .set({ heartbeat_at: sql<Date>`now()`, progress })
    .returning('session_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives the lease back as if the attempt had not been: nothing is known against the demo. */
export async function returnLease(db: Db, lease: Lease, pauseSeconds: number): Promise<void> {
  await held(db, lease)
    .set({
      ...released,
      state: 'queued',
      attempts: sql<number>`attempts - 1`,
      not_before: secondsFromNow(pauseSeconds),
    })
    .execute();
}

/** Notes that the demo was at fault: it is tried again after a pause, or set aside when it was so too often. */
export async function noteFailure(
  db: Db,
  lease: Lease,
  failure: {
    readonly problem: DemoProblemReport;
    readonly readerVersion: string;
    readonly maxFailures: number;
    readonly pauseSeconds: number;
  },
): Promise<AnalysisState | undefined> {
  const row = await held(db, lease)
    .set({
      ...released,
      state: sql<AnalysisState>`case when failures + 1 < ${failure.maxFailures} then 'queued' else 'set_aside' end`,
      failures: sql<number>`failures + 1`,
      not_before: secondsFromNow(failure.pauseSeconds),
      finished_at: sql<Date>`now()`,
      error_code: failure.problem.code,
      error_reason: failure.problem.reason,
      reader_version: failure.readerVersion,
    })
    .returning('state')
    .executeTakeFirst();
  return row?.state;
}

/** Ends the analysis of a demo nobody can read, whose storage has lost it, or that is done: with its summary. */
export async function finish(
  db: Db,
  lease: Lease,
  end: {
    readonly state: 'done' | 'failed';
    readonly problem: DemoProblemReport | undefined;
    readonly readerVersion: string;
  },
): Promise<void> {
  await held(db, lease)
    .set({
      ...released,
      state: end.state,
      progress: 1,
      finished_at: sql<Date>`now()`,
      error_code: end.problem?.code ?? null,
      error_reason: end.problem?.reason ?? null,
      reader_version: end.readerVersion,
    })
    .execute();
}

/** Holds the row of a lease until the transaction ends; false when the lease is somebody else's by now. */
export async function lockLease(db: Db, lease: Lease): Promise<boolean> {
  // In the order in which deleting an account locks them, so that neither waits for the other for ever.
  await sql`select from sessions where id = ${lease.sessionId} for key share`.execute(db);
  const row = await db
    .selectFrom('demo_analyses')
    .select('session_id')
    .where('session_id', '=', lease.sessionId)
    .where('state', '=', 'running')
    .where('worker', '=', lease.worker)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Queues what workers left that were not heard of for so long, or that are known to be dead by the beginning of
 * their names. What did that to too many workers is set aside.
 */
export async function takeLostLeases(
  db: Db,
  lost: { readonly silentSeconds: number } | { readonly workersOf: string },
  { maxLosses, readerVersion }: { readonly maxLosses: number; readonly readerVersion: string },
): Promise<bigint[]> {
  const isTooMany = sql<boolean>`attempts - failures >= ${maxLosses}`;
  const rows = await db
    .updateTable('demo_analyses')
    .set({
      ...released,
      state: sql<AnalysisState>`case when ${isTooMany} then 'set_aside' else 'queued' end`,
      error_code: 'worker_lost',
      error_reason: 'The process that read the demo ended without a word.',
      reader_version: readerVersion,
    })
    .where('state', '=', 'running')
    .where(
      'workersOf' in lost
        ? sql<boolean>`starts_with(worker, ${`${lost.workersOf}/`})`
        : sql<boolean>`heartbeat_at < now() - make_interval(secs => ${lost.silentSeconds})`,
    )
    .returning('session_id')
    .execute();
  return rows.map((row) => row.session_id);
}

const released = { worker: null, heartbeat_at: null, progress: null, job_id: null } as const;

function held(db: Db, { sessionId, worker }: Lease) {
  return db
    .updateTable('demo_analyses')
    .where('session_id', '=', sessionId)
    .where('state', '=', 'running')
    .where('worker', '=', worker);
}

function secondsFromNow(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`;
}
