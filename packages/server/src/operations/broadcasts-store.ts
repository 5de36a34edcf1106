import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database/schema.ts';

type Db = Kysely<Database>;
export type BroadcastRow = Selectable<Database['broadcasts']>;

/** The broadcasts that are not retired, newest first. */
export async function findBroadcasts(db: Db, limit: number): Promise<BroadcastRow[]> {
  return db
    .selectFrom('broadcasts')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('post_date', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function insertBroadcast(
  db: Db,
  broadcast: { readonly message: string; readonly importance: string; readonly postDate: Date },
): Promise<BroadcastRow> {
  const { message, importance, postDate } = broadcast;
  return db
    .insertInto('broadcasts')
    .values({ message, importance, post_date: postDate })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** False when there is no such broadcast, or it was retired before. */
export async function retireBroadcastRow(db: Db, id: bigint, retiredAt: Date): Promise<boolean> {
  const row = await db
    .updateTable('broadcasts')
    .set({ retired_at: retiredAt })
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
