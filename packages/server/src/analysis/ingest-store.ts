import { type Kysely, sql } from 'kysely';
import type { Database, SessionState } from '../database/schema.ts';
import type { AnalysisHead, StorableDetection } from './ingest-document.ts';

type Db = Kysely<Database>;

export interface IngestableSession {
  readonly state: SessionState;
  readonly size_bytes: bigint | null;
  readonly rejection_reason: string | null;
}

/** A session, held until the transaction ends, so that analyses of one demo are taken in one after another. */
export async function lockIngestableSession(
  db: Db,
  sessionId: bigint,
): Promise<IngestableSession | undefined> {
  return db
    .selectFrom('sessions')
    .select(['state', 'size_bytes', 'rejection_reason'])
    .where('id', '=', sessionId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function deleteDetections(db: Db, sessionId: bigint, author: string): Promise<void> {
  await db
    .deleteFrom('detections')
    .where('session_id', '=', sessionId)
    .where('author', '=', author)
    .execute();
}

/** Adds detections in their order; each column is one parameter, however many there are. */
export async function insertDetections(
  db: Db,
  { sessionId, author }: { readonly sessionId: bigint; readonly author: string },
  detections: readonly StorableDetection[],
): Promise<void> {
  await sql`
    insert into detections (session_id, author, algorithm, steam_id, tick, data)
    select ${sessionId}::bigint, ${author}, algorithm, steam_id, tick, data::jsonb
    from unnest(
      ${detections.map((it) => it.algorithm)}::text[],
      ${detections.map((it) => it.steamId)}::bigint[],
      ${detections.map((it) => it.tick)}::integer[],
      ${detections.map((it) => it.data)}::text[]
    ) with ordinality as detection (algorithm, steam_id, tick, data, place)
    order by place
  `.execute(db);
}

/** Notes that the analysis is in, in place of an earlier one of the same author. */
export async function noteIngest(
  db: Db,
  ingest: AnalysisHead & {
    readonly sessionId: bigint;
    readonly ingestedBy: bigint;
    readonly ingestedAt: Date;
  },
): Promise<void> {
  const row = {
    ingested_by: ingest.ingestedBy,
    ingested_at: ingest.ingestedAt,
    duration_ticks: BigInt(ingest.durationTicks),
    map: ingest.map,
    server_ip: ingest.serverIp,
    detection_count: ingest.detectionCount,
  };
  await db
    .insertInto('ingests')
    .values({ session_id: ingest.sessionId, author: ingest.author, ...row })
    .onConflict((conflict) => conflict.columns(['session_id', 'author']).doUpdateSet(row))
    .execute();
  await db
    .updateTable('sessions')
    .set({ ingested_at: ingest.ingestedAt })
    .where('id', '=', ingest.sessionId)
    .execute();
}
