import { describe, expect, it } from 'vitest';
import { Pacer, type PacerOptions } from './pacer.ts';

function pacerOf(options: Partial<PacerOptions>) {
  const limits = { perSecond: Number.POSITIVE_INFINITY, perHostPerSecond: Number.POSITIVE_INFINITY };
  const pacer = new Pacer<{ id: number; exchange: { host: string } }>({ ...limits, ...options });
  const withdrawn = new Set<number>();
  const sentAt = (now: number) => {
    const sent: number[] = [];
    pacer.drain(now, ({ id }) => {
      if (!withdrawn.has(id)) sent.push(id);
      return !withdrawn.has(id);
    });
    return sent;
  };
  const add = (host: string, ...ids: number[]) => {
    for (const id of ids) pacer.add({ id, exchange: { host } });
  };
  return { add, sentAt, withdrawn, pacer };
}

describe('Pacer', () => {
  it('sends everything at once, in order, where there is no limit', () => {
    const { add, sentAt } = pacerOf({});
    add('a', 1, 2);
    add('b', 3);
    expect(sentAt(0)).toEqual([1, 2, 3]);
    expect(sentAt(1)).toEqual([]);
  });

  it('spreads a burst over time', () => {
    const { add, sentAt } = pacerOf({ perSecond: 100 });
    add('a', 1, 2, 3, 4);
    expect(sentAt(0)).toEqual([1, 2]);
    expect(sentAt(5)).toEqual([]);
    expect(sentAt(10)).toEqual([3]);
    expect(sentAt(1_000)).toEqual([4]);
  });

  it('gives a host its share, and lets others pass it', () => {
    const { add, sentAt } = pacerOf({ perHostPerSecond: 2 });
    add('crowded', 1, 2, 3, 4);
    add('other', 5);
    expect(sentAt(0)).toEqual([1, 2, 5]);
    add('crowded', 6);
    expect(sentAt(500)).toEqual([3]);
    expect(sentAt(1_000)).toEqual([4]);
    expect(sentAt(5_000)).toEqual([6]);
  });

  it('keeps the share of a host and of all at the same time', () => {
    const { add, sentAt } = pacerOf({ perHostPerSecond: 1, perSecond: 50 });
    add('a', 1, 2);
    add('b', 3);
    expect(sentAt(0)).toEqual([1]);
    expect(sentAt(20)).toEqual([3]);
    expect(sentAt(1_000)).toEqual([2]);
  });

  it('lets nobody wait for what is not to be sent any more', () => {
    const { add, sentAt, withdrawn } = pacerOf({ perHostPerSecond: 1, perSecond: 50 });
    add('a', 1, 2, 3, 4);
    expect(sentAt(0)).toEqual([1]);
    for (const id of [2, 3, 4]) withdrawn.add(id);
    add('a', 5);
    expect(sentAt(1_000)).toEqual([5]);
  });

  it('forgets what waits when it is told to, and not what was spent', () => {
    const { add, sentAt, pacer } = pacerOf({ perHostPerSecond: 1 });
    add('a', 1, 2);
    expect(sentAt(0)).toEqual([1]);
    add('b', 3);
    pacer.clear();
    add('a', 4);
    expect(sentAt(1)).toEqual([]);
    expect(sentAt(1_000)).toEqual([4]);
  });

  it('forgets hosts, and owes them nothing for it', () => {
    const { add, sentAt } = pacerOf({ perHostPerSecond: 1 });
    add('a', 1, 2);
    expect(sentAt(0)).toEqual([1]);
    expect(sentAt(1_500)).toEqual([2]);
    sentAt(60_000);
    add('a', 3, 4);
    expect(sentAt(60_001)).toEqual([3]);
  });
});
