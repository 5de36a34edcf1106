import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { BlobName } from './blob-name.ts';

type Db = Kysely<Database>;

/** Deletions looked up at once. */
const BATCH = 100;

/**
 * Has blobs removed, soon and surely. Called in the transaction that forgets them, so that a crash or a
 * storage that is down delays a deletion but never loses it. One array is one parameter, however many names.
 */
export async function queueBlobDeletions(db: Db, names: readonly BlobName[]): Promise<void> {
  await sql`
    insert into blob_deletions (name) select unnest(${names}::text[]) on conflict do nothing
  `.execute(db);
}

/** The names that were queued first. */
export async function findQueuedDeletions(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('blob_deletions')
    .select('name')
    .orderBy('queued_at')
    .limit(BATCH)
    .execute();
  return rows.map((row) => row.name);
}

export async function removeQueuedDeletion(db: Db, name: string): Promise<void> {
  await db.deleteFrom('blob_deletions').where('name', '=', name).execute();
}
