import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

type Db = Kysely<Database>;

export async function insertSignInAttempt(
  db: Db,
  attempt: { stateHash: Buffer; cookieHash: Buffer; returnTo: string; createdAt: Date },
): Promise<void> {
  await db
    .insertInto('sign_in_attempts')
    .values({
      state_hash: attempt.stateHash,
      cookie_hash: attempt.cookieHash,
      return_to: attempt.returnTo,
      created_at: attempt.createdAt,
    })
    .execute();
}

/** Removes an attempt and returns it: of callbacks arriving at once, one gets it and the others get nothing. */
export async function takeSignInAttempt(db: Db, stateHash: Buffer) {
  return db
    .deleteFrom('sign_in_attempts')
    .where('state_hash', '=', stateHash)
    .returningAll()
    .executeTakeFirst();
}

/** Remembers a nonce; false if it was seen before. */
export async function insertNonce(
  db: Db,
  nonce: { opEndpoint: string; nonce: string; seenAt: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('openid_nonces')
    .values({ op_endpoint: nonce.opEndpoint, nonce: nonce.nonce, seen_at: nonce.seenAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('nonce')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertSignIn(
  db: Db,
  signIn: { tokenHash: Buffer; steamId: bigint; formToken: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ last_sign_in_at: signIn.createdAt })
    .where('steam_id', '=', signIn.steamId)
    .execute();
  await db
    .insertInto('sign_ins')
    .values({
      token_hash: signIn.tokenHash,
      steam_id: signIn.steamId,
      form_token: signIn.formToken,
      created_at: signIn.createdAt,
      expires_at: signIn.expiresAt,
    })
    .execute();
}

export async function findSignIn(db: Db, tokenHash: Buffer, now: Date) {
  return db
    .selectFrom('sign_ins')
    .select(['steam_id', 'form_token'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Puts a new form token in place of the one just used; false if another request used it first. */
export async function replaceFormToken(
  db: Db,
  tokens: { tokenHash: Buffer; used: string; next: string },
): Promise<boolean> {
  const row = await db
    .updateTable('sign_ins')
    .set({ form_token: tokens.next })
    .where('token_hash', '=', tokens.tokenHash)
    .where('form_token', '=', tokens.used)
    .returning('steam_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSignIn(db: Db, tokenHash: Buffer): Promise<void> {
  await db.deleteFrom('sign_ins').where('token_hash', '=', tokenHash).execute();
}

/** Removes what can no longer be used. */
export async function deleteExpiredSignIns(
  db: Db,
  before: { attempts: Date; nonces: Date; signIns: Date },
): Promise<void> {
  await db.deleteFrom('sign_in_attempts').where('created_at', '<', before.attempts).execute();
  await db.deleteFrom('openid_nonces').where('seen_at', '<', before.nonces).execute();
  await db.deleteFrom('sign_ins').where('expires_at', '<', before.signIns).execute();
}
