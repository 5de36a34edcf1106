const DAY_MS = 86_400_000;

/** What one key may spend. Steam allows 100,000 calls a day, and throttles bursts of a size it does not tell. */
export interface CallBudgetOptions {
  /** Sustained. Default 1. */
  readonly callsPerSecond?: number | undefined;
  /** Calls that may go at once after a pause. Default 5. */
  readonly burst?: number | undefined;
  /** From midnight to midnight UTC, as counted by this process. Default 100,000. */
  readonly callsPerDay?: number | undefined;
  /** The part of the day's calls that only urgent ones may use, 0 … 1. Default 0.1. */
  readonly urgentShare?: number | undefined;
}

/** When the next call may go: a time not after now means at once. Times are milliseconds since 1970. */
export type NextCall =
  | { readonly outcome: 'may-go'; readonly atMs: number }
  | { readonly outcome: 'exhausted'; readonly untilMs: number };

/** The calls of one key: their pace and the allowance of the day. It holds no clock; every question brings the time. */
export class CallBudget {
  readonly #intervalMs: number;
  readonly #burst: number;
  readonly #callsPerDay: number;
  readonly #reservedPerDay: number;
  /** When the pace alone would next let a call go if there were no burst. */
  #dueMs = 0;
  #heldUntilMs = 0;
  #heldForMs = 0;
  #day = 0;
  #usedToday = 0;

  /** Throws a RangeError for an option no budget can be made of. */
  constructor(options: CallBudgetOptions = {}) {
    const { callsPerSecond = 1, burst = 5, callsPerDay = 100_000, urgentShare = 0.1 } = options;
    if (!(callsPerSecond > 0)) throw new RangeError('callsPerSecond must be above 0.');
    if (!Number.isSafeInteger(burst) || burst < 1)
      throw new RangeError('burst must be a whole number above 0.');
    if (!(callsPerDay >= 1)) throw new RangeError('callsPerDay must be at least 1.');
    if (!(urgentShare >= 0 && urgentShare <= 1)) throw new RangeError('urgentShare must be from 0 to 1.');
    this.#intervalMs = 1000 / callsPerSecond;
    this.#burst = burst;
    this.#callsPerDay = callsPerDay;
    this.#reservedPerDay = urgentShare === 0 ? 0 : Math.ceil(callsPerDay * urgentShare);
  }

  next(nowMs: number, { isUrgent }: { readonly isUrgent: boolean }): NextCall {
    this.#adaptTo(nowMs);
    const allowance = this.#callsPerDay - (isUrgent ? 0 : this.#reservedPerDay);
    const day = Math.floor(nowMs / DAY_MS);
    const used = day === this.#day ? this.#usedToday : 0;
    if (used >= allowance) return { outcome: 'exhausted', untilMs: (day + 1) * DAY_MS };
    const paceMs = this.#dueMs - (this.#burst - 1) * this.#intervalMs;
    return { outcome: 'may-go', atMs: Math.max(paceMs, this.#heldUntilMs) };
  }

  /** Counts a call that goes now. */
  spend(nowMs: number): void {
    this.#adaptTo(nowMs);
    const day = Math.floor(nowMs / DAY_MS);
    if (day !== this.#day) this.#usedToday = 0;
    this.#day = day;
    this.#usedToday += 1;
    this.#dueMs = Math.max(this.#dueMs, nowMs) + this.#intervalMs;
  }

  /** No call goes for so long, however much is left. */
  hold(nowMs: number, durationMs: number): void {
    this.#adaptTo(nowMs);
    if (nowMs + durationMs <= this.#heldUntilMs) return;
    this.#heldUntilMs = nowMs + durationMs;
    this.#heldForMs = durationMs;
  }

  /** Nothing is further ahead than it was at its beginning: a clock that was set back must not stop all calls. */
  #adaptTo(nowMs: number): void {
    this.#dueMs = Math.min(this.#dueMs, nowMs + this.#burst * this.#intervalMs);
    this.#heldUntilMs = Math.min(this.#heldUntilMs, nowMs + this.#heldForMs);
  }
}
