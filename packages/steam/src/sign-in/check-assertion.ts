import { SteamId } from '../steam-id.ts';
import { type AssertedFields, OPEN_ID_NAMESPACE } from './open-id-fields.ts';
import type { OpenIdProvider } from './open-id-provider.ts';

const MAX_CLOCK_DIFFERENCE_MS = 300_000;
const NONCE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z[\x21-\x7e]*$/;
const MUST_BE_SIGNED = [
  'op_endpoint',
  'claimed_id',
  'identity',
  'return_to',
  'response_nonce',
  'assoc_handle',
];
const MAY_BE_SIGNED = new Set(['signed', ...MUST_BE_SIGNED]);

/** What kept an assertion from being one Steam could have made just now. */
export type AssertionFault =
  | 'wrong namespace'
  | 'wrong provider'
  | 'claimed id and identity differ'
  | 'not a Steam user'
  | 'wrong signed fields'
  | 'wrong response nonce';

export interface AssertionContext {
  readonly namespace: string;
  readonly provider: OpenIdProvider;
  readonly now: Date;
}

/**
 * Whether an assertion is in the one form Steam's have (OpenID Authentication 2.0 §10.1, §11): gives the
 * user it names, or the first fault. The signature is Steam's to check, so what is judged here must be
 * what Steam is shown later.
 */
export function checkAssertion(fields: AssertedFields, context: AssertionContext): SteamId | AssertionFault {
  const { namespace, provider, now } = context;
  if (namespace !== OPEN_ID_NAMESPACE) return 'wrong namespace';
  if (fields.op_endpoint !== provider.endpoint) return 'wrong provider';
  if (fields.claimed_id !== fields.identity) return 'claimed id and identity differ';
  const steamId = readClaimedId(fields.claimed_id, provider);
  if (!steamId) return 'not a Steam user';
  if (!isSignedRight(fields.signed)) return 'wrong signed fields';
  if (!isRecentNonce(fields.response_nonce, now)) return 'wrong response nonce';
  return steamId;
}

function readClaimedId(claimedId: string, { claimedIdPrefix }: OpenIdProvider): SteamId | undefined {
  if (!claimedId.startsWith(claimedIdPrefix)) return undefined;
  const digits = claimedId.slice(claimedIdPrefix.length);
  return /^\d{17}$/.test(digits) ? SteamId.tryParse(digits) : undefined;
}

/** By set, not by Steam's present order: a change of order at Valve must not lock everybody out. */
function isSignedRight(signed: string): boolean {
  const names = signed.split(',');
  const distinct = new Set(names);
  return (
    distinct.size === names.length &&
    names.every((name) => MAY_BE_SIGNED.has(name)) &&
    MUST_BE_SIGNED.every((name) => distinct.has(name))
  );
}

function isRecentNonce(nonce: string, now: Date): boolean {
  const time = NONCE.exec(nonce)?.[1];
  if (time === undefined) return false;
  const date = new Date(`${time}Z`);
  // Date rolls 30 February over into March: a date is real when it comes back as it was written.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(time)) return false;
  return Math.abs(now.getTime() - date.getTime()) <= MAX_CLOCK_DIFFERENCE_MS;
}
