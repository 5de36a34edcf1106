import { setTimeout as delay } from 'node:timers/promises';
import { demoBlobName } from '../blobs/blob-store.ts';
import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import type { SessionParts } from './session-parts.ts';
import {
  declineHandOver,
  findRequestedSessions,
  findSession,
  releaseSession,
  requestHandOver,
} from './store.ts';

const WAIT_MS = 30_000;
const LOOK_AGAIN_MS = 200;

/**
 * Gets the spool of a session from the instance that has it: a stream may come back anywhere. It travels
 * through the shared blob store, from where opening the spool fetches it.
 *
 * @throws {DemobaseError} `session_on_another_instance` when there is no shared store, that instance is
 *   gone, or it still hears from the client
 */
export async function takeOver(parts: SessionParts, session: SessionRow): Promise<void> {
  const { id: sessionId, instance_id: owner } = session;
  if (owner === null || owner === parts.instanceId) return;
  const refusal = errors.sessionOnAnotherInstance({ sessionId });
  if (!parts.blobs.isShared || !(await parts.isInstanceAlive(owner))) throw refusal;
  await requestHandOver(parts.db, sessionId, parts.instanceId);
  for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += LOOK_AGAIN_MS) {
    const now = await findSession(parts.db, sessionId);
    if (now?.instance_id === null) return;
    if (now?.hand_over_to !== parts.instanceId) throw refusal;
    await delay(LOOK_AGAIN_MS);
  }
  throw refusal;
}

/** Hands over what other instances ask for. */
export async function handOverSessions(parts: SessionParts): Promise<void> {
  for (const session of await findRequestedSessions(parts.db, parts.instanceId)) {
    if (parts.attaching.has(session.id) || parts.storing.has(session.id)) continue;
    // Until this is done nothing may attach to the session or store it here.
    parts.attaching.add(session.id);
    const handingOver = handOver(parts, session).finally(() => {
      parts.attaching.delete(session.id);
      parts.storing.delete(session.id);
    });
    parts.storing.set(session.id, handingOver);
    await handingOver;
  }
}

/** The blob is whole before the spool goes, and the spool is gone before the session is anybody's. */
async function handOver(parts: SessionParts, session: SessionRow): Promise<void> {
  const { id: sessionId } = session;
  const active = parts.streams.get(sessionId);
  if (active && !active.stream.isResumable && !active.stream.isSilent) {
    return declineHandOver(parts.db, sessionId);
  }
  await active?.stream.end({ kind: 'failed', error: errors.streamTakenOver({ sessionId }) });
  await active?.settled;
  if ((await parts.spools.sizeOf(sessionId)) !== undefined) {
    await parts.blobs.putFile(demoBlobName(sessionId), parts.spools.pathOf(sessionId));
    await parts.spools.remove(sessionId);
  }
  await releaseSession(parts.db, session);
  parts.log.info({ operation: 'hand-over', sessionId: String(sessionId) }, 'session handed over');
}
