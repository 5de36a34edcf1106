import { Queue } from './queue.ts';
import type { Leg } from './server-exchange.ts';

/** No answer within this is lost or slow enough to ask again: live servers answer 99 % within some 250 ms. */
const MIN_TIMEOUT_MS = 200;
/** Until this many answers are in, only `maxTimeoutMs` is sure to be long enough. */
const MIN_SAMPLES = 8;

interface Watched {
  readonly leg: Leg;
  readonly ticket: number;
  readonly sentAt: number;
}

/**
 * Says whose answer is overdue. How long to wait follows from how long answers take, as in TCP (RFC 6298): the
 * smoothed round trip and four times its deviation, doubled with every repetition. One queue for each number of
 * repetitions keeps legs in the order in which they fall due, so that watching one costs no timer.
 */
export class RetransmissionClock {
  readonly #maxTimeoutMs: number;
  readonly #queues: Queue<Watched>[] = [];
  #samples = 0;
  #smoothedMs = 0;
  #deviationMs = 0;
  #fastestMs = Number.POSITIVE_INFINITY;

  constructor({ maxTimeoutMs }: { readonly maxTimeoutMs: number }) {
    this.#maxTimeoutMs = maxTimeoutMs;
  }

  /**
   * Learns from an answer. One to a repeated request may belong to any of its sendings (Karn's algorithm) and teaches
   * nothing, unless it comes sooner after the last than any answer ever did: then it belongs to an earlier one, and
   * repeating was hasty. Without that, answers that all take longer than expected would never be expected later.
   */
  answered({ tries, sentAt, firstSentAt }: Leg, now: number): void {
    if (tries === 0) this.#measured(now - sentAt);
    else if (now - sentAt < this.#fastestMs) this.#measured(now - firstSentAt);
  }

  #measured(rttMs: number): void {
    this.#fastestMs = Math.min(this.#fastestMs, rttMs);
    this.#samples += 1;
    if (this.#samples === 1) {
      this.#smoothedMs = rttMs;
      this.#deviationMs = rttMs / 2;
      return;
    }
    this.#deviationMs += (Math.abs(rttMs - this.#smoothedMs) - this.#deviationMs) / 4;
    this.#smoothedMs += (rttMs - this.#smoothedMs) / 8;
  }

  /** How long an answer may take after this many repetitions. */
  timeoutMs(tries: number): number {
    if (this.#samples < MIN_SAMPLES) return this.#maxTimeoutMs;
    const firstMs = Math.max(MIN_TIMEOUT_MS, this.#smoothedMs + 4 * this.#deviationMs);
    return Math.min(firstMs * 2 ** tries, this.#maxTimeoutMs);
  }

  /** Waits for nobody any more. */
  clear(): void {
    this.#queues.length = 0;
  }

  /** From now on this sending of the leg is waited for, and no earlier one. */
  watch(leg: Leg, now: number): void {
    leg.ticket += 1;
    leg.sentAt = now;
    if (leg.tries === 0) leg.firstSentAt = now;
    let queue = this.#queues[leg.tries];
    if (!queue) {
      queue = new Queue();
      this.#queues[leg.tries] = queue;
    }
    queue.push({ leg, ticket: leg.ticket, sentAt: now });
  }

  /** Legs whose last sending is overdue, each once. */
  *overdue(now: number): Generator<Leg> {
    for (const [tries, queue] of this.#queues.entries()) {
      for (let first = queue.first; first; first = queue.first) {
        const isWaitedFor = first.leg.state === 'asked' && first.leg.ticket === first.ticket;
        if (isWaitedFor && now - first.sentAt < this.timeoutMs(tries)) break;
        queue.shift();
        if (isWaitedFor) yield first.leg;
      }
    }
  }
}
