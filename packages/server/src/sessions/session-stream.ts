import type { Socket } from 'node:net';
import { DemoFormatError, type FramingReader } from '@demobase/demo';
import { type DemobaseError, errors } from '../errors.ts';
import { knownFailure } from '../known-failure.ts';
import type { Spool } from './spool.ts';
import {
  type ClientMessage,
  errorFrame,
  messageFrame,
  parseClientMessage,
  type ServerMessage,
} from './upload-protocol.ts';
import { FrameReceiver } from './web-socket/frame-receiver.ts';
import { closeFrame, pingFrame, pongFrame } from './web-socket/frames.ts';

const NORMAL_CLOSURE = 1000;
/** A stream being closed counts as drained when nothing came for this long. */
const DRAIN_QUIET_MS = 2_000;
/** However lively, a stream that was asked to close is ended after this long. */
const DRAIN_LIMIT_MS = 120_000;
const PING_INTERVAL_MS = 30_000;
/** A stream with more than this on its way to the kernel reads no further: about one chunk of a socket. */
const PAUSE_ABOVE_BYTES = 64 * 1024;
/** What a text message counts for among the waiting bytes, however short: handling it costs a query. */
const TEXT_COST_BYTES = 4 * 1024;
const SILENT_AFTER_MS = 5_000;
/** How long a peer has to answer our goodbye before its socket is destroyed. */
const GOODBYE_MS = 2_000;

/** Why a stream takes no more bytes. */
export type StreamEnd =
  | { readonly kind: 'goodbye' | 'gone' | 'drained' | 'shutdown' }
  | { readonly kind: 'finished'; readonly message: ClientMessage & { type: 'finish' } }
  | { readonly kind: 'failed'; readonly error: DemobaseError };

interface SessionStreamOptions {
  readonly sessionId: bigint;
  readonly steamId: bigint;
  readonly socket: Socket;
  readonly spool: Spool;
  readonly framing: FramingReader;
  /** True when the client speaks `demobase.v1`; else it sends bytes and is sent nothing. */
  readonly isResumable: boolean;
  readonly limits: { readonly demoBytes: number; readonly frameBytes: number; readonly idleMs: number };
  readonly onLateBytes: (hex: string) => Promise<void>;
}

type Arrival = { readonly bytes: Buffer } | { readonly text: string } | { readonly end: StreamEnd };

/**
 * One WebSocket that fills one spool. Bytes go to the kernel the moment they come; on a disk that is slow
 * they wait for one another, and when more than a chunk is waiting the socket is paused. So a stream holds
 * next to nothing in memory, a slow disk holds back its sender and nobody else, and kill -9 has next to
 * nothing to lose.
 *
 * A client without the subprotocol is never sent a frame while it streams, not even a ping. The client in
 * the field never reads its socket, and a kernel that closes a socket with unread data in it throws away
 * what was still to be sent: one ping could cost the end of a demo.
 */
export class SessionStream {
  readonly sessionId: bigint;
  readonly steamId: bigint;
  readonly isResumable: boolean;
  /** Resolves once, when no more bytes are taken in and those that came are in the spool. */
  readonly ended: Promise<StreamEnd>;

  readonly #socket: Socket;
  readonly #spool: Spool;
  readonly #framing: FramingReader;
  readonly #options: SessionStreamOptions;
  readonly #receiver: FrameReceiver;
  readonly #arrivals: Arrival[] = [];
  #waitingBytes = 0;
  #isWorking = false;
  #end: StreamEnd | undefined;
  #resolveEnded: (end: StreamEnd) => void = () => {};
  readonly #startedAt = Date.now();
  #lastArrivalAt = Date.now();
  #lastPingAt = Date.now();
  #isSyncing = false;
  #ackedBytes = -1;

  constructor(options: SessionStreamOptions) {
    this.sessionId = options.sessionId;
    this.steamId = options.steamId;
    this.isResumable = options.isResumable;
    this.#socket = options.socket;
    this.#spool = options.spool;
    this.#framing = options.framing;
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#receiver = new FrameReceiver(
      {
        onBinary: (bytes) => {
          this.#waitingBytes += bytes.length;
          this.#arrivals.push({ bytes });
        },
        onText: (text) => {
          this.#waitingBytes += TEXT_COST_BYTES;
          this.#arrivals.push({ text });
        },
        onPing: (payload) => this.#answerPing(payload),
        onClose: () => this.#arrivals.push({ end: { kind: 'goodbye' } }),
      },
      { maxFrameBytes: options.limits.frameBytes },
    );
  }

  /** Begins to take bytes; `head` holds those that came with the handshake. */
  start(head: Buffer): void {
    const arriveAtEnd = () => this.#arrive({ end: { kind: 'gone' } });
    this.#socket.on('data', (chunk: Buffer) => this.#takeChunk(chunk));
    this.#socket.once('end', arriveAtEnd);
    this.#socket.once('close', arriveAtEnd);
    // A line may die while its handshake is looked into; nobody was listening then.
    if (this.#socket.destroyed) arriveAtEnd();
    if (head.length > 0) this.#takeChunk(head);
    if (this.isResumable) this.#sendAck('ready');
  }

  /** What the framing of the bytes says. Final once `ended` has resolved. */
  get framing(): FramingReader {
    return this.#framing;
  }

  get sizeBytes(): number {
    return this.#spool.sizeBytes;
  }

  /** True when nothing came for so long that the line may be dead, though nobody said so. */
  get isSilent(): boolean {
    return this.#silentForMs > SILENT_AFTER_MS;
  }

  get durationMs(): number {
    return Date.now() - this.#startedAt;
  }

  /** Ends the stream from this side; bytes already taken from the socket still reach the spool. */
  end(end: StreamEnd): Promise<StreamEnd> {
    this.#arrive({ end });
    return this.ended;
  }

  /** Waits until what is on the wire has come in: until the client is gone, or has gone quiet. */
  async drain(): Promise<StreamEnd> {
    const startedAt = Date.now();
    const timer = setInterval(() => {
      const isQuiet = this.#silentForMs > DRAIN_QUIET_MS && !this.#isWorking;
      if (isQuiet || Date.now() - startedAt > DRAIN_LIMIT_MS) this.#arrive({ end: { kind: 'drained' } });
    }, DRAIN_QUIET_MS / 8);
    try {
      return await this.ended;
    } finally {
      clearInterval(timer);
    }
  }

  /** To be called every second or so: ends a silent stream and keeps proxies from cutting a resumable one. */
  checkPulse(): void {
    if (this.#end) return;
    const now = Date.now();
    const { idleMs } = this.#options.limits;
    if (this.#silentForMs > idleMs && !this.#isWorking) {
      const error = errors.streamIdle({ idleSeconds: Math.round(idleMs / 1000) });
      this.#arrive({ end: { kind: 'failed', error } });
    } else if (this.isResumable && now - this.#lastPingAt > PING_INTERVAL_MS) {
      this.#lastPingAt = now;
      this.#send(pingFrame());
    }
  }

  /** Says how a finished upload went, and goodbye. */
  answerFinish(message: ServerMessage): void {
    this.#send(messageFrame(message));
    this.#sayGoodbye(NORMAL_CLOSURE);
  }

  answerError(error: DemobaseError): void {
    if (this.isResumable) this.#send(errorFrame(error));
    this.#sayGoodbye(error.closeCode, error.message);
  }

  /**
   * Lets the client go. To be called once the end of the stream is in the database: a client that has heard
   * our goodbye finds its session as it was told.
   */
  dismiss(end: StreamEnd): void {
    switch (end.kind) {
      case 'failed':
        this.answerError(end.error);
        break;
      case 'shutdown':
        this.answerError(errors.shuttingDown());
        break;
      case 'finished':
        // Its answer tells more than a goodbye, and has been given.
        break;
      case 'gone':
      case 'goodbye':
      case 'drained':
        this.#sayGoodbye(NORMAL_CLOSURE);
    }
  }

  get #silentForMs(): number {
    return Date.now() - this.#lastArrivalAt;
  }

  #takeChunk(chunk: Buffer): void {
    this.#lastArrivalAt = Date.now();
    if (this.#end) return;
    try {
      this.#receiver.push(chunk);
    } catch (error) {
      this.#arrivals.push({ end: { kind: 'failed', error: asDemobaseError(error) } });
    }
    if (this.#waitingBytes > PAUSE_ABOVE_BYTES) this.#socket.pause();
    if (!this.#isWorking) void this.#work();
  }

  #arrive(arrival: Arrival): void {
    if (this.#end) return;
    this.#arrivals.push(arrival);
    if (!this.#isWorking) void this.#work();
  }

  /** Takes what arrived, in order. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      for (let next = this.#arrivals.shift(); next && !this.#end; next = this.#arrivals.shift()) {
        if ('end' in next) {
          await this.#stop(next.end);
          break;
        }
        if ('bytes' in next) await this.#takeBytes(next.bytes);
        else await this.#takeText(next.text);
        this.#waitingBytes -= 'bytes' in next ? next.bytes.length : TEXT_COST_BYTES;
        if (this.#socket.isPaused() && this.#waitingBytes <= PAUSE_ABOVE_BYTES) this.#socket.resume();
      }
    } catch (error) {
      await this.#stop({ kind: 'failed', error: asDemobaseError(error) });
    }
    this.#isWorking = false;
    this.#socket.resume();
  }

  async #takeBytes(bytes: Buffer): Promise<void> {
    const { demoBytes } = this.#options.limits;
    const fitting = bytes.subarray(0, Math.max(0, demoBytes - this.#spool.sizeBytes));
    let problem: unknown;
    try {
      this.#framing.push(fitting);
    } catch (error) {
      problem = error;
    }
    await this.#spool.append(fitting);
    if (problem !== undefined) throw problem;
    if (fitting.length < bytes.length) throw errors.demoTooLarge({ maxBytes: demoBytes });
    if (this.isResumable) this.#sendAck('ack');
  }

  async #takeText(text: string): Promise<void> {
    if (!this.isResumable) throw errors.protocolViolation({ problem: 'a demo travels in binary frames' });
    const message = parseClientMessage(text);
    if (message.type === 'late_bytes') await this.#options.onLateBytes(message.hex);
    else await this.#stop({ kind: 'finished', message });
  }

  /** Makes what came durable, and tells the client. Acks never queue up: one covers all before it. */
  #sendAck(type: 'ready' | 'ack'): void {
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    this.#spool
      .sync()
      .then((offset) => {
        this.#isSyncing = false;
        if (this.#end) return;
        if (offset > this.#ackedBytes) this.#send(messageFrame({ type, offset }));
        this.#ackedBytes = offset;
        if (this.#spool.sizeBytes > offset) this.#sendAck('ack');
      })
      .catch((error: unknown) => this.#arrive({ end: { kind: 'failed', error: asDemobaseError(error) } }));
  }

  async #stop(reason: StreamEnd): Promise<void> {
    let end = reason;
    this.#end = end;
    try {
      await this.#spool.close();
    } catch (error) {
      end = { kind: 'failed', error: asDemobaseError(error) };
    }
    this.#resolveEnded(end);
  }

  #sayGoodbye(code: number, reason?: string): void {
    if (this.#socket.writable) this.#socket.end(closeFrame(code, reason));
    // The peer may never read, nor close: it gets a moment, then its socket is taken away.
    setTimeout(() => this.#socket.destroy(), GOODBYE_MS).unref();
  }

  /** RFC 6455 section 5.5.3 allows to answer the latest ping only: one who never reads is not written to. */
  #answerPing(payload: Buffer): void {
    if (this.#socket.writableLength === 0) this.#send(pongFrame(payload));
  }

  #send(frame: Buffer): void {
    if (this.#socket.writable) this.#socket.write(frame);
  }
}

function asDemobaseError(error: unknown): DemobaseError {
  if (error instanceof DemoFormatError)
    return errors.demoInvalid({ reason: error.message }, { cause: error });
  return knownFailure(error) ?? errors.storageUnavailable({}, { cause: error });
}
