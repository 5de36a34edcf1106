import { DemobaseApiError, DemobaseConnectionError } from '../api-error.ts';
import { readDemoHeader } from '../demo-header.ts';
import type { DemoSource } from '../demo-source.ts';
import type { DemobaseClient } from '../demobase-client.ts';
import { DEFAULT_RETRY_TIMES, delay, type RetryTimes, retryDelayMs } from './retry-delay.ts';
import { type ConnectionEnd, UploadConnection } from './upload-connection.ts';
import { DemoUploadError } from './upload-error.ts';

/** Where an upload is. `durableBytes` survive whatever happens to the service. */
export interface UploadProgress {
  readonly status: 'connecting' | 'sending' | 'storing';
  readonly sessionId: string;
  readonly durableBytes: number;
  readonly sizeBytes: number;
  /** While `connecting` again: why the last connection ended, and how long until the next try. */
  readonly retry?: { readonly reason: string; readonly inMs: number };
}

export interface UploadedDemo {
  readonly sessionId: string;
  readonly sizeBytes: number;
  /** Of the demo as stored; undefined where neither side told. */
  readonly sha256: string | undefined;
}

export interface UploadDemoOptions {
  readonly client: DemobaseClient;
  readonly source: DemoSource;
  /** Goes on with a session opened earlier. Without it one is opened. */
  readonly sessionId?: string | undefined;
  /** The demo's own header says it unless given. */
  readonly map?: string | undefined;
  /** Address or name of the game server. The demo's own header says it unless given. */
  readonly fakeIp?: string | undefined;
  readonly demoName?: string | undefined;
  /** Called first as soon as the session is known, then at each change. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  readonly retry?: Partial<RetryTimes>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Uploads a demo and resolves when the service has stored and verified it. A lost connection, or a restart of
 * the service, only delays it: each new connection goes on after the last byte that is durable over there.
 *
 * @throws {NotADemoError} when the source is no demo, {@link DemobaseApiError} when no session can be opened,
 * {@link DemoUploadError} when the upload cannot go on, and the signal's reason when it is aborted. After
 * an abort or `connection_lost`, calling again with the same `sessionId` goes on.
 *
 * @example
 * ```ts
 * const { sessionId } = await uploadDemo({ client, source: blobSource(file), demoName: file.name });
 * ```
 */
export async function uploadDemo(options: UploadDemoOptions): Promise<UploadedDemo> {
  const { client, source, signal } = options;
  const header = await readDemoHeader(source);
  const sessionId =
    options.sessionId ??
    (await client.openSession(
      {
        map: options.map ?? header.map,
        fakeIp: options.fakeIp ?? header.serverName,
        demoName: options.demoName,
      },
      { signal },
    ));
  return new Upload(sessionId, options).run();
}

class Upload {
  readonly #sessionId: string;
  readonly #client: DemobaseClient;
  readonly #source: DemoSource;
  readonly #onProgress: (progress: UploadProgress) => void;
  readonly #retry: RetryTimes;
  readonly #signal: AbortSignal;
  #durableBytes = 0;
  #progressAt = Date.now();
  #attempt = 0;

  constructor(sessionId: string, { client, source, onProgress, retry, signal }: UploadDemoOptions) {
    this.#sessionId = sessionId;
    this.#client = client;
    this.#source = source;
    this.#onProgress = onProgress ?? (() => {});
    this.#retry = { ...DEFAULT_RETRY_TIMES, ...retry };
    this.#signal = signal ?? new AbortController().signal;
  }

  async run(): Promise<UploadedDemo> {
    this.#report('connecting');
    while (true) {
      const end = await this.#connectOnce();
      if (end.kind === 'stored') {
        return { sessionId: this.#sessionId, sizeBytes: end.sizeBytes, sha256: end.sha256 };
      }
      await this.#waitToRetry(end.reason);
    }
  }

  async #connectOnce(): Promise<ConnectionEnd> {
    const connection = new UploadConnection({
      socket: this.#client.connectToSession(this.#sessionId),
      sessionId: this.#sessionId,
      source: this.#source,
      onDurable: (durableBytes, status) => this.#advance(durableBytes, status),
      onFinishSent: () => {
        this.#progressAt = Date.now();
        this.#report('storing');
      },
    });
    try {
      const end = await connection.run({ confirmBefore: () => this.#giveUpAt(), signal: this.#signal });
      // WebSockets do not tell why a handshake failed; HTTP does.
      return end.kind === 'refused' ? await this.#askByHttp(end.reason) : end;
    } catch (error) {
      if (error instanceof DemoUploadError && error.code === 'session_ended') {
        return this.#askByHttp(error.message);
      }
      throw error;
    }
  }

  /**
   * Finds out what became of a session that takes no stream. It may have ended well: with the connection, the
   * word that the demo is stored can be lost too. A stored demo is ours if it has our size: what the service
   * completes in a header never changes that.
   */
  async #askByHttp(reason: string): Promise<ConnectionEnd> {
    try {
      const stored = await this.#client.describeDemo(this.#sessionId, { signal: this.#signal });
      if (stored.sizeBytes === this.#source.sizeBytes) return { kind: 'stored', ...stored };
      throw this.#ended(`It ended with ${stored.sizeBytes} of ${this.#source.sizeBytes} bytes.`);
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof DemobaseConnectionError) return { kind: 'lost', reason: error.message };
      if (!(error instanceof DemobaseApiError)) throw error;
      if (error.status === 404 || error.status === 410) throw this.#ended(error.message, error);
      if (error.status === 401) throw error;
      // A session that lives, or a service in trouble: what the WebSocket said comes closer to the reason.
      return { kind: 'lost', reason };
    }
  }

  #ended(detail: string, cause?: unknown): DemoUploadError {
    const message = `Session ${this.#sessionId} takes no more bytes. ${detail}`;
    return new DemoUploadError({ code: 'session_ended', sessionId: this.#sessionId, message, cause });
  }

  async #waitToRetry(reason: string): Promise<void> {
    const inMs = retryDelayMs(this.#attempt, this.#retry);
    this.#attempt += 1;
    if (Date.now() + inMs > this.#giveUpAt()) {
      throw new DemoUploadError({
        code: 'connection_lost',
        sessionId: this.#sessionId,
        message: `The upload got no further for ${Math.round(this.#retry.giveUpAfterMs / 1000)} seconds: ${reason}`,
      });
    }
    this.#report('connecting', { reason, inMs });
    await delay(inMs, { signal: this.#signal });
  }

  #giveUpAt(): number {
    return this.#progressAt + this.#retry.giveUpAfterMs;
  }

  #advance(durableBytes: number, status: 'sending' | 'storing'): void {
    if (durableBytes > this.#durableBytes) {
      this.#progressAt = Date.now();
      this.#attempt = 0;
    }
    this.#durableBytes = durableBytes;
    this.#report(status);
  }

  #report(status: UploadProgress['status'], retry?: UploadProgress['retry']): void {
    this.#onProgress({
      status,
      sessionId: this.#sessionId,
      durableBytes: this.#durableBytes,
      sizeBytes: this.#source.sizeBytes,
      ...(retry && { retry }),
    });
  }
}
