import { type Kysely, sql } from 'kysely';
import type { AnalysisState, Database } from '../database/schema.ts';

type Db = Kysely<Database>;

export type AnalysedDemoRow = NonNullable<Awaited<ReturnType<typeof findAnalysedDemo>>>;

/** A session with its analysis, which it has from when its demo is stored. */
export async function findAnalysedDemo(db: Db, sessionId: bigint) {
  return db
    .selectFrom('sessions')
    .leftJoin('demo_analyses as analysis', 'analysis.session_id', 'sessions.id')
    .select([
      'sessions.id',
      'sessions.steam_id',
      'sessions.state',
      'sessions.demo_name',
      'sessions.map',
      'sessions.fake_ip',
      'sessions.opened_at',
      'sessions.ended_at',
      'sessions.size_bytes',
      'sessions.sha256',
      'sessions.is_complete',
      'analysis.state as analysis_state',
      'analysis.attempts',
      'analysis.progress',
      'analysis.queued_at',
      'analysis.started_at',
      'analysis.finished_at',
      'analysis.error_code',
      'analysis.error_reason',
      'analysis.reader_version',
      // As text: it is passed on as it is, and can be megabytes.
      sql<string | null>`analysis.summary::text`.as('summary'),
    ])
    .where('sessions.id', '=', sessionId)
    .executeTakeFirst();
}

/** What was found in a demo, in the order it happened. */
export async function findDetections(db: Db, sessionId: bigint, limit: number) {
  return db
    .selectFrom('detections')
    .select([
      'author',
      'algorithm',
      'steam_id',
      'tick',
      // As text: a number in it can be larger than JavaScript's are exact.
      sql<string | null>`data::text`.as('data'),
    ])
    .where('session_id', '=', sessionId)
    .orderBy('tick')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function countByState(db: Db): Promise<ReadonlyMap<AnalysisState, number>> {
  const rows = await db
    .selectFrom('demo_analyses')
    .select(({ fn }) => ['state', fn.countAll<bigint>().as('count')])
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** Demos of which little or nothing is known, the latest first. */
export async function findUnread(db: Db, limit: number) {
  return db
    .selectFrom('demo_analyses')
    .select(['session_id', 'state', 'error_code', 'error_reason', 'reader_version'])
    .where('state', 'in', ['failed', 'set_aside'])
    .orderBy('finished_at', (order) => order.desc().nullsLast())
    .orderBy('session_id')
    .limit(limit)
    .execute();
}
