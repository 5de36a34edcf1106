import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

const always = () => true;

/** Work that lasts until it is told to end. */
function openWork() {
  let end = (_result: string) => {};
  const done = new Promise<string>((resolve) => {
    end = resolve;
  });
  const work = { hasBegun: false, end, begin: () => begin() };
  const begin = () => {
    work.hasBegun = true;
    return done;
  };
  return work;
}

it('runs some work at once, lets some wait in their order, and turns the rest away', async () => {
  const turns = new Turns({ maxRunning: 2, maxWaiting: 2 });
  const works = Array.from({ length: 5 }, openWork);
  const results = works.map((work) => turns.take(work.begin, always));
  expect(works.map(({ hasBegun }) => hasBegun)).toEqual([true, true, false, false, false]);
  expect(await results[4]).toBeUndefined();

  works[1]?.end('second');
  expect(await results[1]).toBe('second');
  await expect.poll(() => works.map(({ hasBegun }) => hasBegun)).toEqual([true, true, true, false, false]);
  for (const work of works) work.end('done');
  expect(await Promise.all(results)).toEqual(['done', 'second', 'done', 'done', undefined]);
});

it('gives the place on when work fails', async () => {
  const turns = new Turns({ maxRunning: 1, maxWaiting: 1 });
  const failing = turns.take(() => Promise.reject(new Error('broken')), always);
  const next = turns.take(async () => 'went on', always);
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('went on');
  expect(await turns.take(async () => 'again', always)).toBe('again');
});

it('does nothing for those who have gone while they waited, so that newcomers wait for nobody', async () => {
  const turns = new Turns({ maxRunning: 1, maxWaiting: 9 });
  const first = openWork();
  const gone = openWork();
  let isThere = true;
  const results = [
    turns.take(first.begin, always),
    turns.take(gone.begin, () => isThere),
    turns.take(async () => 'newcomer', always),
  ];
  isThere = false;
  first.end('first');
  expect(await Promise.all(results)).toEqual(['first', undefined, 'newcomer']);
  expect(gone.hasBegun).toBe(false);
});
