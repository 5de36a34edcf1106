import { beforeEach, expect, it } from 'vitest';
import { SharedWork } from './shared-work.ts';

let now = 0;
let begun: string[] = [];
let shared: SharedWork<string>;

beforeEach(() => {
  now = 1_000_000;
  begun = [];
  shared = new SharedWork({
    now: () => now,
    maxKept: 3,
    lifetimeMs: (result) => (result.endsWith('!') ? 10 : 60),
  });
});

async function share(key: string, result = key): Promise<string> {
  const { work, isReused } = shared.share(key, async () => {
    begun.push(key);
    return result;
  });
  return `${await work}${isReused ? ' again' : ''}`;
}

it('is begun once for all who ask while it runs', async () => {
  expect(await Promise.all([share('a'), share('a'), share('b'), share('a')])).toEqual([
    'a',
    'a again',
    'b',
    'a again',
  ]);
  expect(begun).toEqual(['a', 'b']);
});

it('keeps a result for as long as it is good, then begins anew', async () => {
  await share('a');
  await share('b', 'b!');
  now += 9;
  expect([await share('a'), await share('b')]).toEqual(['a again', 'b! again']);
  now += 1;
  expect([await share('a'), await share('b')]).toEqual(['a again', 'b']);
  now += 50;
  expect(await share('a')).toBe('a');
});

it('forgets the oldest when there are too many', async () => {
  for (const key of ['a', 'b', 'c', 'd']) await share(key);
  expect(await share('b')).toBe('b again');
  expect(await share('a')).toBe('a');
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'a']);
});

it('keeps nothing of what failed', async () => {
  const fail = () => Promise.reject(new Error('broken'));
  await expect(shared.share('a', fail).work).rejects.toThrow('broken');
  expect(await share('a')).toBe('a');
});

it('begins anew after the clock was set back', async () => {
  await share('a');
  now -= 3_600_000;
  expect(await share('a')).toBe('a');
});
