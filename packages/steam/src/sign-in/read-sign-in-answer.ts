import type { SteamId } from '../steam-id.ts';
import { type AssertionFault, checkAssertion } from './check-assertion.ts';
import { ASSERTED_FIELDS, type AssertedFields } from './open-id-fields.ts';
import type { OpenIdProvider } from './open-id-provider.ts';
import { parseStrictQuery } from './parse-strict-query.ts';

const MAX_NONCE_LENGTH = 255;
const MAX_VALUE_LENGTH = 2048;
const PARAMETER_NAMES = [
  'openid.ns',
  'openid.mode',
  ...ASSERTED_FIELDS.map((field) => `openid.${field}`),
  'state',
];

/** A well-formed assertion that Steam has yet to confirm: until then it proves nothing. */
export interface SignInAssertion {
  readonly steamId: SteamId;
  /** Ours: must name a live sign-in started by this browser. */
  readonly state: string;
  /** Must equal the `returnTo` of that sign-in as an exact string. */
  readonly returnTo: string;
  /** Must never have been seen before. */
  readonly responseNonce: string;
  readonly fields: AssertedFields;
}

/** Which rule an answer broke: for logs, not for the person in front of the browser. */
export type RefusalReason = 'malformed query' | 'wrong parameters' | 'wrong mode' | AssertionFault;

export type SignInAnswer =
  | { readonly outcome: 'asserted'; readonly assertion: SignInAssertion }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'provider-error'; readonly error: string }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };

export interface SignInAnswerContext {
  readonly provider: OpenIdProvider;
  readonly now: Date;
}

/**
 * Judges the raw query (the text after the first `?`) with which Steam sends the browser back, without
 * any network or storage. Three things remain for an `asserted` answer, in this order: the caller holds
 * `state` and `returnTo` against the sign-in it started, takes `responseNonce` out of use, and asks Steam
 * with {@link confirmSignIn}. Only then has `steamId` signed in.
 */
export function readSignInAnswer(rawQuery: string, { provider, now }: SignInAnswerContext): SignInAnswer {
  const parameters = parseStrictQuery(rawQuery);
  if (!parameters || ![...parameters.values()].every(isBounded)) return refused('malformed query');
  // Steam's negative answers lack the fields of an assertion, and nothing is believed about them.
  const mode = parameters.get('openid.mode');
  if (mode === 'cancel') return { outcome: 'cancelled' };
  if (mode === 'error') return { outcome: 'provider-error', error: parameters.get('openid.error') ?? '' };

  const hasExactlyOurs =
    parameters.size === PARAMETER_NAMES.length && PARAMETER_NAMES.every((name) => parameters.has(name));
  if (!hasExactlyOurs) return refused('wrong parameters');
  if (mode !== 'id_res') return refused('wrong mode');

  const value = (name: string) => parameters.get(name) ?? '';
  const fields: AssertedFields = {
    op_endpoint: value('openid.op_endpoint'),
    claimed_id: value('openid.claimed_id'),
    identity: value('openid.identity'),
    return_to: value('openid.return_to'),
    response_nonce: value('openid.response_nonce'),
    assoc_handle: value('openid.assoc_handle'),
    signed: value('openid.signed'),
    sig: value('openid.sig'),
  };
  if (fields.response_nonce.length > MAX_NONCE_LENGTH) return refused('malformed query');

  const checked = checkAssertion(fields, { namespace: value('openid.ns'), provider, now });
  if (typeof checked === 'string') return refused(checked);
  return {
    outcome: 'asserted',
    assertion: {
      steamId: checked,
      state: value('state'),
      returnTo: fields.return_to,
      responseNonce: fields.response_nonce,
      fields,
    },
  };
}

function isBounded(value: string): boolean {
  return value.length > 0 && value.length <= MAX_VALUE_LENGTH;
}

function refused(reason: RefusalReason): SignInAnswer {
  return { outcome: 'refused', reason };
}
