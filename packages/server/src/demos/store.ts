import type { Kysely } from 'kysely';
import type { Database, SessionRow } from '../database/schema.ts';

type Db = Kysely<Database>;

/** Sessions that ended with what could be read of them, oldest first; of one account or of everybody. */
export async function findEndedSessions(
  db: Db,
  page: { readonly steamId?: bigint; readonly limit: number; readonly offset: number },
): Promise<SessionRow[]> {
  const { steamId } = page;
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('state', 'in', ['closed', 'pruned'])
    .$if(steamId !== undefined, (query) => query.where('steam_id', '=', steamId ?? 0n))
    .orderBy('opened_at')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export async function findSession(db: Db, id: bigint): Promise<SessionRow | undefined> {
  return db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** A secret all instances share, made by whichever asks first. */
export async function findOrCreateSecret(db: Db, name: string, candidate: Buffer): Promise<Buffer> {
  await db
    .insertInto('server_secrets')
    .values({ name, value: candidate })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('server_secrets')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.value;
}
