import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SteamWebApi } from './steam-web-api.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An API whose Steam answers with one status after the other, and the times of the calls in milliseconds. */
function steamThatAnswers(...answers: readonly { status: number; retryAfter?: string }[]) {
  const startMs = Date.now();
  const callsAtMs: number[] = [];
  const fetch = async () => {
    const { status, retryAfter } = answers[callsAtMs.length] ?? { status: 200 };
    callsAtMs.push(Date.now() - startMs);
    const headers = { ...(retryAfter !== undefined && { 'retry-after': retryAfter }) };
    return new Response('{"response":{}}', { status, headers });
  };
  return { api: new SteamWebApi({ key: 'KEY', fetch }), callsAtMs };
}

describe('a call that Steam throttles', () => {
  it.each([
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
  ])('is made again after the time Steam names: %s', async (retryAfter, waitMs) => {
    const { api, callsAtMs } = steamThatAnswers({ status: 429, retryAfter });
    const result = api.serverList();
    await vi.advanceTimersByTimeAsync(waitMs - 1);
    expect(callsAtMs).toEqual([0]);
    await vi.advanceTimersByTimeAsync(10);
    expect(await result).toEqual({ outcome: 'empty' });
    expect(callsAtMs).toEqual([0, waitMs]);
  });

  it('holds back the other calls of that key as long', async () => {
    const { api, callsAtMs } = steamThatAnswers({ status: 429, retryAfter: '7' });
    const first = api.serverList();
    await vi.advanceTimersByTimeAsync(100);
    const second = api.serverList({}, { isUrgent: true });
    await vi.advanceTimersByTimeAsync(7000);
    expect(await Promise.all([first, second])).toEqual([{ outcome: 'empty' }, { outcome: 'empty' }]);
    expect(callsAtMs).toEqual([0, 7000, 7000]);
  });

  it('is given up when Steam asks for more than ten seconds', async () => {
    const { api, callsAtMs } = steamThatAnswers({ status: 429, retryAfter: '11' });
    expect(await api.serverList()).toEqual({ outcome: 'throttled', retryAfterMs: 11_000 });
    expect(callsAtMs).toEqual([0]);
  });
});

describe('a call that Steam fails', () => {
  it('is made again after waits that grow and are partly random', async () => {
    const { api, callsAtMs } = steamThatAnswers({ status: 503 }, { status: 503 }, { status: 503 });
    const result = api.serverList();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await result).toEqual({ outcome: 'unavailable', reason: 'status 503' });
    const [first = 0, second = 0, third = 0] = callsAtMs;
    expect(callsAtMs).toHaveLength(3);
    expect(second - first).toBeGreaterThanOrEqual(200);
    expect(second - first).toBeLessThanOrEqual(401);
    expect(third - second).toBeGreaterThanOrEqual(400);
    expect(third - second).toBeLessThanOrEqual(801);
  });
});
