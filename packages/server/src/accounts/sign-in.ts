import { timingSafeEqual } from 'node:crypto';
import {
  confirmSignIn,
  openIdProviderAt,
  profileConfigured,
  readSignInAnswer,
  type SignInAssertion,
  type SteamId,
  signInUrl,
} from '@demobase/steam';
import type { AppParts } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { createAccount } from './roles.ts';
import { createSecretToken, hashSecret } from './secret-token.ts';
import {
  deleteExpiredSignIns,
  insertNonce,
  insertSignInAttempt,
  takeSignInAttempt,
} from './sign-in-store.ts';
import { rememberBrowser } from './signed-in-browser.ts';

/** How long Steam's page may take: an attempt older than this is refused. */
export const attemptLifetimeMs = 10 * 60_000;
const nonceLifetimeMs = 25 * 3_600_000;

type SignInParts = Pick<AppParts, 'config' | 'db' | 'log' | 'publicUrl' | 'now' | 'steam'>;

/** A sign-in under way: where to send the browser, and the cookie that ties the attempt to it. */
export interface StartedSignIn {
  readonly redirectUrl: string;
  readonly attemptCookie: string;
}

/** What came of Steam's answer, refusals aside; `token` is the cookie of the signed-in browser. */
export type FinishedSignIn =
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'signed-in'; readonly steamId: bigint; readonly token: string };

/**
 * Begins a sign-in through Steam (OpenID Authentication 2.0 §9.1). The way back is made from the configured
 * public URL, never from the Host header: Steam hands its assertion to whatever address stands there.
 */
export async function startSignIn(parts: SignInParts): Promise<StartedSignIn> {
  const state = createSecretToken();
  const attemptCookie = createSecretToken();
  const returnTo = `${parts.publicUrl()}/provision_handler?state=${state}`;
  await insertSignInAttempt(parts.db, {
    stateHash: hashSecret(state),
    cookieHash: hashSecret(attemptCookie),
    returnTo,
    createdAt: parts.now(),
  });
  const provider = openIdProviderAt(parts.config.steam.openIdUrl);
  return { redirectUrl: signInUrl({ provider, returnTo, realm: `${parts.publicUrl()}/` }), attemptCookie };
}

/**
 * Judges Steam's answer and signs the browser in. Every step that must happen once happens in the shared
 * database, so several instances may answer. Which check failed goes to the log, not to the browser.
 *
 * @throws `sign_in_refused`; `sign_in_unconfirmed` when Steam cannot tell now; `account_limited`.
 */
export async function finishSignIn(
  parts: SignInParts,
  answer: { readonly rawQuery: string; readonly attemptCookie: string | undefined },
): Promise<FinishedSignIn> {
  const provider = openIdProviderAt(parts.config.steam.openIdUrl);
  const read = readSignInAnswer(answer.rawQuery, { provider, now: parts.now() });
  switch (read.outcome) {
    case 'cancelled':
      return { outcome: 'cancelled' };
    case 'provider-error':
      throw refuse(parts, `Steam says: ${read.error}`);
    case 'refused':
      throw refuse(parts, read.reason);
    case 'asserted':
  }
  const { assertion } = read;
  await redeemAttempt(parts, assertion, answer.attemptCookie);
  // Before Steam is asked: of two callbacks with one assertion only one may get as far as that.
  const isNonceFresh = await insertNonce(parts.db, {
    opEndpoint: provider.endpoint,
    nonce: assertion.responseNonce,
    seenAt: parts.now(),
  });
  if (!isNonceFresh) throw refuse(parts, 'response nonce used before');

  const confirmation = await confirmSignIn(assertion, { provider });
  if (confirmation.outcome === 'denied') throw refuse(parts, 'denied by Steam');
  if (confirmation.outcome === 'unavailable') {
    parts.log.warn({ reason: confirmation.reason }, 'Steam cannot confirm a sign-in');
    throw errors.signInUnconfirmed();
  }
  await checkProfile(parts, assertion.steamId);
  const steamId = assertion.steamId.steamId64;
  const token = await parts.db.transaction().execute(async (transaction) => {
    await createAccount(transaction, steamId);
    return rememberBrowser(transaction, { steamId, now: parts.now() });
  });
  parts.log.info({ audit: 'signed_in', steamId: String(steamId) }, 'Signed in through Steam');
  return { outcome: 'signed-in', steamId, token };
}

/** Removes attempts, nonces and sign-ins that can no longer be used. Call it now and then. */
export async function purgeExpiredSignIns(parts: Pick<AppParts, 'db' | 'now'>): Promise<void> {
  const now = parts.now().getTime();
  await deleteExpiredSignIns(parts.db, {
    attempts: new Date(now - attemptLifetimeMs),
    nonces: new Date(now - nonceLifetimeMs),
    signIns: new Date(now),
  });
}

/** Uses up the attempt the answer belongs to, whatever comes after, and holds the answer against it. */
async function redeemAttempt(
  parts: SignInParts,
  assertion: SignInAssertion,
  cookie: string | undefined,
): Promise<void> {
  const attempt = await takeSignInAttempt(parts.db, hashSecret(assertion.state));
  if (!attempt) throw refuse(parts, 'unknown state');
  if (!cookie || !timingSafeEqual(attempt.cookie_hash, hashSecret(cookie))) {
    throw refuse(parts, 'started in another browser');
  }
  if (parts.now().getTime() - attempt.created_at.getTime() > attemptLifetimeMs) {
    throw refuse(parts, 'attempt expired');
  }
  // The heart of it: an assertion the user gave to another site carries that site's address here.
  if (assertion.returnTo !== attempt.return_to) throw refuse(parts, 'wrong return address');
}

/** A profile that was never set up is refused, each time anew: nothing is kept of it. An outage refuses nobody. */
async function checkProfile({ steam, log }: SignInParts, steamId: SteamId): Promise<void> {
  if (!steam.webApi) return;
  const isConfigured = await profileConfigured(steamId, { api: steam.webApi, isUrgent: true });
  if (isConfigured === 'no') throw errors.accountLimited();
  if (isConfigured === 'unknown') log.warn('Steam does not say whether a profile is set up; let in');
}

function refuse(parts: SignInParts, reason: string): Error {
  parts.log.info({ reason }, 'Sign-in refused');
  return errors.signInRefused();
}
