import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database, Role } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { createSecretToken, hashSecret } from './secret-token.ts';
import {
  countLiveApiKeys,
  findLiveApiKeyByHash,
  findLiveApiKeys,
  insertApiKey,
  lockAccount,
  noteApiKeyUse,
  revokeLiveApiKey,
} from './store.ts';

/** How many live API keys an account can have. */
export const maxApiKeys = 10;

const prefixLength = 8;
const keyPattern = /^MB-[A-Za-z0-9_-]{43}$/;

/** A key just made. This is the only place where `key` itself ever is: the database has its hash. */
export interface NewApiKey {
  readonly id: bigint;
  readonly key: string;
  /** The key's first characters, enough for its owner to recognise it. */
  readonly prefix: string;
  readonly createdAt: Date;
}

/** What is known of a live API key. */
export interface ApiKeyInfo {
  readonly id: bigint;
  readonly steamId: bigint;
  readonly prefix: string;
  readonly createdAt: Date;
  /** To the minute; undefined before the first use. */
  readonly lastUsedAt: Date | undefined;
}

/** Who makes a request: the account, what it may do, and the key it came with. */
export interface Principal {
  readonly steamId: bigint;
  readonly roles: ReadonlySet<Role>;
  readonly keyId: bigint;
}

/** Makes an API key for an account. @throws `account_unknown`, or `api_key_limit` when it has ten live ones. */
export async function createApiKey(db: Kysely<Database>, steamId: bigint): Promise<NewApiKey> {
  return db.transaction().execute((transaction) => addApiKey(transaction, steamId));
}

/**
 * Revokes a key and makes a new one in its place; the other keys of the account stay as they are.
 *
 * @throws `api_key_not_found` unless it is a live key of this account.
 */
export async function replaceApiKey(
  db: Kysely<Database>,
  { steamId, keyId }: { steamId: bigint; keyId: bigint },
): Promise<NewApiKey> {
  return db.transaction().execute(async (transaction) => {
    if (!(await revokeLiveApiKey(transaction, steamId, keyId))) throw errors.apiKeyNotFound();
    return addApiKey(transaction, steamId);
  });
}

/** Revokes a key at once and for good. @throws `api_key_not_found` unless it is a live key of this account. */
export async function revokeApiKey(
  db: Kysely<Database>,
  { steamId, keyId }: { steamId: bigint; keyId: bigint },
): Promise<void> {
  if (!(await revokeLiveApiKey(db, steamId, keyId))) throw errors.apiKeyNotFound();
}

/** The live keys of an account, or of all of them, oldest first. */
export async function listApiKeys(db: Kysely<Database>, steamId?: bigint): Promise<ApiKeyInfo[]> {
  const rows = await findLiveApiKeys(db, steamId);
  return rows.map((row) => ({
    id: row.id,
    steamId: row.steam_id,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }));
}

/** Who an API key belongs to; undefined when it is unknown, revoked or not an API key at all. */
export async function findPrincipal(db: Kysely<Database>, key: string): Promise<Principal | undefined> {
  if (!keyPattern.test(key)) return undefined;
  const hash = hashSecret(key);
  const row = await findLiveApiKeyByHash(db, hash);
  if (!row || !timingSafeEqual(row.hash, hash)) return undefined;
  // Bookkeeping must not fail a request that is fine otherwise; if the database is gone, the request will notice.
  if (row.is_use_note_due) await noteApiKeyUse(db, row.id).catch(() => {});
  return { steamId: row.steam_id, roles: new Set(row.roles), keyId: row.id };
}

/** Counts under a lock on the account: two requests at once cannot both make the tenth key. */
async function addApiKey(transaction: Kysely<Database>, steamId: bigint): Promise<NewApiKey> {
  if (!(await lockAccount(transaction, steamId))) throw errors.accountUnknown({ steamId });
  if ((await countLiveApiKeys(transaction, steamId)) >= maxApiKeys) {
    throw errors.apiKeyLimit({ maxKeys: maxApiKeys });
  }
  const key = `MB-${createSecretToken()}`;
  const prefix = key.slice(0, prefixLength);
  const row = await insertApiKey(transaction, { steamId, hash: hashSecret(key), prefix });
  return { id: row.id, key, prefix, createdAt: row.created_at };
}
