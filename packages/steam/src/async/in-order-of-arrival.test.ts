import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inOrderOfArrival } from './in-order-of-arrival.ts';

/** Work that ends when the test says so. */
function manualWork() {
  const open = new Map<string, { done: (result: string) => void; fail: (error: unknown) => void }>();
  const stopped: string[] = [];
  const begin = (item: string, done: (result: string) => void, fail: (error: unknown) => void) => {
    open.set(item, { done, fail });
    return () => void stopped.push(item);
  };
  const end = (item: string) => {
    open.get(item)?.done(item.toUpperCase());
    open.delete(item);
  };
  return { open, stopped, begin, end };
}

async function collect(results: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe('inOrderOfArrival', () => {
  it('gives results as they arrive, with no more than the limit under way', async () => {
    const work = manualWork();
    const results = inOrderOfArrival(['a', 'b', 'c'], { limit: 2, begin: work.begin });
    const first = results.next();
    expect([...work.open.keys()]).toEqual(['a', 'b']);
    work.end('b');
    expect(await first).toEqual({ done: false, value: 'B' });
    expect([...work.open.keys()]).toEqual(['a']);
    const second = results.next();
    expect([...work.open.keys()]).toEqual(['a', 'c']);
    work.end('a');
    work.end('c');
    expect(await second).toEqual({ done: false, value: 'A' });
    expect(await collect(results)).toEqual(['C']);
  });

  it('takes work that is done at once, and slow sources', async () => {
    async function* source() {
      yield 'a';
      await turn();
      yield 'b';
    }
    const results = inOrderOfArrival(source(), {
      limit: 1,
      begin: (item: string, done: (result: string) => void) => {
        done(item);
        return () => {};
      },
    });
    expect(await collect(results)).toEqual(['a', 'b']);
  });

  it('gives what has arrived while its source is still silent', async () => {
    const work = manualWork();
    async function* source() {
      yield 'a';
      await new Promise(() => {});
    }
    const results = inOrderOfArrival(source(), { limit: 9, begin: work.begin });
    const first = results.next();
    await turn();
    work.end('a');
    expect(await first).toEqual({ done: false, value: 'A' });
  });

  it('stops what is under way when the loop is left', async () => {
    const work = manualWork();
    const results = inOrderOfArrival(['a', 'b'], { limit: 2, begin: work.begin });
    const first = results.next();
    work.end('a');
    await first;
    await results.return();
    expect(work.stopped).toEqual(['b']);
  });

  it('stops with the reason of its signal', async () => {
    const work = manualWork();
    const controller = new AbortController();
    const results = inOrderOfArrival(['a'], { limit: 2, signal: controller.signal, begin: work.begin });
    const first = results.next();
    controller.abort(new Error('shutting down'));
    await expect(first).rejects.toThrow('shutting down');
    expect(work.stopped).toEqual(['a']);
  });

  it.each(['was left', 'was stopped by its signal'])('begins nothing more once the loop %s', async (how) => {
    const work = manualWork();
    const controller = new AbortController();
    let goOn = () => {};
    async function* source() {
      yield 'a';
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield 'b';
    }
    const { signal } = controller;
    const results = inOrderOfArrival(source(), { limit: 2, signal, begin: work.begin });
    const first = results.next();
    await turn();
    work.end('a');
    await first;
    if (how === 'was left') await results.return();
    else controller.abort();
    goOn();
    await turn();
    expect(work.open.size).toBe(0);
  });

  it('takes a source whose promises are not of this realm', async () => {
    const items = ['a', 'b'];
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const value = items.shift();
          const result = value === undefined ? { done: true, value } : { done: false, value };
          // biome-ignore lint/suspicious/noThenProperty: what it is to be a promise
          return { then: (resolve: (value: unknown) => void) => resolve(result) };
        },
      }),
    } as unknown as AsyncIterable<string>; // as a promise of another realm, which is no instance of ours
    const results = inOrderOfArrival(source, {
      limit: 1,
      begin: (item: string, done: (result: string) => void) => {
        done(item);
        return () => {};
      },
    });
    expect(await collect(results)).toEqual(['a', 'b']);
  });

  it('ends with what went wrong in the work, or in the source', async () => {
    const work = manualWork();
    const results = collect(inOrderOfArrival(['a', 'b'], { limit: 2, begin: work.begin }));
    work.open.get('a')?.fail(new Error('no'));
    await expect(results).rejects.toThrow('no');
    expect(work.stopped).toContain('b');

    async function* broken(): AsyncGenerator<string> {
      yield* [];
      throw new Error('cannot read');
    }
    const read = collect(inOrderOfArrival(broken(), { limit: 1, begin: work.begin }));
    await expect(read).rejects.toThrow('cannot read');
  });
});
