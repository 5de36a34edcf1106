import { createSocket, type Socket } from 'node:dgram';
import { HeldFragments } from './held-fragments.ts';
import { Pacer } from './pacer.ts';
import { RetransmissionClock } from './retransmission-clock.ts';
import type { ExchangeTransport, Leg, ServerExchange } from './server-exchange.ts';

/** How often overdue answers and held-back datagrams are looked at. */
const TICK_MS = 10;
/** So long after the last look, this process was busy with something else. */
const BUSY_MS = 5 * TICK_MS;
/** A burst of answers waits in the kernel while we read others; small buffers lose it. Systems may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
/** Servers whose last challenge is remembered: it stays good for a while, and saves a round trip. */
const MAX_CHALLENGES = 50_000;
/** Fragments of unfinished replies, all exchanges together. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

export interface QuerySocketOptions {
  readonly datagramsPerSecond: number;
  readonly datagramsPerSecondPerHost: number;
  readonly legTimeoutMs: number;
  readonly retries: number;
  readonly queryTimeoutMs: number;
}

/** The exchanges with one server, which take turns. */
interface Line {
  /** Absent from the end of one to the beginning of the next. */
  current: ServerExchange | undefined;
  readonly waiting: Set<ServerExchange>;
}

/**
 * One UDP socket for any number of exchanges with different servers, told apart by the address a datagram comes
 * from. It has a random port, exists only from the first exchange on, and lets the process end while idle.
 */
export class QuerySocket implements ExchangeTransport {
  readonly #family: 'udp4' | 'udp6';
  readonly #options: QuerySocketOptions;
  /** By the server. */
  readonly #lines = new Map<string, Line>();
  readonly #onFinished = new Map<ServerExchange, () => void>();
  /** By the server; who was asked longest ago comes first. */
  readonly #challenges = new Map<string, Uint8Array>();
  readonly #clock: RetransmissionClock;
  readonly #pacer: Pacer<Leg>;
  readonly #held = new HeldFragments(MAX_HELD_BYTES);
  #socket: Socket | undefined;
  #isBound = false;
  #ticker: NodeJS.Timeout | undefined;
  #tickedAt = 0;
  #hasPutOff = false;

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
    const line = this.#lines.get(key);
    if (line) {
      line.waiting.add(exchange);
      return;
    }
    this.#lines.set(key, { current: exchange, waiting: new Set() });
    this.#begin(exchange);
  }

  /** Forgets an exchange; its answers are no longer taken in. */
  cancel(exchange: ServerExchange): void {
    exchange.cancel();
    this.#forget(exchange);
  }

  close(): void {
    for (const { current } of this.#lines.values()) current?.cancel();
    this.#lines.clear();
    this.#onFinished.clear();
    this.#challenges.clear();
    clearInterval(this.#ticker);
    this.#socket?.close();
    this.#socket = undefined;
    this.#isBound = false;
  }

  send(leg: Leg): void {
    // Nothing sent before is waited for any longer: this may be held back for longer than that would take.
    leg.ticket += 1;
    if (leg.isHeldBack) return; // and is encoded when it goes
    leg.isHeldBack = true;
    this.#pacer.add(leg);
  }

  answered(leg: Leg, now: number): void {
    this.#clock.answered(leg, now);
  }

  holdFragments(exchange: ServerExchange, deltaBytes: number): void {
    this.#held.change(exchange, deltaBytes);
  }

  finished(exchange: ServerExchange): void {
    const onFinished = this.#onFinished.get(exchange);
    this.#remember(exchange);
    this.#forget(exchange);
    onFinished?.();
  }

  #begin(exchange: ServerExchange): void {
    this.#open();
    exchange.begin(this.#challenges.get(keyOf(exchange.host, exchange.port)));
    this.#drain();
  }

  /** A server that said nothing is asked as one that is not known, with little, the next time. */
  #remember(exchange: ServerExchange): void {
    const key = keyOf(exchange.host, exchange.port);
    this.#challenges.delete(key);
    if (!exchange.challenge || !exchange.hasAnswered) return;
    this.#challenges.set(key, exchange.challenge);
    if (this.#challenges.size <= MAX_CHALLENGES) return;
    const [oldest] = this.#challenges.keys();
    if (oldest !== undefined) this.#challenges.delete(oldest);
  }

  #forget(exchange: ServerExchange): void {
    this.#onFinished.delete(exchange);
    const key = keyOf(exchange.host, exchange.port);
    const line = this.#lines.get(key);
    if (line?.current !== exchange) {
      line?.waiting.delete(exchange);
      return;
    }
    line.current = undefined;
    if (line.waiting.size === 0) this.#leave(key);
    // Not at once: whoever stops this one may be about to stop those behind it, and nothing is to be sent for them.
    else queueMicrotask(() => this.#goOn(key, line));
  }

  #goOn(key: string, line: Line): void {
    if (this.#lines.get(key) !== line) return; // closed meanwhile
    const [next] = line.waiting;
    if (!next) {
      this.#leave(key);
      return;
    }
    line.waiting.delete(next);
    line.current = next;
    this.#begin(next);
  }

  #leave(key: string): void {
    this.#lines.delete(key);
    if (this.#lines.size > 0) return;
    // What is left there belongs to exchanges that are over, and would keep their replies in memory.
    this.#pacer.clear();
    this.#clock.clear();
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#socket?.unref();
  }

  #open(): void {
    if (!this.#ticker) {
      this.#tickedAt = performance.now();
      this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    }
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
      this.#lines.get(keyOf(address, port))?.current?.receive(datagram, performance.now());
      this.#drain();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // After binding, errors are about single datagrams, and those are repeated anyway.
      if (!this.#isBound) this.#fail(codeOf(error));
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
    for (const { current } of [...this.#lines.values()]) current?.fail(reason);
  }

  #tick(): void {
    const now = performance.now();
    // After this process was busy, answers wait to be read that came in time: they come first. But not twice in a row,
    // or a process that is always busy would wait for ever.
    this.#hasPutOff = !this.#hasPutOff && now - this.#tickedAt > BUSY_MS;
    this.#tickedAt = now;
    if (!this.#hasPutOff) this.#endWaits(now);
    this.#drain();
  }

  #endWaits(now: number): void {
    for (const leg of this.#clock.overdue(now)) {
      const { exchange } = leg;
      const isOutOfTime = now - (exchange.startedAt ?? now) >= this.#options.queryTimeoutMs;
      if (isOutOfTime || leg.tries >= this.#options.retries) exchange.giveUp(leg);
      else exchange.repeat(leg);
    }
  }

  #drain(): void {
    if (!this.#isBound) return;
    const now = performance.now();
    this.#pacer.drain(now, (leg) => this.#transmit(leg, now));
  }

  #transmit(leg: Leg, now: number): boolean {
    leg.isHeldBack = false;
    if (leg.state !== 'asked') return false;
    const { exchange } = leg;
    exchange.startedAt ??= now;
    leg.sends += 1;
    this.#clock.watch(leg, now);
    const request = exchange.encode(leg);
    this.#socket?.send(request, 0, request.length, exchange.port, exchange.host, (error) => {
      // It is repeated as if it were lost: what the system refuses now it may take later.
      if (error) leg.unsent = { datagrams: (leg.unsent?.datagrams ?? 0) + 1, reason: codeOf(error) };
    });
    return true;
  }
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}

function keyOf(host: string, port: number): string {
  return `${host}:${port}`;
}
