import { CallBudget, type CallBudgetOptions } from './call-budget.ts';

/** How long a key that Steam refused is left alone. */
const SET_ASIDE_MS = 3_600_000;
const MAX_TIMER_MS = 60_000;

/** Permission for one call, with one of the keys. */
export type KeyTurn =
  | { readonly outcome: 'ok'; readonly key: string }
  | { readonly outcome: 'key-rejected' }
  | { readonly outcome: 'budget-exhausted'; readonly retryAfterMs: number };

export interface KeyTurnOptions {
  /** Goes ahead of calls that are not, and may use the reserved share of the day. */
  readonly isUrgent: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface HeldKey {
  readonly key: string;
  readonly budget: CallBudget;
  setAsideUntilMs: number;
}

type Settle = (turn: KeyTurn) => void;

/**
 * The keys of a program, each with its own budget, and the calls that wait for one. A turn goes to the key that
 * may be used soonest; within urgent and other calls the first to ask is the first to go.
 */
export class KeyRing {
  readonly #keys: readonly HeldKey[];
  readonly #now: () => number;
  readonly #urgent = new Set<Settle>();
  readonly #normal = new Set<Settle>();
  #timer: NodeJS.Timeout | undefined;

  constructor(keys: readonly string[], budget: CallBudgetOptions = {}, now: () => number = Date.now) {
    this.#keys = [...new Set(keys)].map((key) => ({
      key,
      budget: new CallBudget(budget),
      setAsideUntilMs: 0,
    }));
    this.#now = now;
  }

  /** Waits for its turn, which counts as a call made. Rejects with the reason of `signal` when that aborts. */
  async take({ isUrgent, signal }: KeyTurnOptions): Promise<KeyTurn> {
    signal?.throwIfAborted();
    const queue = isUrgent ? this.#urgent : this.#normal;
    let leave = () => {};
    try {
      return await new Promise<KeyTurn>((resolve, reject) => {
        leave = () => {
          queue.delete(resolve);
          reject(signal?.reason);
          this.#serve();
        };
        signal?.addEventListener('abort', leave, { once: true });
        queue.add(resolve);
        this.#serve();
      });
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Steam refused this key: the calls go on with the others. */
  setAside(key: string): void {
    const held = this.#keys.find((candidate) => candidate.key === key);
    if (held) held.setAsideUntilMs = this.#now() + SET_ASIDE_MS;
    this.#serve();
  }

  /** Steam asked to be left alone by this key for a while. */
  hold(key: string, durationMs: number): void {
    const held = this.#keys.find((candidate) => candidate.key === key);
    held?.budget.hold(this.#now(), durationMs);
  }

  /** Gives turns until somebody has to wait; nobody behind could go sooner. */
  #serve(): void {
    clearTimeout(this.#timer);
    for (const queue of [this.#urgent, this.#normal]) {
      for (const settle of queue) {
        const turn = this.#next(queue === this.#urgent);
        if (turn.outcome === 'wait') {
          this.#timer = setTimeout(() => this.#serve(), Math.min(Math.ceil(turn.waitMs), MAX_TIMER_MS));
          return;
        }
        queue.delete(settle);
        settle(turn);
      }
    }
  }

  #next(isUrgent: boolean): KeyTurn | { readonly outcome: 'wait'; readonly waitMs: number } {
    const nowMs = this.#now();
    const usable = this.#keys.filter((held) => {
      // The clock may have been set back.
      held.setAsideUntilMs = Math.min(held.setAsideUntilMs, nowMs + SET_ASIDE_MS);
      return held.setAsideUntilMs <= nowMs;
    });
    if (usable.length === 0) return { outcome: 'key-rejected' };
    let soonest: { readonly held: HeldKey; readonly atMs: number } | undefined;
    let exhaustedUntilMs = Number.POSITIVE_INFINITY;
    for (const held of usable) {
      const next = held.budget.next(nowMs, { isUrgent });
      if (next.outcome === 'exhausted') exhaustedUntilMs = Math.min(exhaustedUntilMs, next.untilMs);
      else if (!soonest || next.atMs < soonest.atMs) soonest = { held, atMs: next.atMs };
    }
    if (!soonest) return { outcome: 'budget-exhausted', retryAfterMs: exhaustedUntilMs - nowMs };
    if (soonest.atMs > nowMs) return { outcome: 'wait', waitMs: soonest.atMs - nowMs };
    soonest.held.budget.spend(nowMs);
    return { outcome: 'ok', key: soonest.held.key };
  }
}
