import type { Kysely } from 'kysely';
import type { AnalysisState, Database } from '../database/schema.ts';
import { insertMissing, requeue, upsertQueued } from './queue-store.ts';
import { countByState, findUnread } from './read-store.ts';

type Db = Kysely<Database>;

/** Demos that just came go before those that are read again. */
const FRESH = 0;
const AGAIN = -1;

/**
 * Has a demo analysed, or analysed anew: it was just stored, or late bytes have completed it. Call it in the
 * transaction that says so; a result of what the demo was before is then no longer wanted.
 */
export async function queueAnalysis(db: Db, sessionId: bigint): Promise<void> {
  await upsertQueued(db, sessionId, FRESH);
}

/**
 * Queues stored demos that nobody queued: those of before there were analyses, and of instances that knew none.
 * Gives how many.
 */
export async function queueMissingAnalyses(db: Db): Promise<number> {
  return insertMissing(db, AGAIN);
}

/**
 * Has demos analysed anew: all, some, or those whose analysis is in some state. What is known of them stays until
 * there is something better. Gives the sessions; demos that are not stored are not among them.
 */
export async function requeueAnalyses(
  db: Db,
  choice: { readonly sessionIds?: readonly bigint[]; readonly states?: readonly AnalysisState[] },
): Promise<bigint[]> {
  return db.transaction().execute(async (transaction) => {
    await insertMissing(transaction, AGAIN);
    return requeue(transaction, choice, AGAIN);
  });
}

/** Has another try at what another version of the reader could not read. */
export async function requeueUnreadable(db: Db, readerVersion: string): Promise<bigint[]> {
  return requeue(db, { states: ['set_aside', 'failed'], notOfReader: readerVersion }, AGAIN);
}

/** How many demos are in which state of analysis. */
export async function countAnalyses(db: Db): Promise<ReadonlyMap<AnalysisState, number>> {
  return countByState(db);
}

/** A stored demo of which little or nothing is known, and why. */
export interface UnreadDemo {
  readonly sessionId: bigint;
  readonly state: AnalysisState;
  readonly code: string | null;
  readonly reason: string | null;
  readonly readerVersion: string | null;
}

/** As many as somebody looks through. */
const MAX_LISTED = 100;

/** The demos that nobody could read, and those whose reading failed too often; the latest first. */
export async function listUnreadDemos(db: Db): Promise<UnreadDemo[]> {
  const rows = await findUnread(db, MAX_LISTED);
  return rows.map((row) => ({
    sessionId: row.session_id,
    state: row.state,
    code: row.error_code,
    reason: row.error_reason,
    readerVersion: row.reader_version,
  }));
}
