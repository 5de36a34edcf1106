import { type Kysely, sql } from 'kysely';
import type { Database, ReportReason } from '../database/schema.ts';

type Db = Kysely<Database>;

/** Whose session it is, held until the transaction ends; undefined for a session nobody has. */
export async function lockSessionOwner(db: Db, sessionId: bigint): Promise<bigint | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select('steam_id')
    .where('id', '=', sessionId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.steam_id;
}

export interface NewReport {
  readonly sessionId: bigint;
  readonly targetSteamId: bigint;
  readonly reason: ReportReason | null;
  readonly reporterSteamId: bigint;
}

/** Adds a report unless the session has the same one already, or as many as `maxReports`. */
export async function insertReport(
  db: Db,
  report: NewReport,
  { maxReports }: { readonly maxReports: number },
): Promise<'added' | 'repeated' | 'full'> {
  const { count, is_there } = await db
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .select(
      sql<boolean>`coalesce(bool_or(
        target_steam_id = ${report.targetSteamId} and reason is not distinct from ${report.reason}
      ), false)`.as('is_there'),
    )
    .where('session_id', '=', report.sessionId)
    .executeTakeFirstOrThrow();
  if (is_there) return 'repeated';
  if (count >= maxReports) return 'full';
  await db
    .insertInto('reports')
    .values({
      session_id: report.sessionId,
      target_steam_id: report.targetSteamId,
      reason: report.reason,
      reporter_steam_id: report.reporterSteamId,
    })
    .execute();
  return 'added';
}
