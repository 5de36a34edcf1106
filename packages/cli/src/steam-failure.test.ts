import { expect, it } from 'vitest';
import { describeSteamFailure } from './steam-failure.ts';

it.each([
  [{ outcome: 'key-rejected' }, /Compare the key with .*dev\/apikey\.$/],
  [{ outcome: 'throttled' }, /no more calls for now\. Try again in some minutes\.$/],
  [{ outcome: 'throttled', retryAfterMs: 30_000 }, /Try again in 0:30\.$/],
  [{ outcome: 'budget-exhausted', retryAfterMs: 3_600_000 }, /used up\. Try again in 1:00:00\.$/],
  [{ outcome: 'bad-request', status: 404 }, /\(status 404\)/],
  [{ outcome: 'timeout' }, /in time\. Try again\.$/],
  [{ outcome: 'unavailable', reason: 'status 503' }, /out of reach \(status 503\)\. Try again later\.$/],
] as const)('says of %j what to do', (failure, sentence) => {
  expect(describeSteamFailure(failure)).toMatch(sentence);
});
