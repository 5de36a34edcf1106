import { setTimeout as delay } from 'node:timers/promises';
import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { closeSession } from './close-session.ts';
import { newSessionId } from './session-id.ts';
import type { SessionParts } from './session-parts.ts';
import { findLiveSession, insertSession } from './store.ts';

/** Two requests of one account can race each other; more than a few rounds mean something else is wrong. */
const MAX_ROUNDS = 5;
const END_IN_FLIGHT_MS = 300;

interface OpenSessionRequest {
  readonly steamId: bigint;
  readonly fakeIp: string;
  readonly map: string;
  readonly demoName: string;
}

/**
 * Opens a session. A session of the account that nobody streams to is closed on the way: it never stands
 * in the way of the next match. A refusal leaves everything as it was.
 *
 * @throws {DemobaseError} `session_already_streaming`, `storage_full`, `game_server_unknown`,
 *   `game_server_unchecked`
 */
export async function openSession(parts: SessionParts, request: OpenSessionRequest): Promise<SessionRow> {
  await checkFreeSpace(parts);
  const { gameServerChecks } = parts;
  const finding = await gameServerChecks.admit(request.fakeIp);
  const session = await insertOrReplace(parts, request);
  if (finding) await gameServerChecks.keep(session.id, finding);
  else gameServerChecks.record(session.id, request.fakeIp);
  return session;
}

async function insertOrReplace(parts: SessionParts, request: OpenSessionRequest): Promise<SessionRow> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const session = await insertSession(parts.db, {
      id: newSessionId(),
      steam_id: request.steamId,
      state: 'open',
      fake_ip: request.fakeIp,
      map: request.map,
      demo_name: request.demoName,
      opened_at: parts.now(),
      close_due_at: new Date(parts.now().getTime() + parts.config.sessions.openGraceMs),
    });
    if (session) return session;
    const standing = await findLiveSession(parts.db, request.steamId);
    if (!standing) continue;
    if (await hasJustEnded(parts, standing)) continue;
    if (await isStreaming(parts, standing)) {
      throw errors.sessionAlreadyStreaming({ sessionId: standing.id });
    }
    await closeSession(parts, standing.id);
  }
  throw errors.databaseUnavailable();
}

/**
 * A client that dropped its line a moment ago may ask for the next session before the end of the line has
 * reached us. So a stream of this instance gets a moment to end.
 */
async function hasJustEnded(parts: SessionParts, session: SessionRow): Promise<boolean> {
  const active = parts.streams.get(session.id);
  if (!active) return false;
  const limit = new AbortController();
  const isSettled = await Promise.race([
    active.settled.then(() => true),
    delay(END_IN_FLIGHT_MS, false, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  return isSettled;
}

/** A session whose instance is gone says `streaming` although nobody streams. */
async function isStreaming(parts: SessionParts, session: SessionRow): Promise<boolean> {
  if (session.state !== 'streaming' || session.instance_id === null) return false;
  if (session.instance_id === parts.instanceId) return parts.streams.has(session.id);
  return parts.isInstanceAlive(session.instance_id);
}

async function checkFreeSpace(parts: SessionParts): Promise<void> {
  const freeBytes = await parts.spools.measureFreeBytes();
  if (freeBytes < parts.config.limits.freeBytes) throw errors.storageFull();
}
