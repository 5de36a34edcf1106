import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimerWheel } from './timer-wheel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function startWheel() {
  const delivered: string[] = [];
  const wheel = new TimerWheel<string>((item) => void delivered.push(item));
  return { wheel, delivered };
}

describe('a timer wheel', () => {
  it('hands out each item when its delay is over and not before', () => {
    const { wheel, delivered } = startWheel();
    wheel.schedule(60, 'later');
    wheel.schedule(20, 'sooner');
    vi.advanceTimersByTime(19);
    expect(delivered).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(delivered).toEqual(['sooner']);
    vi.advanceTimersByTime(38);
    expect(delivered).toEqual(['sooner']);
    vi.advanceTimersByTime(2);
    expect(delivered).toEqual(['sooner', 'later']);
  });

  it('keeps the order of items that are due together', () => {
    const { wheel, delivered } = startWheel();
    for (const item of ['a', 'b', 'c']) wheel.schedule(5, item);
    vi.advanceTimersByTime(6);
    expect(delivered).toEqual(['a', 'b', 'c']);
  });

  it('waits more than a turn of the wheel when it must', () => {
    const { wheel, delivered } = startWheel();
    wheel.schedule(2100, 'much later');
    wheel.schedule(52, 'in the same slot');
    vi.advanceTimersByTime(2099);
    expect(delivered).toEqual(['in the same slot']);
    vi.advanceTimersByTime(2);
    expect(delivered).toEqual(['in the same slot', 'much later']);
  });

  it('hands out everything due after the process was held up for longer than a turn', () => {
    const { wheel, delivered } = startWheel();
    for (const delayMs of [10, 500, 1500, 9000]) wheel.schedule(delayMs, `${delayMs}`);
    const start = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(start + 5000);
    vi.advanceTimersToNextTimer();
    expect(delivered.toSorted()).toEqual(['10', '1500', '500']);
    vi.restoreAllMocks();
  });

  it('takes items while it hands others out', () => {
    const delivered: string[] = [];
    const wheel = new TimerWheel<string>((item) => {
      delivered.push(item);
      if (item === 'first') wheel.schedule(0, 'second');
    });
    wheel.schedule(3, 'first');
    vi.advanceTimersByTime(5);
    expect(delivered).toEqual(['first', 'second']);
  });

  it('forgets what waits when it is cleared', () => {
    const { wheel, delivered } = startWheel();
    wheel.schedule(5, 'forgotten');
    wheel.clear();
    wheel.schedule(10, 'kept');
    vi.advanceTimersByTime(20);
    expect(delivered).toEqual(['kept']);
  });
});
