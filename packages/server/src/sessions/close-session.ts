import type { SessionRow } from '../database/schema.ts';
import type { SessionParts } from './session-parts.ts';
import { findSession, moveSession } from './store.ts';
import { storeDemo } from './store-demo.ts';

/**
 * Closes a session: it takes no new stream from here on, and its demo is on the way to the blob store.
 * Safe to repeat, from any instance, after a crash at any point.
 *
 * @returns the session as it is now, and a promise that resolves when its demo is stored, where it is this
 *   instance that stores it
 */
export async function closeSession(
  parts: SessionParts,
  sessionId: bigint,
): Promise<{ readonly session: SessionRow | undefined; readonly stored: Promise<void> }> {
  const moved = await moveSession(parts.db, sessionId, 'close', {
    ended_at: parts.now(),
    close_due_at: null,
  });
  const session = moved ?? (await findSession(parts.db, sessionId));
  if (session?.state !== 'closing') return { session, stored: Promise.resolve() };
  const isOurs = session.instance_id === null || session.instance_id === parts.instanceId;
  return { session, stored: isOurs ? storeDemo(parts, sessionId) : Promise.resolve() };
}
