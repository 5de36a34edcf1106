import { describe, expect, it } from 'vitest';
import { RetransmissionClock } from './retransmission-clock.ts';
import { type ExchangeTransport, type Leg, ServerExchange } from './server-exchange.ts';

/** A leg as it is while its server is being asked. */
function askedLeg(): Leg {
  const legs: Leg[] = [];
  const transport: ExchangeTransport = {
    send: (leg) => void legs.push(leg),
    answered: () => {},
    finished: () => {},
    holdFragments: () => {},
  };
  new ServerExchange({ host: '192.0.2.1', port: 27015 }, ['info'], transport).begin();
  const [leg] = legs;
  if (!leg) throw new Error('The exchange asked nothing.');
  return leg;
}

/** Has a request answered so long after it was sent, and repeated in between at the times given. */
function answerAfter(clock: RetransmissionClock, rttMs: number, repeatedAtMs: readonly number[] = []): void {
  const leg = askedLeg();
  clock.watch(leg, 0);
  for (const [index, atMs] of repeatedAtMs.entries()) {
    leg.tries = index + 1;
    clock.watch(leg, atMs);
  }
  clock.answered(leg, rttMs);
}

function clockWith(...rttsMs: number[]): RetransmissionClock {
  const clock = new RetransmissionClock({ maxTimeoutMs: 1_000 });
  for (const rttMs of rttsMs) answerAfter(clock, rttMs);
  return clock;
}

describe('RetransmissionClock', () => {
  it('waits the whole time until it knows how long answers take', () => {
    expect(clockWith().timeoutMs(0)).toBe(1_000);
    expect(clockWith(60, 60, 60).timeoutMs(0)).toBe(1_000);
  });

  it('waits little where all answers are quick, longer with each repetition, and never too long', () => {
    const clock = clockWith(...Array<number>(40).fill(60));
    expect([0, 1, 2, 3].map((tries) => clock.timeoutMs(tries))).toEqual([200, 400, 800, 1_000]);
  });

  it('waits for the slow ones among quick ones', () => {
    const rtts = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 20 : 320));
    const timeoutMs = clockWith(...rtts).timeoutMs(0);
    expect(timeoutMs).toBeGreaterThan(320);
    expect(timeoutMs).toBeLessThanOrEqual(1_000);
  });

  it('learns nothing from an answer that may belong to a repetition', () => {
    const clock = clockWith(...Array<number>(40).fill(60));
    answerAfter(clock, 400, [200]);
    expect(clock.timeoutMs(0)).toBe(200);
  });

  it('learns that it repeats too soon from answers that come too soon after a repetition', () => {
    const clock = clockWith(...Array<number>(40).fill(60));
    for (let count = 0; count < 10; count += 1) answerAfter(clock, 650, [200, 600]);
    expect(clock.timeoutMs(0)).toBeGreaterThan(650);
  });

  it('says once that an answer is overdue', () => {
    const clock = clockWith();
    const leg = askedLeg();
    clock.watch(leg, 100);
    expect([...clock.overdue(1_099)]).toEqual([]);
    expect([...clock.overdue(1_100)]).toEqual([leg]);
    expect([...clock.overdue(5_000)]).toEqual([]);
  });

  it('forgets an earlier sending of the same leg, and one that was answered', () => {
    const clock = clockWith();
    const repeated = askedLeg();
    clock.watch(repeated, 0);
    clock.watch(repeated, 900);
    const answered = askedLeg();
    clock.watch(answered, 0);
    answered.state = 'done';
    expect([...clock.overdue(1_500)]).toEqual([]);
    expect([...clock.overdue(1_900)]).toEqual([repeated]);
  });

  it('keeps the order however many there are', () => {
    const clock = clockWith();
    const legs = Array.from({ length: 5_000 }, () => askedLeg());
    for (const [index, leg] of legs.entries()) clock.watch(leg, index);
    expect([...clock.overdue(3_999)]).toEqual(legs.slice(0, 3_000));
    expect([...clock.overdue(9_000)]).toEqual(legs.slice(3_000));
  });
});
