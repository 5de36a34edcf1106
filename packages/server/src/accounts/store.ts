import { type Kysely, sql } from 'kysely';
import type { Database, Role, SessionState } from '../database/schema.ts';

type Db = Kysely<Database>;

/** Adds the account with the role `player`. One that exists stays as it is, roles included. */
export async function insertAccount(db: Db, steamId: bigint): Promise<void> {
  await db
    .with('added', (query) =>
      query
        .insertInto('accounts')
        .values({ steam_id: steamId })
        .onConflict((conflict) => conflict.doNothing())
        .returning('steam_id'),
    )
    .insertInto('account_roles')
    .columns(['steam_id', 'role'])
    .expression((query) => query.selectFrom('added').select(['steam_id', sql.lit('player').as('role')]))
    .execute();
}

/** Holds the account until the transaction ends; false if there is none. */
export async function lockAccount(db: Db, steamId: bigint): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('steam_id')
    .where('steam_id', '=', steamId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes the account and, by cascade, everything that hangs on it. */
export async function deleteAccountRow(db: Db, steamId: bigint): Promise<void> {
  await db.deleteFrom('accounts').where('steam_id', '=', steamId).execute();
}

export async function insertRole(db: Db, steamId: bigint, role: Role): Promise<void> {
  await db
    .insertInto('account_roles')
    .values({ steam_id: steamId, role })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteRole(db: Db, steamId: bigint, role: Role): Promise<void> {
  await db.deleteFrom('account_roles').where('steam_id', '=', steamId).where('role', '=', role).execute();
}

export async function findRoles(db: Db, steamId: bigint): Promise<Role[]> {
  const rows = await db
    .selectFrom('account_roles')
    .select('role')
    .where('steam_id', '=', steamId)
    .orderBy('role')
    .execute();
  return rows.map(({ role }) => role);
}

export async function insertApiKey(db: Db, key: { steamId: bigint; hash: Buffer; prefix: string }) {
  return db
    .insertInto('api_keys')
    .values({ steam_id: key.steamId, hash: key.hash, prefix: key.prefix })
    .returning(['id', 'created_at'])
    .executeTakeFirstOrThrow();
}

export async function countLiveApiKeys(db: Db, steamId: bigint): Promise<number> {
  const { count } = await db
    .selectFrom('api_keys')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('steam_id', '=', steamId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The keys that are not revoked, oldest first; of every account when none is given. */
export async function findLiveApiKeys(db: Db, steamId?: bigint) {
  return db
    .selectFrom('api_keys')
    .select(['id', 'steam_id', 'prefix', 'created_at', 'last_used_at'])
    .where('revoked_at', 'is', null)
    .$if(steamId !== undefined, (query) => query.where('steam_id', '=', steamId ?? 0n))
    .orderBy('id')
    .execute();
}

/** Revokes one key of an account; false if it has no such key that is live. */
export async function revokeLiveApiKey(db: Db, steamId: bigint, keyId: bigint): Promise<boolean> {
  const row = await db
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('id', '=', keyId)
    .where('steam_id', '=', steamId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function revokeLiveApiKeys(db: Db, steamId: bigint): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('steam_id', '=', steamId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** A live key with the roles of its account, in one query. */
export async function findLiveApiKeyByHash(db: Db, hash: Buffer) {
  return db
    .selectFrom('api_keys')
    .select(({ selectFrom }) => [
      'id',
      'steam_id',
      'hash',
      sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('is_use_note_due'),
      selectFrom('account_roles')
        .select(sql<Role[]>`coalesce(array_agg(role), '{}')`.as('roles'))
        .whereRef('account_roles.steam_id', '=', 'api_keys.steam_id')
        .$asScalar()
        .$notNull()
        .as('roles'),
    ])
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

export async function noteApiKeyUse(db: Db, keyId: bigint): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: sql<Date>`now()` })
    .where('id', '=', keyId)
    .where(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`)
    .execute();
}

export interface LatestSession {
  readonly id: bigint;
  readonly demo_name: string;
  readonly map: string;
  readonly state: SessionState;
  readonly opened_at: Date;
}

export async function findLatestSession(db: Db, steamId: bigint): Promise<LatestSession | undefined> {
  return db
    .selectFrom('sessions')
    .select(['id', 'demo_name', 'map', 'state', 'opened_at'])
    .where('steam_id', '=', steamId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

export async function findSessionIds(db: Db, steamId: bigint): Promise<bigint[]> {
  const rows = await db.selectFrom('sessions').select('id').where('steam_id', '=', steamId).execute();
  return rows.map(({ id }) => id);
}
