import { DemoFormatError } from '@demobase/demo';
import { queueBlobDeletions } from '../blobs/blob-deletions.ts';
import { demoBlobName } from '../blobs/blob-store.ts';
import type { DemobaseError } from '../errors.ts';
import type { SessionParts } from './session-parts.ts';
import { moveSession } from './store.ts';

/**
 * Ends a session whose bytes are not a demo, and keeps the reason. Bytes that began as a demo are put aside
 * for the operator; others are of no use to anyone and go.
 */
export async function rejectSession(
  parts: SessionParts,
  sessionId: bigint,
  error: DemoFormatError | DemobaseError,
): Promise<void> {
  const rejected = await moveSession(parts.db, sessionId, 'reject', {
    rejection_code: error.code,
    rejection_reason: error.message,
    close_due_at: null,
    ended_at: parts.now(),
  });
  if (!rejected) return;
  // An instance that handed it over left what it had there.
  await queueBlobDeletions(parts.db, [demoBlobName(sessionId)]);
  if (error instanceof DemoFormatError && error.code !== 'broken-framing')
    await parts.spools.remove(sessionId);
  else await parts.spools.setAside(sessionId);
  parts.log.warn(
    { operation: 'reject-session', sessionId: String(sessionId), code: error.code, reason: error.message },
    'session rejected',
  );
}
