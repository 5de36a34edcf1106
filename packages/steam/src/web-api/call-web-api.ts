import { setTimeout as delay } from 'node:timers/promises';
import { type Fetch, requestText, type TextAnswer } from '../http/request-text.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const RETRY_DELAY_MS = { min: 200, max: 600 };

export interface WebApiAccess {
  readonly key: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
}

export interface WebApiCall {
  /** As `ISteamUser/GetPlayerSummaries/v2`. */
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export type WebApiAnswer = { readonly outcome: 'ok'; readonly json: JsonObject } | WebApiFailure;

/**
 * One GET call, tried once more after a short random wait when Steam had a fault or the connection was
 * lost. The key travels in the URL, so nothing of the URL is ever part of an outcome. Rejects with the
 * reason of `signal` when that aborts, and with nothing else.
 */
export async function callWebApi(access: WebApiAccess, call: WebApiCall): Promise<WebApiAnswer> {
  const { signal } = call;
  const query = new URLSearchParams({ key: access.key, ...call.parameters });
  const url = `${access.baseUrl}/${call.method}/?${query}`;
  const limits = { fetch: access.fetch, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, signal };
  const ask = () => requestText(url, { headers: { Accept: 'application/json' } }, limits);
  let answer = await ask();
  if (isWorthRetrying(answer)) {
    const { min, max } = RETRY_DELAY_MS;
    // An abort while waiting surfaces from the request below, with the caller's own reason.
    await delay(min + Math.random() * (max - min), undefined, { ...(signal && { signal }) }).catch(() => {});
    answer = await ask();
  }
  return judge(answer);
}

function isWorthRetrying(answer: TextAnswer): boolean {
  if (answer.outcome === 'status') return answer.status >= 500;
  return answer.outcome === 'failed' && (answer.reason === 'unreachable' || answer.reason === 'interrupted');
}

function judge(answer: TextAnswer): WebApiAnswer {
  if (answer.outcome === 'failed') return { outcome: 'unavailable', reason: answer.reason };
  if (answer.outcome === 'status') return judgeStatus(answer.status, answer.headers);
  const json = parseJsonObject(answer.body);
  return json ? { outcome: 'ok', json } : { outcome: 'unavailable', reason: 'not a JSON object' };
}

function judgeStatus(status: number, headers: Headers): WebApiFailure {
  if (status === 401 || status === 403) return { outcome: 'key-rejected' };
  if (status !== 429) return { outcome: 'unavailable', reason: `status ${status}` };
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(seconds)
    ? { outcome: 'throttled', retryAfterMs: Number(seconds) * 1000 }
    : { outcome: 'throttled' };
}
