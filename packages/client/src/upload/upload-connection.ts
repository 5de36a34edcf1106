import type { DemoSource } from '../demo-source.ts';
import { UPLOAD_PROTOCOL } from '../demobase-client.ts';
import type { WebSocketLike } from '../web-socket.ts';
import { parseServerMessage, type ServerMessage } from './server-message.ts';
import { DemoUploadError, isPassing } from './upload-error.ts';

/** How one connection ended; fatal errors are thrown instead. */
export type ConnectionEnd =
  | { readonly kind: 'stored'; readonly sizeBytes: number; readonly sha256: string | undefined }
  | { readonly kind: 'lost'; readonly reason: string }
  /** Not even the handshake succeeded. */
  | { readonly kind: 'refused'; readonly reason: string };

interface UploadConnectionOptions {
  readonly socket: WebSocketLike;
  readonly sessionId: string;
  readonly source: DemoSource;
  /** The last acks may come when all is sent and the demo is being stored. */
  readonly onDurable: (durableBytes: number, status: 'sending' | 'storing') => void;
  readonly onFinishSent: () => void;
}

const FRAME_BYTES = 256 * 1024;
/** Beyond this the runtime keeps frames in memory faster than the network takes them. */
const MAX_BUFFERED_BYTES = 1024 ** 2;
/** Sent but not acknowledged: what a lost connection makes us send twice at most. */
const MAX_UNACKNOWLEDGED_BYTES = 8 * 1024 ** 2;
/** WebSockets tell nobody when their buffer drains. */
const BUFFER_POLL_MS = 5;
/** The service says nothing while it should: the connection was cut without a notice, or its disk is full. */
const SILENCE_TIMEOUT_MS = 120_000;

/**
 * One connection of an upload, from its handshake to its end: the client's half of `demobase.v1`.
 *
 * The socket's events only note what happened and wake `run()`, which alone sends: so there is one order of
 * things, and a connection lost at any moment is seen at one place.
 */
export class UploadConnection {
  readonly #socket: WebSocketLike;
  readonly #sessionId: string;
  readonly #source: DemoSource;
  readonly #onDurable: UploadConnectionOptions['onDurable'];
  readonly #onFinishSent: () => void;

  /** Where the next frame begins; undefined until the service said so. */
  #offset: number | undefined;
  #durableBytes = 0;
  #isOpen = false;
  #isFinishSent = false;
  #end: ConnectionEnd | { readonly kind: 'failed'; readonly error: Error } | undefined;
  #heardAt = Date.now();
  #wake: () => void = () => {};

  constructor({ socket, sessionId, source, onDurable, onFinishSent }: UploadConnectionOptions) {
    this.#socket = socket;
    this.#sessionId = sessionId;
    this.#source = source;
    this.#onDurable = onDurable;
    this.#onFinishSent = onFinishSent;
  }

  /**
   * Sends until the demo is stored or the connection is gone. `confirmBefore` is the time (as `Date.now()`)
   * until which the service may take to store a demo sent completely.
   *
   * @throws {DemoUploadError} when another connection would not help; the signal's reason when aborted.
   */
  async run({
    confirmBefore,
    signal,
  }: {
    confirmBefore: () => number;
    signal: AbortSignal;
  }): Promise<ConnectionEnd> {
    signal.throwIfAborted();
    const abort = () => this.#fail(signal.reason);
    signal.addEventListener('abort', abort);
    this.#listen();
    try {
      while (!this.#end) {
        if (await this.#sendNext()) continue;
        await this.#waitForChange(confirmBefore());
      }
    } finally {
      signal.removeEventListener('abort', abort);
      this.#drop();
    }
    if (this.#end.kind === 'failed') throw this.#end.error;
    return this.#end;
  }

  #listen(): void {
    const socket = this.#socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#isOpen = true;
      this.#heard();
      if (socket.protocol !== UPLOAD_PROTOCOL) {
        this.#failWith(
          'protocol_unsupported',
          'This service does not speak the upload protocol demobase.v1.',
        );
      }
    };
    socket.onmessage = (event: { data: unknown }) => {
      this.#heard();
      this.#receive(event.data);
    };
    // An error is always followed by the close. Browsers say nothing here; `ws` tells what it met.
    let errorText = '';
    socket.onerror = (event: { message?: unknown }) => {
      if (typeof event.message === 'string') errorText = event.message;
    };
    socket.onclose = (event: { code: number; reason: string }) => {
      this.#lose(event.reason || errorText || `the connection was closed (${event.code})`);
    };
  }

  #heard(): void {
    this.#heardAt = Date.now();
    this.#wake();
  }

  #receive(data: unknown): void {
    if (this.#end) return;
    try {
      const message = typeof data === 'string' ? parseServerMessage(data) : undefined;
      if (message) this.#handle(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  #handle(message: ServerMessage): void {
    switch (message.type) {
      case 'ready':
        if (message.offset > this.#source.sizeBytes) {
          this.#failWith(
            'source_mismatch',
            `Session ${this.#sessionId} holds ${message.offset} bytes, this demo only ${this.#source.sizeBytes}: ` +
              'the session belongs to another demo.',
          );
          return;
        }
        this.#offset = message.offset;
        this.#advance(message.offset);
        return;
      case 'ack':
        this.#advance(message.offset);
        return;
      case 'stored':
        this.#end = { kind: 'stored', sizeBytes: message.size, sha256: message.sha256 };
        return;
      case 'error':
        if (isPassing(message.code)) this.#lose(message.detail);
        else this.#failWith(message.code, message.detail);
    }
  }

  #advance(durableBytes: number): void {
    this.#durableBytes = durableBytes;
    this.#onDurable(durableBytes, this.#isFinishSent ? 'storing' : 'sending');
  }

  /** Sends one frame if there is one to send and room for it. */
  async #sendNext(): Promise<boolean> {
    if (this.#offset === undefined || this.#isFinishSent) return false;
    const { sizeBytes } = this.#source;
    if (this.#offset === sizeBytes) {
      const sha256 = await this.#source.sha256();
      if (this.#end) return false;
      this.#socket.send(JSON.stringify({ type: 'finish', size: sizeBytes, ...(sha256 && { sha256 }) }));
      this.#isFinishSent = true;
      this.#onFinishSent();
      return true;
    }
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) return false;
    if (this.#offset - this.#durableBytes >= MAX_UNACKNOWLEDGED_BYTES) return false;
    const bytes = await this.#source.read(this.#offset, Math.min(FRAME_BYTES, sizeBytes - this.#offset));
    if (this.#end) return false;
    this.#socket.send(bytes);
    this.#offset += bytes.length;
    return true;
  }

  async #waitForChange(confirmBefore: number): Promise<void> {
    if (this.#end) return;
    const deadline = this.#isFinishSent ? confirmBefore : this.#heardAt + SILENCE_TIMEOUT_MS;
    const left = deadline - Date.now();
    if (left <= 0) {
      this.#lose('the service went silent');
      return;
    }
    const mayDrain = this.#socket.bufferedAmount > MAX_BUFFERED_BYTES;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, mayDrain ? BUFFER_POLL_MS : left);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #failWith(code: string, message: string): void {
    this.#fail(new DemoUploadError({ code, sessionId: this.#sessionId, message }));
  }

  #fail(error: unknown): void {
    this.#end ??= { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    this.#wake();
  }

  #lose(reason: string): void {
    this.#end ??= { kind: this.#isOpen ? 'lost' : 'refused', reason };
    this.#wake();
  }

  /** A dead connection would answer no close handshake, and hold the process for as long as one may take. */
  #drop(): void {
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    if (this.#end?.kind !== 'stored' && this.#socket.terminate) this.#socket.terminate();
    else this.#socket.close();
  }
}
