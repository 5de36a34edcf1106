import { DemoFormatError } from '@demobase/demo';
import { DemobaseError, errors } from '../errors.ts';
import { knownFailure } from '../known-failure.ts';
import { closeSession } from './close-session.ts';
import { findOwnSession } from './find-session.ts';
import { hashSpool } from './hash-spool.ts';
import { rejectSession } from './reject-session.ts';
import type { SessionParts } from './session-parts.ts';
import type { SessionStream, StreamEnd } from './session-stream.ts';
import { findSession, moveSession } from './store.ts';
import { UPLOAD_PROTOCOL } from './upload-protocol.ts';

/** A client without `finish` that says goodbye properly has finished; it may change its mind for this long. */
const GOODBYE_GRACE_MS = 5_000;

/** What the end of a stream means for its session. */
export async function settleStream(
  parts: SessionParts,
  stream: SessionStream,
  end: StreamEnd,
): Promise<void> {
  const { sessionId } = stream;
  logEnd(parts, stream, end);
  switch (end.kind) {
    case 'finished':
      return finishUpload(parts, stream, end.message);
    case 'failed':
      if (end.error.code === 'demo_invalid' && end.error.cause instanceof DemoFormatError) {
        return rejectSession(parts, sessionId, end.error.cause);
      }
      if (end.error.code === 'demo_too_large') return void (await closeSession(parts, sessionId));
      return detachSession(parts, sessionId);
    case 'goodbye':
      if (stream.isResumable) return detachSession(parts, sessionId);
      return detachSession(parts, sessionId, GOODBYE_GRACE_MS);
    case 'gone':
    case 'shutdown':
    case 'drained':
      return detachSession(parts, sessionId);
  }
}

/** Lets a session wait for its stream to come back: for the configured grace, or for less. */
export async function detachSession(
  parts: SessionParts,
  sessionId: bigint,
  atMostMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const graceMs = Math.min(atMostMs, parts.config.sessions.resumeGraceMs);
  const closeDueAt = new Date(parts.now().getTime() + graceMs);
  const detached = await moveSession(parts.db, sessionId, 'detach', { close_due_at: closeDueAt });
  // Its account was deleted while it streamed; so goes what it brought.
  if (!detached && !(await findSession(parts.db, sessionId))) await parts.spools.forget(sessionId);
}

/** Checks what a client announced against what came, stores the demo, and says so. */
async function finishUpload(
  parts: SessionParts,
  stream: SessionStream,
  announced: { readonly size: number; readonly sha256?: string },
): Promise<void> {
  const { sessionId } = stream;
  try {
    if (announced.size !== stream.sizeBytes) {
      await detachSession(parts, sessionId);
      throw errors.sizeMismatch({ expectedBytes: announced.size, receivedBytes: stream.sizeBytes });
    }
    if (announced.sha256 !== undefined && !(await isIntact(parts, sessionId, announced.sha256))) {
      const mismatch = errors.checksumMismatch();
      await rejectSession(parts, sessionId, mismatch);
      throw mismatch;
    }
    const { stored } = await closeSession(parts, sessionId);
    await stored;
    const session = await findOwnSession(parts, { steamId: stream.steamId, sessionId });
    if (!session.sha256) throw errors.demoInvalid({ reason: session.rejection_reason ?? session.state });
    if (Number(session.size_bytes) !== announced.size) throw errors.demoMissing({ sessionId });
    stream.answerFinish({
      type: 'stored',
      size: Number(session.size_bytes),
      sha256: session.sha256.toString('hex'),
    });
  } catch (error) {
    stream.answerError(knownFailure(error) ?? errors.storageUnavailable());
    if (!(error instanceof DemobaseError)) throw error;
  }
}

async function isIntact(parts: SessionParts, sessionId: bigint, sha256: string): Promise<boolean> {
  const spool = await parts.spools.open(sessionId);
  try {
    return (await hashSpool(spool)).toString('hex') === sha256;
  } finally {
    await spool.close();
  }
}

/** One line per stream, with nothing of the demo in it. */
function logEnd(parts: SessionParts, stream: SessionStream, end: StreamEnd): void {
  const line = {
    operation: 'stream',
    sessionId: String(stream.sessionId),
    steamId: String(stream.steamId),
    protocol: stream.isResumable ? UPLOAD_PROTOCOL : 'bytes',
    outcome: end.kind === 'failed' ? end.error.code : end.kind,
    bytes: stream.sizeBytes,
    ms: stream.durationMs,
  };
  if (end.kind === 'failed' && end.error.httpStatus >= 500) {
    parts.log.error({ ...line, err: end.error.cause ?? end.error }, 'stream ended');
  } else parts.log.info(line, 'stream ended');
}
