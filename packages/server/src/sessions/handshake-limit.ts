import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import { errors } from '../errors.ts';

const WINDOW_MS = 60_000;
/** So many addresses are counted at once; beyond that counting starts anew, rather than take more memory. */
const MAX_ADDRESSES = 100_000;

/**
 * The rate limit of handshakes, by address. They do not pass the routes, whose limit therefore does not see
 * them, and each costs a query before its sender is known.
 */
export class HandshakeLimit {
  readonly #max: number;
  readonly #trust: (address: string, hop: number) => boolean;
  readonly #counts = new Map<string, number>();
  #windowEndsAt = 0;

  constructor(options: { readonly perMinute: number; readonly trustedProxies: readonly string[] }) {
    this.#max = options.perMinute;
    this.#trust = proxyAddr.compile([...options.trustedProxies]);
  }

  /** @throws {DemobaseError} `too_many_requests` */
  check(request: IncomingMessage, now = Date.now()): void {
    if (this.#max === 0) return;
    if (now >= this.#windowEndsAt || this.#counts.size >= MAX_ADDRESSES) {
      this.#counts.clear();
      this.#windowEndsAt = now + WINDOW_MS;
    }
    const address = proxyAddr(request, this.#trust);
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    if (count <= this.#max) return;
    throw errors.tooManyRequests({ retryAfterSeconds: Math.ceil((this.#windowEndsAt - now) / 1000) });
  }
}
