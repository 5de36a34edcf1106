import { type Fetch, requestText } from '../http/request-text.ts';
import type { JsonObject } from './json-object.ts';
import { type Judgement, judgeAnswer, type StatusAnswer } from './judge-answer.ts';
import type { KeyRing } from './key-ring.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** The largest answers but one are friend lists, some hundred kilobytes; parsing JSON takes time and memory. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

export interface RetryOptions {
  /** How often a call is made at most, the first time included; each counts against the budget. Default 3. */
  readonly tries?: number | undefined;
  /** The wait before the second try, less a random part; it doubles from try to try. Default 400. */
  readonly firstDelayMs?: number | undefined;
  /** The longest wait. When Steam asks for a longer one, the call is given up as `throttled`. Default 10,000. */
  readonly maxDelayMs?: number | undefined;
}

export interface WebApiAccess {
  readonly keys: KeyRing;
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Of each try. */
  readonly timeoutMs: number;
  readonly retry: { readonly [Option in keyof RetryOptions]-?: number };
}

export interface WebApiCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Somebody waits for it: it goes ahead of other calls and may use the reserved share of the day. */
  readonly isUrgent?: boolean | undefined;
}

export interface WebApiCall extends WebApiCallOptions {
  /** As `ISteamUser/GetPlayerSummaries/v2`. */
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Default 2 MiB. */
  readonly maxAnswerBytes?: number;
}

interface OwnStatuses {
  readonly ownStatuses: readonly number[];
}

export type WebApiAnswer =
  | {
      readonly outcome: 'ok';
      readonly json: JsonObject;
      /** From sending the last try to the end of its answer. */
      readonly rttMs: number;
    }
  | WebApiFailure;

/**
 * One GET call, tried again after growing random waits while Steam has a fault, throttles, or is out of reach. The
 * key travels in the URL, so nothing of the URL is ever part of an outcome. Rejects with the reason of `signal`
 * when that aborts, and with nothing else.
 */
export function callWebApi(access: WebApiAccess, call: WebApiCall): Promise<WebApiAnswer>;
/** As above; `ownStatuses` mean something to this method and come back as they are. */
export function callWebApi(
  access: WebApiAccess,
  call: WebApiCall & OwnStatuses,
): Promise<WebApiAnswer | StatusAnswer>;
export async function callWebApi(
  access: WebApiAccess,
  call: WebApiCall & Partial<OwnStatuses>,
): Promise<WebApiAnswer | StatusAnswer> {
  const { signal, isUrgent = false } = call;
  let triesMade = 0;
  let lastFailure: WebApiFailure | undefined;
  for (;;) {
    const turn = await access.keys.take({ isUrgent, signal });
    // Why the call failed tells more than that the allowance does not reach for another try.
    if (turn.outcome === 'budget-exhausted') return lastFailure ?? turn;
    if (turn.outcome === 'key-rejected') return turn;
    const { key } = turn;
    const { rttMs, ...judgement } = await tryOnce(access, call, key);
    if (!('isTransient' in judgement)) {
      return judgement.answer.outcome === 'ok' ? { ...judgement.answer, rttMs } : judgement.answer;
    }
    const { answer: failure, isTransient } = judgement;
    if (failure.outcome === 'key-rejected') {
      access.keys.setAside(key);
      continue; // with another key, if there is one
    }
    triesMade += 1;
    lastFailure = failure;
    const { tries, maxDelayMs } = access.retry;
    const askedMs = failure.outcome === 'throttled' ? (failure.retryAfterMs ?? 0) : 0;
    if (askedMs > 0) access.keys.hold(key, Math.min(askedMs, maxDelayMs));
    if (!isTransient || triesMade >= tries || askedMs > maxDelayMs) return failure;
    const waitMs = Math.max(askedMs, backoffMs(triesMade, access.retry));
    // An abort while waiting surfaces at the next turn, with the caller's own reason.
    await wait(waitMs, signal);
  }
}

/** Until the time is over or `signal` aborts, whichever comes first. */
async function wait(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal?.addEventListener('abort', end);
  });
}

async function tryOnce(
  { baseUrl, fetch, timeoutMs }: WebApiAccess,
  call: WebApiCall & Partial<OwnStatuses>,
  key: string,
): Promise<Judgement & { readonly rttMs: number }> {
  const { signal, ownStatuses = [], maxAnswerBytes: maxBytes = MAX_ANSWER_BYTES } = call;
  const limits = { fetch, timeoutMs, maxBytes, bodyStatuses: ownStatuses, signal };
  const startMs = performance.now();
  const text = await requestText(
    urlOf(baseUrl, call, key),
    { headers: { Accept: 'application/json' } },
    limits,
  );
  const rttMs = performance.now() - startMs;
  return { ...judgeAnswer(text, ownStatuses, new Date()), rttMs };
}

function urlOf(baseUrl: string, { method, parameters }: WebApiCall, key: string): string {
  // Not URLSearchParams, which writes a space as "+": names and maps with spaces must arrive wherever they go.
  const query = Object.entries({ key, ...parameters })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${baseUrl}/${method}/?${query}`;
}

/** Doubles from try to try; half of it is random, so that many callers do not come back at one moment. */
function backoffMs(triesMade: number, { firstDelayMs, maxDelayMs }: WebApiAccess['retry']): number {
  const ceilingMs = Math.min(firstDelayMs * 2 ** (triesMade - 1), maxDelayMs);
  return ceilingMs * (0.5 + Math.random() / 2);
}
