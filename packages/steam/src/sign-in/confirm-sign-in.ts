import { type Fetch, requestText, type TextAnswer } from '../http/request-text.ts';
import { ASSERTED_FIELDS, OPEN_ID_NAMESPACE } from './open-id-fields.ts';
import type { OpenIdProvider } from './open-id-provider.ts';
import { parseKeyValues } from './parse-key-values.ts';
import type { SignInAssertion } from './read-sign-in-answer.ts';

const TIMEOUT_MS = 8_000;
const MAX_ANSWER_BYTES = 4096;

/**
 * - `confirmed`: the user of the assertion has signed in
 * - `denied`: Steam does not stand by the assertion
 * - `unavailable`: Steam cannot tell right now; signing in again later may work. `reason` is for logs
 */
export type SignInConfirmation =
  | { readonly outcome: 'confirmed' }
  | { readonly outcome: 'denied' }
  | { readonly outcome: 'unavailable'; readonly reason: string };

export interface ConfirmSignInOptions {
  readonly provider: OpenIdProvider;
  readonly fetch?: Fetch | undefined;
  /** Default 8 seconds, for both tries together with all they wait for. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks Steam whether it made the assertion (OpenID Authentication 2.0 §11.4.2). Steam says yes once only.
 * Rejects with the reason of `signal` when that aborts, and with nothing else.
 */
export async function confirmSignIn(
  assertion: SignInAssertion,
  options: ConfirmSignInOptions,
): Promise<SignInConfirmation> {
  const { provider, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS, signal } = options;
  const { origin } = new URL(provider.endpoint);
  const request: RequestInit = {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      // Steam has refused requests without these two (February 2025).
      Origin: origin,
      Referer: `${origin}/`,
      'User-Agent': 'demobase-steam',
      'Accept-Language': 'en',
    },
    body: checkAuthenticationBody(assertion),
  };
  const deadline = Date.now() + timeoutMs;
  const ask = () =>
    requestText(provider.endpoint, request, {
      fetch,
      timeoutMs: deadline - Date.now(),
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
  let answer = await ask();
  // Only where no answer began: after one, Steam may have used up the nonce and would deny the truth.
  if (answer.outcome === 'failed' && answer.reason === 'unreachable') answer = await ask();
  return judge(answer);
}

/** Ten fields that we name ourselves; nothing the browser sent chooses a name. */
function checkAuthenticationBody({ fields }: SignInAssertion): string {
  const body = new URLSearchParams({ 'openid.ns': OPEN_ID_NAMESPACE, 'openid.mode': 'check_authentication' });
  for (const field of ASSERTED_FIELDS) body.append(`openid.${field}`, fields[field]);
  return body.toString();
}

function judge(answer: TextAnswer): SignInConfirmation {
  if (answer.outcome === 'failed') return { outcome: 'unavailable', reason: answer.reason };
  if (answer.outcome === 'status') return { outcome: 'unavailable', reason: `status ${answer.status}` };
  const values = parseKeyValues(answer.body);
  const namespaces = values.get('ns') ?? [];
  const verdicts = values.get('is_valid') ?? [];
  // A page of a proxy or of maintenance: it says nothing about the assertion.
  if (namespaces.length === 0 && verdicts.length === 0) {
    return { outcome: 'unavailable', reason: 'not an OpenID answer' };
  }
  const isConfirmed =
    !values.has('') &&
    namespaces.length === 1 &&
    namespaces[0] === OPEN_ID_NAMESPACE &&
    verdicts.length === 1 &&
    verdicts[0] === 'true';
  return { outcome: isConfirmed ? 'confirmed' : 'denied' };
}
