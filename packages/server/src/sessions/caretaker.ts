import { errors } from '../errors.ts';
import { closeSession } from './close-session.ts';
import { handOverSessions } from './hand-over.ts';
import type { SessionParts } from './session-parts.ts';
import { detachSession } from './settle-stream.ts';
import {
  extendDetachedSessions,
  findClosingSessions,
  findDueSessions,
  findSession,
  findStreamingSessions,
} from './store.ts';
import { storeDemo } from './store-demo.ts';

const ROUND_MS = 1_000;
/** How many demos are stored at once when many wait, as after an outage of the storage. */
const MAX_STORING = 4;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Takes up the sessions an earlier run of this instance left: whatever was streaming waits to be resumed,
 * with its full grace. Nothing received is deleted.
 */
export async function recoverSessions(parts: SessionParts): Promise<void> {
  const interrupted = await findStreamingSessions(parts.db, parts.instanceId);
  for (const { id } of interrupted) await detachSession(parts, id);
  const closeDueAt = new Date(parts.now().getTime() + parts.config.sessions.resumeGraceMs);
  await extendDetachedSessions(parts.db, parts.instanceId, closeDueAt);
  if (interrupted.length > 0) {
    const sessions = interrupted.map((session) => String(session.id));
    parts.log.warn({ sessions }, 'interrupted sessions recovered');
  }
}

/**
 * Does what time brings: ends silent streams, closes sessions whose grace is over, stores what is closing,
 * and tries again what failed. Everything it needs to know is in the database.
 */
export class Caretaker {
  readonly #parts: SessionParts;
  readonly #timer: NodeJS.Timeout;
  #round: Promise<void> | undefined;
  #handingOver: Promise<void> | undefined;
  /** When a session whose storing failed is tried again, and after what pause. */
  readonly #retries = new Map<bigint, { readonly at: number; readonly pauseMs: number }>();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      this.#round ??= this.#makeRound()
        .catch((error: unknown) => parts.log.error({ err: error }, 'caretaker round failed'))
        .finally(() => {
          this.#round = undefined;
        });
    }, ROUND_MS).unref();
  }

  /** Stops making rounds, once the one under way is done. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
    await this.#handingOver;
  }

  async #makeRound(): Promise<void> {
    const { db, instanceId, streams, spools, now } = this.#parts;
    await spools.measureFreeBytes();
    for (const { stream } of streams.values()) stream.checkPulse();
    await this.#compareStreams();
    this.#handOver();
    for (const session of await findDueSessions(db, instanceId, now())) {
      await closeSession(this.#parts, session.id);
    }
    for (const session of await findClosingSessions(db, instanceId)) this.#store(session.id);
  }

  /** Brings the database and the streams in line, whatever came between them. */
  async #compareStreams(): Promise<void> {
    const { db, instanceId, streams, attaching, publicUrl } = this.#parts;
    const rows = await findStreamingSessions(db, instanceId);
    for (const { id } of rows) {
      // Looked up now, after the database has answered: a stream may have begun meanwhile.
      if (!streams.has(id) && !attaching.has(id)) await detachSession(this.#parts, id);
    }
    const known = new Set(rows.map((row) => row.id));
    for (const [id, { stream }] of streams) {
      if (known.has(id) || (await findSession(db, id))) continue;
      const error = errors.apiKeyUnknown({ signInUrl: publicUrl() });
      await stream.end({ kind: 'failed', error });
    }
  }

  /** Uploading a spool may take a while; the rounds go on meanwhile. */
  #handOver(): void {
    this.#handingOver ??= handOverSessions(this.#parts)
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'session not handed over yet'))
      .finally(() => {
        this.#handingOver = undefined;
      });
  }

  #store(sessionId: bigint): void {
    const retry = this.#retries.get(sessionId);
    if (this.#parts.storing.size >= MAX_STORING) return;
    if (this.#parts.storing.has(sessionId) || (retry && retry.at > Date.now())) return;
    storeDemo(this.#parts, sessionId).then(
      () => this.#retries.delete(sessionId),
      (error: unknown) => {
        const pauseMs = Math.min((retry?.pauseMs ?? FIRST_RETRY_MS / 2) * 2, LONGEST_RETRY_MS);
        this.#retries.set(sessionId, { at: Date.now() + pauseMs, pauseMs });
        this.#parts.log.error({ err: error, sessionId: String(sessionId), pauseMs }, 'demo not stored yet');
      },
    );
  }
}
