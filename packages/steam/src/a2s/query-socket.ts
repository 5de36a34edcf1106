import { createSocket, type Socket } from 'node:dgram';
import { Pacer } from './pacer.ts';
import { RetransmissionClock } from './retransmission-clock.ts';
import type { ExchangeTransport, Leg, ServerExchange } from './server-exchange.ts';

/** How often overdue answers and held-back datagrams are looked at. */
const TICK_MS = 10;
/** A burst of answers waits in the kernel while we read others; small buffers lose it. Systems may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
/** Fragments of unfinished replies, all exchanges together. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

export interface QuerySocketOptions {
  readonly datagramsPerSecond: number;
  readonly datagramsPerSecondPerHost: number;
  readonly legTimeoutMs: number;
  readonly retries: number;
  readonly queryTimeoutMs: number;
}

/**
 * One UDP socket for any number of exchanges with different servers, told apart by the address a datagram comes
 * from. It has a random port, exists only from the first exchange on, and lets the process end while idle.
 */
export class QuerySocket implements ExchangeTransport {
  readonly #family: 'udp4' | 'udp6';
  readonly #options: QuerySocketOptions;
  readonly #exchanges = new Map<string, ServerExchange>();
  /** Exchanges with a server that another one is asking, by the server. */
  readonly #queued = new Map<string, ServerExchange[]>();
  readonly #onFinished = new Map<ServerExchange, () => void>();
  readonly #clock: RetransmissionClock;
  readonly #pacer: Pacer<Leg>;
  #socket: Socket | undefined;
  #isBound = false;
  #ticker: NodeJS.Timeout | undefined;
  #heldBytes = 0;

  constructor(family: 'udp4' | 'udp6', options: QuerySocketOptions) {
    this.#family = family;
    this.#options = options;
    this.#clock = new RetransmissionClock({ maxTimeoutMs: options.legTimeoutMs });
    this.#pacer = new Pacer({
      perSecond: options.datagramsPerSecond,
      perHostPerSecond: options.datagramsPerSecondPerHost,
    });
  }

  /** Begins an exchange once no other one asks the same server; `onFinished` is called once, unless cancelled. */
  start(exchange: ServerExchange, onFinished: () => void): void {
    this.#onFinished.set(exchange, onFinished);
    const key = keyOf(exchange.host, exchange.port);
    if (!this.#exchanges.has(key)) this.#begin(key, exchange);
    else this.#queued.set(key, [...(this.#queued.get(key) ?? []), exchange]);
  }

  /** Forgets an exchange; its answers are no longer taken in. */
  cancel(exchange: ServerExchange): void {
    exchange.cancel();
    this.#forget(exchange);
  }

  close(): void {
    for (const exchange of this.#exchanges.values()) exchange.cancel();
    this.#exchanges.clear();
    this.#queued.clear();
    this.#onFinished.clear();
    clearInterval(this.#ticker);
    this.#socket?.close();
    this.#socket = undefined;
    this.#isBound = false;
  }

  send(leg: Leg): void {
    this.#pacer.add(leg);
  }

  measured(rttMs: number): void {
    this.#clock.measured(rttMs);
  }

  holdFragments(deltaBytes: number): boolean {
    this.#heldBytes += deltaBytes;
    return this.#heldBytes <= MAX_HELD_BYTES;
  }

  finished(exchange: ServerExchange): void {
    const onFinished = this.#onFinished.get(exchange);
    this.#forget(exchange);
    onFinished?.();
  }

  #begin(key: string, exchange: ServerExchange): void {
    this.#exchanges.set(key, exchange);
    this.#open();
    exchange.begin();
    this.#drain();
  }

  #forget(exchange: ServerExchange): void {
    this.#onFinished.delete(exchange);
    const key = keyOf(exchange.host, exchange.port);
    const queued = this.#queued.get(key)?.filter((other) => other !== exchange) ?? [];
    if (this.#exchanges.get(key) !== exchange) {
      if (queued.length > 0) this.#queued.set(key, queued);
      else this.#queued.delete(key);
      return;
    }
    this.#exchanges.delete(key);
    const [next, ...others] = queued;
    if (others.length > 0) this.#queued.set(key, others);
    else this.#queued.delete(key);
    if (next) this.#begin(key, next);
    if (this.#exchanges.size > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#socket?.unref();
  }

  #open(): void {
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
    if (this.#socket) {
      this.#socket.ref();
      return;
    }
    const socket = createSocket({
      type: this.#family,
      // Every address is numeric by now. Node would ask its resolver again for each datagram.
      lookup: (host, _options, callback) => callback(null, host, this.#family === 'udp4' ? 4 : 6),
    });
    this.#socket = socket;
    socket.on('message', (datagram, { address, port }) => {
      this.#exchanges.get(keyOf(address, port))?.receive(datagram, performance.now());
      this.#drain();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // After binding, errors are about single datagrams, and those are repeated anyway.
      if (!this.#isBound) this.#fail(error.code ?? error.message);
    });
    socket.bind({ port: 0, exclusive: true }, () => {
      this.#isBound = true;
      try {
        socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
      } catch {
        // Some systems refuse what Linux cuts down by itself; their default has to do.
      }
      this.#drain();
    });
  }

  /** The socket could not be opened: everybody waiting is told, and the next exchange tries anew. */
  #fail(reason: string): void {
    this.#socket?.close();
    this.#socket = undefined;
    for (const exchange of [...this.#exchanges.values()]) exchange.fail(reason);
  }

  #tick(): void {
    const now = performance.now();
    for (const leg of this.#clock.overdue(now)) {
      const { exchange } = leg;
      const isOutOfTime = now - (exchange.startedAt ?? now) >= this.#options.queryTimeoutMs;
      if (isOutOfTime || leg.tries >= this.#options.retries) exchange.giveUp(leg);
      else exchange.repeat(leg);
    }
    this.#drain();
  }

  #drain(): void {
    if (!this.#isBound) return;
    const now = performance.now();
    this.#pacer.drain(now, (leg) => this.#transmit(leg, now));
  }

  #transmit(leg: Leg, now: number): void {
    if (leg.state !== 'asked') return;
    const { exchange } = leg;
    exchange.startedAt ??= now;
    leg.sends += 1;
    this.#clock.watch(leg, now);
    const request = exchange.encode(leg);
    // Without a callback: a datagram that cannot leave is one that was lost, and is repeated.
    this.#socket?.send(request, 0, request.length, exchange.port, exchange.host);
  }
}

function keyOf(host: string, port: number): string {
  return `${host}:${port}`;
}
