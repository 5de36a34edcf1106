import { Queue } from './queue.ts';

/** Datagrams a host may get at once before its rate counts: seconds of that rate. */
const HOST_BURST_SECONDS = 1;
/** The same for all hosts together: enough to go on between two looks at the clock. */
const BURST_SECONDS = 0.02;

export interface PacerOptions {
  /** Datagrams a second, all together; Infinity for no limit. */
  readonly perSecond: number;
  /** Datagrams a second to one IP address; Infinity for no limit. */
  readonly perHostPerSecond: number;
}

interface Sendable {
  readonly exchange: { readonly host: string };
}

interface Host<T> {
  readonly bucket: TokenBucket;
  waiting: Queue<T>;
}

/** How often hosts that have nothing to be remembered for are forgotten. */
const SWEEP_MS = 1_000;

/**
 * Holds back what may not be sent yet: everything together is spread evenly, since bursts are what gets lost, and
 * one host, which may be a filter in front of a hundred game servers, gets no more than its share.
 */
export class Pacer<T extends Sendable> {
  readonly #perHostPerSecond: number;
  readonly #all: TokenBucket;
  readonly #hosts = new Map<string, Host<T>>();
  readonly #hostsWaitedFor = new Set<Host<T>>();
  #ready = new Queue<T>();
  #sweptAt = 0;

  constructor({ perSecond, perHostPerSecond }: PacerOptions) {
    this.#perHostPerSecond = perHostPerSecond;
    this.#all = new TokenBucket(perSecond, BURST_SECONDS);
  }

  add(item: T): void {
    this.#ready.push(item);
  }

  /** Forgets all that waits, but not what was spent. */
  clear(): void {
    this.#ready = new Queue();
    for (const host of this.#hostsWaitedFor) host.waiting = new Queue();
    this.#hostsWaitedFor.clear();
  }

  /**
   * Sends everything that may go at this moment, in milliseconds of `performance.now()`. `send` says whether it did:
   * what is not to be sent any more costs nothing.
   */
  drain(now: number, send: (item: T) => boolean): void {
    this.#all.refill(now);
    for (const host of this.#hostsWaitedFor) this.#drainHost(host, now, send);
    while (this.#all.has()) {
      const item = this.#ready.shift();
      if (!item) break;
      const bucket = this.#bucketFor(item, now);
      if (bucket && send(item)) {
        bucket.take();
        this.#all.take();
      }
    }
    if (now - this.#sweptAt > SWEEP_MS) this.#sweep(now);
  }

  /** That of its host, if that allows for it now; else it waits among those of its host. */
  #bucketFor(item: T, now: number): TokenBucket | undefined {
    if (this.#perHostPerSecond === Number.POSITIVE_INFINITY) return unlimited;
    const name = item.exchange.host;
    let host = this.#hosts.get(name);
    if (!host) {
      host = { bucket: new TokenBucket(this.#perHostPerSecond, HOST_BURST_SECONDS), waiting: new Queue() };
      this.#hosts.set(name, host);
    }
    host.bucket.refill(now);
    if (host.waiting.length === 0 && host.bucket.has()) return host.bucket;
    host.waiting.push(item);
    this.#hostsWaitedFor.add(host);
    return undefined;
  }

  #drainHost(host: Host<T>, now: number, send: (item: T) => boolean): void {
    host.bucket.refill(now);
    while (host.bucket.has() && this.#all.has()) {
      const item = host.waiting.shift();
      if (!item) break;
      if (!send(item)) continue;
      host.bucket.take();
      this.#all.take();
    }
    if (host.waiting.length === 0) this.#hostsWaitedFor.delete(host);
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [name, { bucket, waiting }] of this.#hosts) {
      bucket.refill(now);
      if (waiting.length === 0 && bucket.isFull) this.#hosts.delete(name);
    }
  }
}

/** `rate` tokens a second, kept for up to `burstSeconds`, and never fewer than one. */
class TokenBucket {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens: number;
  #filledAt: number | undefined;

  constructor(perSecond: number, burstSeconds: number) {
    this.#perMs = perSecond / 1000;
    this.#capacity = Math.max(1, perSecond * burstSeconds);
    this.#tokens = this.#capacity;
  }

  refill(now: number): void {
    if (this.#filledAt !== undefined && this.#perMs !== Number.POSITIVE_INFINITY) {
      this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#filledAt) * this.#perMs);
    }
    this.#filledAt = now;
  }

  has(): boolean {
    return this.#tokens >= 1;
  }

  take(): void {
    this.#tokens -= 1;
  }

  get isFull(): boolean {
    return this.#tokens >= this.#capacity;
  }
}

const unlimited = new TokenBucket(Number.POSITIVE_INFINITY, 1);
