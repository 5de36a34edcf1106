import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallBudget, type CallBudgetOptions } from './call-budget.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const midnight = Date.UTC(2026, 0, 16);
const normal = { isUrgent: false };
const urgent = { isUrgent: true };

/** Goes as often as it may at that moment, up to `most`. */
function spendAllAt(budget: CallBudget, nowMs: number, kind = normal, most = 1000): number {
  for (let calls = 0; calls < most; calls += 1) {
    const next = budget.next(nowMs, kind);
    if (next.outcome === 'exhausted' || next.atMs > nowMs) return calls;
    budget.spend(nowMs);
  }
  return most;
}

describe('CallBudget', () => {
  it('lets five calls go at once and then one a second, unless told otherwise', () => {
    const budget = new CallBudget();
    expect(spendAllAt(budget, noon)).toBe(5);
    expect(budget.next(noon, normal)).toEqual({ outcome: 'may-go', atMs: noon + 1000 });
    expect(spendAllAt(budget, noon + 1000)).toBe(1);
    expect(spendAllAt(budget, noon + 3500)).toBe(2);
    expect(spendAllAt(budget, noon + 60_000)).toBe(5);
  });

  it('stops at the allowance of the day, and starts again at midnight UTC', () => {
    const budget = new CallBudget({ callsPerSecond: 100, burst: 100, callsPerDay: 3, urgentShare: 0 });
    expect(spendAllAt(budget, noon)).toBe(3);
    expect(budget.next(noon, normal)).toEqual({ outcome: 'exhausted', untilMs: midnight });
    expect(budget.next(midnight - 1, normal)).toEqual({ outcome: 'exhausted', untilMs: midnight });
    expect(spendAllAt(budget, midnight)).toBe(3);
  });

  it('keeps a tenth of the day for urgent calls', () => {
    const budget = new CallBudget({ burst: 1000, callsPerDay: 20 });
    expect(spendAllAt(budget, noon)).toBe(18);
    expect(budget.next(noon, normal)).toMatchObject({ outcome: 'exhausted' });
    expect(spendAllAt(budget, noon, urgent)).toBe(2);
    expect(budget.next(noon, urgent)).toMatchObject({ outcome: 'exhausted' });
  });

  it('counts urgent calls against the same day', () => {
    const budget = new CallBudget({ burst: 1000, callsPerDay: 20, urgentShare: 0.5 });
    expect(spendAllAt(budget, noon, urgent, 12)).toBe(12);
    expect(spendAllAt(budget, noon)).toBe(0);
    expect(spendAllAt(budget, noon, urgent)).toBe(8);
  });

  it('lets nothing go while it is held, and loses nothing by it', () => {
    const budget = new CallBudget();
    budget.hold(noon, 5000);
    budget.hold(noon, 1000);
    expect(budget.next(noon, urgent)).toEqual({ outcome: 'may-go', atMs: noon + 5000 });
    expect(spendAllAt(budget, noon + 5000)).toBe(5);
  });

  it('goes on when the clock was set back', () => {
    const budget = new CallBudget({ callsPerSecond: 1, burst: 2 });
    spendAllAt(budget, noon);
    expect(budget.next(noon - 3_600_000, normal)).toEqual({
      outcome: 'may-go',
      atMs: noon - 3_600_000 + 1000,
    });
    expect(spendAllAt(budget, noon - 3_600_000 + 1000)).toBe(1);
  });

  it('lets no more go in any stretch of time than pace and burst allow, and wastes none of it', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 40 });
    const paces = fc.record({
      callsPerSecond: fc.constantFrom(0.5, 1, 3, 10),
      burst: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(waits, paces, (gaps, { callsPerSecond, burst }) => {
        const budget = new CallBudget({ callsPerSecond, burst });
        const times: number[] = [];
        let nowMs = noon;
        for (const gap of gaps) {
          nowMs += gap;
          const calls = spendAllAt(budget, nowMs);
          times.push(...Array<number>(calls).fill(nowMs));
        }
        expect(spendAllAt(budget, nowMs)).toBe(0);
        for (const [index, time] of times.entries()) {
          const past = times[index - burst];
          // The (burst + 1)th call in a row comes at least one interval after the first of them.
          if (past !== undefined)
            expect(time - past).toBeGreaterThanOrEqual(Math.floor(1000 / callsPerSecond));
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each<CallBudgetOptions>([
    { callsPerSecond: 0 },
    { callsPerSecond: Number.NaN },
    { burst: 0 },
    { burst: 1.5 },
    { callsPerDay: 0 },
    { urgentShare: -0.1 },
    { urgentShare: 1.1 },
  ])('cannot be made with %o', (options) => {
    expect(() => new CallBudget(options)).toThrow(RangeError);
  });
});
