import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AppParts } from '../app-parts.ts';
import type { Database } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { createSecretToken, hashSecret } from './secret-token.ts';
import { deleteSignIn, findSignIn, insertSignIn, replaceFormToken } from './sign-in-store.ts';

/** How long a browser stays signed in. */
export const signInLifetimeMs = 12 * 3_600_000;

type BrowserParts = Pick<AppParts, 'db' | 'now'>;

/** A browser somebody is signed in with. */
export interface SignedInBrowser {
  readonly steamId: bigint;
  /** To be sent back by the next form: it proves that the form is ours, and works once. */
  readonly formToken: string;
}

/** Signs a browser in and returns the token for its cookie; only its hash is stored. */
export async function rememberBrowser(
  db: Kysely<Database>,
  { steamId, now }: { steamId: bigint; now: Date },
): Promise<string> {
  const token = createSecretToken();
  await insertSignIn(db, {
    tokenHash: hashSecret(token),
    steamId,
    formToken: createSecretToken(),
    createdAt: now,
    expiresAt: new Date(now.getTime() + signInLifetimeMs),
  });
  return token;
}

/** Who is signed in with this cookie; undefined for nobody. */
export async function findSignedIn(
  parts: BrowserParts,
  token: string | undefined,
): Promise<SignedInBrowser | undefined> {
  if (!token) return undefined;
  const row = await findSignIn(parts.db, hashSecret(token), parts.now());
  return row && { steamId: row.steam_id, formToken: row.form_token };
}

/**
 * Takes in a form: says who sent it and makes its token useless, so that sending it again changes nothing.
 *
 * @throws `sign_in_required`, or `form_stale` when the token is wrong or was used.
 */
export async function redeemForm(
  parts: BrowserParts,
  { token, formToken }: { token: string | undefined; formToken: string | undefined },
): Promise<{ readonly steamId: bigint }> {
  const signedIn = await findSignedIn(parts, token);
  if (!token || !signedIn) throw errors.signInRequired();
  const isOurs = timingSafeEqual(hashSecret(formToken ?? ''), hashSecret(signedIn.formToken));
  // The update decides between two copies of one form sent at the same moment.
  const isFirst =
    isOurs &&
    (await replaceFormToken(parts.db, {
      tokenHash: hashSecret(token),
      used: signedIn.formToken,
      next: createSecretToken(),
    }));
  if (!isFirst) throw errors.formStale();
  return { steamId: signedIn.steamId };
}

/** Forgets the sign-in of this browser. */
export async function forgetBrowser(parts: Pick<AppParts, 'db'>, token: string | undefined): Promise<void> {
  if (token) await deleteSignIn(parts.db, hashSecret(token));
}
