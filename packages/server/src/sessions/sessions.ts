import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppParts } from '../app-parts.ts';
import { type DemobaseError, errors } from '../errors.ts';
import { knownFailure } from '../known-failure.ts';
import { attachStream } from './attach-stream.ts';
import { Caretaker, recoverSessions } from './caretaker.ts';
import { HandshakeLimit } from './handshake-limit.ts';
import type { SessionParts } from './session-parts.ts';
import { SpoolFolder } from './spool.ts';
import { findSessionIds } from './store.ts';
import { errorFrame, UPLOAD_PROTOCOL } from './upload-protocol.ts';
import { closeFrame } from './web-socket/frames.ts';
import {
  acceptHandshake,
  checkHandshake,
  offeredSubprotocols,
  refuseHandshake,
} from './web-socket/handshake.ts';

/** What sessions need besides the parts of the app: who this instance is. */
export interface InstanceIdentity {
  readonly instanceId: string;
  readonly isInstanceAlive: (instanceId: string) => Promise<boolean>;
}

/** How long streams and demos being stored may hold up a stop; what is not done then goes on at the next start. */
const STOP_TIMEOUT_MS = 10_000;

/** How long a refused client has to hear the reason and go. */
const REFUSAL_MS = 2_000;
const FULL_DISK_PATIENCE_MS = 60_000;

/**
 * The sessions of one instance: its spools, its live streams, and the caretaker that brings every session
 * to its end. Built once per process; stopping it leaves every session resumable.
 */
export class Sessions {
  readonly parts: SessionParts;
  #caretaker: Caretaker | undefined;
  readonly #handshakeLimit: HandshakeLimit;
  #isStopping = false;

  constructor(parts: AppParts, identity: InstanceIdentity) {
    const { dataDir, limits, trustedProxies } = parts.config;
    this.#handshakeLimit = new HandshakeLimit({ perMinute: limits.requestsPerMinute, trustedProxies });
    this.parts = {
      ...parts,
      ...identity,
      spools: new SpoolFolder({
        path: join(dataDir, 'spool'),
        rejectedPath: join(dataDir, 'rejected'),
        minFreeBytes: limits.freeBytes,
        fullDiskPatienceMs: FULL_DISK_PATIENCE_MS,
      }),
      streams: new Map(),
      attaching: new Set(),
      storing: new Map(),
    };
  }

  /** Recovers what an earlier run left, and begins to take care of time. */
  async start(): Promise<void> {
    await this.parts.spools.create();
    await recoverSessions(this.parts);
    this.#caretaker = new Caretaker(this.parts);
  }

  /** Answers an upgrade request of the HTTP server. */
  async handleUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    // A peer may vanish at any moment; what follows from it is decided where the socket is read.
    socket.on('error', (error) => this.parts.log.debug({ err: error }, 'socket failed'));
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    try {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (path !== '/demos') throw errors.routeUnknown({ path });
      this.#handshakeLimit.check(request);
      if (this.#isStopping) throw errors.shuttingDown();
      await attachStream(this.parts, { request, socket, head });
    } catch (error) {
      const known = knownFailure(error) ?? errors.internal({ requestId: 'stream' }, { cause: error });
      if (known !== error || known.httpStatus >= 500)
        this.parts.log.error({ err: error }, 'stream not opened');
      else this.parts.log.info({ operation: 'attach-stream', outcome: known.code }, 'stream refused');
      refuse(request, socket, known);
    }
  }

  /** Ends the streams of an account that is about to be deleted, and drops what they brought. */
  async endSessionsOf(steamId: bigint): Promise<void> {
    const { db, streams, storing, spools, publicUrl } = this.parts;
    const error = errors.apiKeyUnknown({ signInUrl: publicUrl() });
    for (const { stream, settled } of streams.values()) {
      if (stream.steamId !== steamId) continue;
      await stream.end({ kind: 'failed', error });
      await settled;
    }
    for (const sessionId of await findSessionIds(db, steamId)) {
      await storing.get(sessionId)?.catch(() => {});
      await spools.forget(sessionId);
    }
  }

  /** Ends every stream so that it can be resumed, and waits for what is being stored. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const limit = new AbortController();
    const timeout = delay(STOP_TIMEOUT_MS, undefined, { signal: limit.signal }).catch(() => {});
    await Promise.race([this.#settle(), timeout]);
    limit.abort();
  }

  async #settle(): Promise<void> {
    const active = [...this.parts.streams.values()];
    await Promise.all(active.map(({ stream }) => stream.end({ kind: 'shutdown' })));
    await Promise.all(active.map(({ settled }) => settled));
    await Promise.allSettled(this.parts.storing.values());
    await this.#caretaker?.stop();
  }
}

/**
 * Refuses a stream with a plain HTTP answer; but browsers hide those from their pages, so a client of
 * `demobase.v1` gets its handshake, the error as a message, and the close code.
 */
function refuse(request: IncomingMessage, socket: Socket, error: DemobaseError): void {
  const key = handshakeKey(request);
  if (key !== undefined && offeredSubprotocols(request).includes(UPLOAD_PROTOCOL)) {
    acceptHandshake(socket, key, UPLOAD_PROTOCOL);
    socket.write(errorFrame(error));
    socket.end(closeFrame(error.closeCode, error.message));
  } else refuseHandshake(socket, error);
  // What the client still sends is read and dropped, so that it hears the reason before the line is cut.
  socket.resume();
  setTimeout(() => socket.destroy(), REFUSAL_MS).unref();
}

function handshakeKey(request: IncomingMessage): string | undefined {
  try {
    return checkHandshake(request);
  } catch {
    return undefined;
  }
}
