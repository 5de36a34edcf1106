import type { SessionRow } from '../database/schema.ts';
import type { SessionParts } from './session-parts.ts';
import { closeLiveSession, findSession } from './store.ts';
import { storeDemo } from './store-demo.ts';

/**
 * Closes a session: it takes no new stream from here on, and its demo is on the way to the blob store.
 * Safe to repeat, from any instance, after a crash at any point.
 *
 * @returns the session as it is now, and a promise that resolves when its demo is stored; or at once where
 *   that is for another instance to do
 */
export async function closeSession(
  parts: SessionParts,
  sessionId: bigint,
): Promise<{ readonly session: SessionRow | undefined; readonly stored: Promise<void> }> {
  const moved = await closeLiveSession(parts.db, sessionId, {
    instanceId: parts.instanceId,
    endedAt: parts.now(),
  });
  const session = moved ?? (await findSession(parts.db, sessionId));
  if (session?.state !== 'closing') return { session, stored: Promise.resolve() };
  return { session, stored: storeDemo(parts, sessionId) };
}
