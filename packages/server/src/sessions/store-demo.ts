import { DemoFormatError, encodeLateBytes, FramingReader, LATE_BYTES_OFFSET } from '@demobase/demo';
import { queueAnalysis } from '../analysis/queue-analysis.ts';
import { demoBlobName } from '../blobs/blob-store.ts';
import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { hashSpool } from './hash-spool.ts';
import { openSpool } from './open-spool.ts';
import { rejectSession } from './reject-session.ts';
import type { SessionParts } from './session-parts.ts';
import type { Spool } from './spool.ts';
import { findSession, finishSession } from './store.ts';

/**
 * Brings the demo of a closing session into the blob store. Idempotent: each step finds out what an
 * earlier attempt left, so a crash anywhere costs only time. At most one attempt runs per session.
 *
 * Failures of the storage or the database reject; the session stays `closing` and the caretaker tries again.
 */
export function storeDemo(parts: SessionParts, sessionId: bigint): Promise<void> {
  const running = parts.storing.get(sessionId);
  if (running) return running;
  const storing = runStore(parts, sessionId).finally(() => parts.storing.delete(sessionId));
  parts.storing.set(sessionId, storing);
  // Whoever awaits it sees a failure; if nobody does, the caretaker's next attempt is the answer.
  storing.catch(() => {});
  return storing;
}

/** What is stored of a session that never received a byte. */
const nothing = { sizeBytes: null, sha256: null, isComplete: null };

async function runStore(parts: SessionParts, sessionId: bigint): Promise<void> {
  const startedAt = Date.now();
  const stream = parts.streams.get(sessionId)?.stream;
  await stream?.drain();
  const session = await findSession(parts.db, sessionId);
  if (!session) return parts.spools.remove(sessionId);
  if (session.state !== 'closing') return;
  if (session.instance_id === null) return finishEmpty(parts, session);
  // Its bytes are on the disk of another instance, which will find it closing.
  if (session.instance_id !== parts.instanceId) return;

  const spool = await openSpool(parts, sessionId);
  if (!spool) {
    // A demo that was stored before is somewhere; saying there was none would forget it for good.
    if (session.sha256) throw errors.demoMissing({ sessionId });
    return finishEmpty(parts, session);
  }
  let stored: { sizeBytes: number; sha256: Buffer; isComplete: boolean };
  try {
    if (spool.sizeBytes === 0) return await finishEmpty(parts, session);
    const framing = stream?.framing ?? (await scan(spool));
    framing.end();
    await completeHeader(spool, framing, session.late_bytes);
    await spool.sync();
    stored = {
      sizeBytes: spool.sizeBytes,
      sha256: await hashSpool(spool),
      isComplete: framing.isComplete,
    };
  } catch (error) {
    if (!(error instanceof DemoFormatError)) throw error;
    return rejectSession(parts, sessionId, error);
  } finally {
    await spool.close();
  }
  await parts.blobs.putFile(demoBlobName(sessionId), parts.spools.pathOf(sessionId));
  await parts.spools.remove(sessionId);
  const isFinished = await parts.db.transaction().execute(async (transaction) => {
    const isClosed = await finishSession(transaction, session, stored);
    if (isClosed) await queueAnalysis(transaction, sessionId);
    return isClosed;
  });
  if (!isFinished) return settleChange(parts, sessionId);
  parts.log.info(
    {
      operation: 'store-demo',
      sessionId: String(sessionId),
      bytes: stored.sizeBytes,
      ms: Date.now() - startedAt,
    },
    'demo stored',
  );
}

/** No stream ever came, or it went without a byte. */
async function finishEmpty(parts: SessionParts, session: SessionRow): Promise<void> {
  await parts.spools.remove(session.id);
  await finishSession(parts.db, session, nothing);
}

/** The row changed while the demo was being stored: late bytes came in, or the account was deleted. */
async function settleChange(parts: SessionParts, sessionId: bigint): Promise<void> {
  const session = await findSession(parts.db, sessionId);
  if (!session) return parts.blobs.delete(demoBlobName(sessionId));
  if (session.state === 'closing') return runStore(parts, sessionId);
}

async function scan(spool: Spool): Promise<FramingReader> {
  const framing = new FramingReader();
  for await (const bytes of spool.read()) framing.push(bytes);
  return framing;
}

/** Late bytes win; a header that still has none of them gets what was read instead. */
async function completeHeader(spool: Spool, framing: FramingReader, lateBytes: Buffer | null): Promise<void> {
  if (lateBytes) return spool.overwrite(lateBytes, LATE_BYTES_OFFSET);
  const isRecording = framing.header && encodeLateBytes(framing.header.late).every((byte) => byte === 0);
  if (isRecording) await spool.overwrite(encodeLateBytes(framing.completedLateBytes()), LATE_BYTES_OFFSET);
}
