import { type Kysely, sql } from 'kysely';
import type { AnalysisState, Database } from '../database/schema.ts';

type Db = Kysely<Database>;

/** What queueing a row anew makes of it; its summary stays until there is another. */
const queued = {
  state: 'queued',
  attempts: 0,
  failures: 0,
  queued_at: sql<Date>`now()`,
  not_before: null,
  job_id: null,
  finished_at: null,
  heartbeat_at: null,
  worker: null,
  progress: null,
  error_code: null,
  error_reason: null,
} as const;

export async function upsertQueued(db: Db, sessionId: bigint, priority: number): Promise<void> {
  await db
    .insertInto('demo_analyses')
    .values({ session_id: sessionId, state: 'queued', priority })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ ...queued, priority }))
    .execute();
}

/** Adds the stored demos that have no row, as those of before there were analyses. */
export async function insertMissing(db: Db, priority: number): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into demo_analyses (session_id, state, priority)
    select id, 'queued', ${priority} from sessions
    where state = 'closed' and sha256 is not null
      and not exists (select from demo_analyses where session_id = sessions.id)
    on conflict do nothing
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Which analyses are done again: of some demos, of some states, of all. */
export interface RequeueChoice {
  readonly sessionIds?: readonly bigint[];
  readonly states?: readonly AnalysisState[];
  /** Only what a reader of another version did. */
  readonly notOfReader?: string;
}

/** Queues analyses anew, of demos that are still stored. Gives their sessions. */
export async function requeue(db: Db, choice: RequeueChoice, priority: number): Promise<bigint[]> {
  const { sessionIds, states, notOfReader } = choice;
  const rows = await db
    .updateTable('demo_analyses')
    .from('sessions')
    .set({ ...queued, priority })
    .whereRef('sessions.id', '=', 'demo_analyses.session_id')
    .where('sessions.state', '=', 'closed')
    .$if(sessionIds !== undefined, (query) =>
      query.where('session_id', '=', sql<bigint>`any(${sessionIds}::bigint[])`),
    )
    .$if(states !== undefined, (query) => query.where('demo_analyses.state', 'in', states ?? []))
    .$if(notOfReader !== undefined, (query) =>
      query.where('reader_version', 'is distinct from', notOfReader ?? ''),
    )
    .returning('session_id')
    .execute();
  return rows.map((row) => row.session_id);
}

export interface WaitingAnalysis {
  readonly sessionId: bigint;
  readonly priority: number;
  readonly notBefore: Date | null;
}

/** Queued rows that have no job yet, the most urgent first, held until the transaction ends. */
export async function lockWithoutJob(
  db: Db,
  { limit, demosOf }: { readonly limit: number; readonly demosOf: string | undefined },
): Promise<WaitingAnalysis[]> {
  const rows = await db
    .selectFrom('demo_analyses')
    .select(['demo_analyses.session_id', 'priority', 'not_before'])
    .where('demo_analyses.state', '=', 'queued')
    .where('job_id', 'is', null)
    .$if(demosOf !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('sessions')
            .select('id')
            .whereRef('id', '=', 'demo_analyses.session_id')
            .where('instance_id', '=', demosOf ?? ''),
        ),
      ),
    )
    .orderBy('priority', 'desc')
    .orderBy('queued_at')
    .limit(limit)
    .forUpdate('demo_analyses')
    .skipLocked()
    .execute();
  return rows.map((row) => ({
    sessionId: row.session_id,
    priority: row.priority,
    notBefore: row.not_before,
  }));
}

export async function setJobs(
  db: Db,
  jobs: readonly { readonly id: string; readonly sessionId: bigint }[],
): Promise<void> {
  await sql`
    update demo_analyses set job_id = jobs.id
    from unnest(${jobs.map(({ sessionId }) => sessionId)}::bigint[], ${jobs.map(({ id }) => id)}::uuid[])
      as jobs (session_id, id)
    where demo_analyses.session_id = jobs.session_id
  `.execute(db);
}
