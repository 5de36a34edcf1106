import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyRing, type KeyTurn } from './key-ring.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 15, 23, 59) });
});
afterEach(() => {
  vi.useRealTimers();
});

const normal = { isUrgent: false };
const urgent = { isUrgent: true };

/** Writes down who had a turn, in the order in which they had it. */
function note(turns: string[], name: string, turn: Promise<KeyTurn>): void {
  turn.then(
    (had) => turns.push(had.outcome === 'ok' ? `${name} ${had.key}` : `${name} ${had.outcome}`),
    (error: Error) => turns.push(`${name} ${error.message}`),
  );
}

const soon = () => vi.advanceTimersByTimeAsync(0);

describe('KeyRing', () => {
  it('gives turns in the order in which they were asked for, each when it is due', async () => {
    const ring = new KeyRing(['k'], { burst: 2 });
    const turns: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) note(turns, name, ring.take(normal));
    await soon();
    expect(turns).toEqual(['a k', 'b k']);
    await vi.advanceTimersByTimeAsync(999);
    expect(turns).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(turns).toEqual(['a k', 'b k', 'c k']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(turns).toEqual(['a k', 'b k', 'c k', 'd k']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on after a pause as long as ever when the clock was set back by a day', async () => {
    const ring = new KeyRing(['k', 'l'], { burst: 1 });
    const turns: string[] = [];
    for (const name of ['a', 'b']) note(turns, name, ring.take(normal));
    ring.hold('k', 5_000);
    ring.setAside('l');
    vi.setSystemTime(Date.now() - 86_400_000);
    note(turns, 'c', ring.take(normal));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(turns).toEqual(['a k', 'b l', 'c k']);
    await vi.advanceTimersByTimeAsync(3_600_000);
    ring.setAside('k');
    note(turns, 'd', ring.take(normal));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(turns.at(-1)).toBe('d l');
  });

  it('lets urgent calls go ahead of waiting ones, in their own order', async () => {
    const ring = new KeyRing(['k'], { burst: 1 });
    const turns: string[] = [];
    note(turns, 'first', ring.take(normal));
    note(turns, 'waiting', ring.take(normal));
    note(turns, 'urgent', ring.take(urgent));
    note(turns, 'also urgent', ring.take(urgent));
    await vi.advanceTimersByTimeAsync(3000);
    expect(turns).toEqual(['first k', 'urgent k', 'also urgent k', 'waiting k']);
  });

  it('lets a caller leave the queue, and those behind move up', async () => {
    const ring = new KeyRing(['k'], { burst: 1 });
    const turns: string[] = [];
    const controller = new AbortController();
    note(turns, 'first', ring.take(normal));
    note(turns, 'leaving', ring.take({ isUrgent: true, signal: controller.signal }));
    note(turns, 'behind', ring.take(normal));
    await soon();
    controller.abort(new Error('shutting down'));
    await soon();
    expect(turns).toEqual(['first k', 'leaving shutting down']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(turns).toEqual(['first k', 'leaving shutting down', 'behind k']);
    await expect(ring.take({ isUrgent: true, signal: controller.signal })).rejects.toThrow('shutting down');
  });

  it('keeps no timer for a queue that everybody left', async () => {
    const ring = new KeyRing(['k'], { burst: 1 });
    const turns: string[] = [];
    const controller = new AbortController();
    note(turns, 'first', ring.take(normal));
    note(turns, 'leaving', ring.take({ isUrgent: false, signal: controller.signal }));
    controller.abort(new Error('shutting down'));
    await soon();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('uses the key that can go soonest, each to its own budget', async () => {
    const ring = new KeyRing(['k1', 'k2', 'k1'], { burst: 1 });
    const turns: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) note(turns, name, ring.take(normal));
    await soon();
    expect(turns).toEqual(['a k1', 'b k2']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(turns).toEqual(['a k1', 'b k2', 'c k1', 'd k2']);
  });

  it('leaves a key alone while Steam wants to be left alone by it', async () => {
    const ring = new KeyRing(['k1', 'k2']);
    ring.hold('k1', 5000);
    expect(await ring.take(normal)).toEqual({ outcome: 'ok', key: 'k2' });
    ring.hold('k2', 9000);
    const turn = ring.take(normal);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await turn).toEqual({ outcome: 'ok', key: 'k1' });
  });

  it('sets a rejected key aside for an hour and goes on with another', async () => {
    const ring = new KeyRing(['k1', 'k2'], { burst: 100 });
    ring.setAside('k1');
    expect(await ring.take(normal)).toEqual({ outcome: 'ok', key: 'k2' });
    ring.setAside('k2');
    expect(await ring.take(normal)).toEqual({ outcome: 'key-rejected' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(await ring.take(normal)).toEqual({ outcome: 'ok', key: 'k1' });
  });

  it('tells those who wait when the last key was rejected', async () => {
    const ring = new KeyRing(['k'], { burst: 1 });
    const turns: string[] = [];
    note(turns, 'first', ring.take(normal));
    note(turns, 'waiting', ring.take(normal));
    await soon();
    ring.setAside('k');
    await soon();
    expect(turns).toEqual(['first k', 'waiting key-rejected']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says until when the allowance of the day is used up, also to those who wait', async () => {
    const ring = new KeyRing(['k'], { burst: 1, callsPerDay: 4, urgentShare: 0.25 });
    const turns: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) note(turns, name, ring.take(normal));
    await vi.advanceTimersByTimeAsync(2000);
    expect(turns).toEqual(['a k', 'b k', 'c k', 'd budget-exhausted', 'e budget-exhausted']);
    expect(await ring.take(normal)).toEqual({ outcome: 'budget-exhausted', retryAfterMs: 58_000 });
    note(turns, 'urgent', ring.take(urgent));
    await vi.advanceTimersByTimeAsync(1000);
    expect(turns.at(-1)).toBe('urgent k');
    await vi.advanceTimersByTimeAsync(57_000);
    expect(await ring.take(normal)).toEqual({ outcome: 'ok', key: 'k' });
  });
});
