import type { TextAnswer } from '../http/request-text.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** What one try brought. `isTransient`: the same question may be answered when asked again. */
export type Judgement =
  | { readonly answer: { readonly outcome: 'ok'; readonly json: JsonObject } }
  | { readonly answer: StatusAnswer }
  | { readonly answer: WebApiFailure; readonly isTransient: boolean };

/** A status that means something to the method that was called; `json` where its body is a JSON object. */
export interface StatusAnswer {
  readonly outcome: 'status';
  readonly status: number;
  readonly json: JsonObject | undefined;
}

/**
 * Status first, then JSON: the bodies of most failures are HTML. `ownStatuses` are left to the method to judge.
 */
export function judgeAnswer(answer: TextAnswer, ownStatuses: readonly number[], now: Date): Judgement {
  if (answer.outcome === 'failed') return judgeFailure(answer.reason);
  if (answer.outcome === 'status') {
    const { status, body = '' } = answer;
    if (!ownStatuses.includes(status)) return judgeStatus(status, answer.headers, now);
    return { answer: { outcome: 'status', status, json: parseJsonObject(body) } };
  }
  const json = parseJsonObject(answer.body);
  // A page of a proxy or a broken answer; Steam itself writes an object, be it empty.
  return json ? { answer: { outcome: 'ok', json } } : unavailable('not a JSON object', { isTransient: true });
}

function judgeFailure(reason: (TextAnswer & { outcome: 'failed' })['reason']): Judgement {
  if (reason === 'timeout') return { answer: { outcome: 'timeout' }, isTransient: false };
  return unavailable(reason, { isTransient: reason === 'unreachable' || reason === 'interrupted' });
}

function judgeStatus(status: number, headers: Headers, now: Date): Judgement {
  if (status === 401 || status === 403) return { answer: { outcome: 'key-rejected' }, isTransient: false };
  if (status === 429) {
    const retryAfterMs = readRetryAfter(headers.get('retry-after') ?? '', now);
    const answer = { outcome: 'throttled', ...(retryAfterMs !== undefined && { retryAfterMs }) } as const;
    return { answer, isTransient: true };
  }
  const isTransient = status >= 500 || status === 408;
  if (status >= 400 && !isTransient) return { answer: { outcome: 'bad-request', status }, isTransient };
  return unavailable(`status ${status}${describeResult(headers)}`, { isTransient });
}

function unavailable(reason: string, { isTransient }: { readonly isTransient: boolean }): Judgement {
  return { answer: { outcome: 'unavailable', reason }, isTransient };
}

/** Steam's own number for what went wrong. Its text stays out: nobody knows what it repeats of the request. */
function describeResult(headers: Headers): string {
  const result = headers.get('x-eresult') ?? '';
  return /^\d{1,3}$/.test(result) ? `, Steam result ${result}` : '';
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function readRetryAfter(value: string, now: Date): number | undefined {
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const time = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now.getTime());
}
