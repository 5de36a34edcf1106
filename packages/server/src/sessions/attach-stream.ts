import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { DemoFormatError, FramingReader } from '@demobase/demo';
import { authenticate } from '../accounts/authenticate.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { SessionRow } from '../database/schema.ts';
import { DemobaseError, errors } from '../errors.ts';
import { answerStored } from './answer-stored.ts';
import { closeSession } from './close-session.ts';
import { findOwnSession } from './find-session.ts';
import { addLateBytes } from './late-bytes.ts';
import { rejectSession } from './reject-session.ts';
import { parseSessionId } from './session-id.ts';
import type { SessionParts } from './session-parts.ts';
import { SessionStream, type StreamEnd } from './session-stream.ts';
import { moveSession } from './store.ts';
import { hash } from './store-demo.ts';
import { UPLOAD_PROTOCOL } from './upload-protocol.ts';
import { acceptHandshake, checkHandshake, offeredSubprotocols } from './web-socket/handshake.ts';

/** A stream that was silent for this long may be replaced by a new connection of its own account. */
const REPLACEABLE_AFTER_MS = 5_000;
/** A client without `finish` that says goodbye properly has finished; it may change its mind for this long. */
const GOODBYE_GRACE_MS = 5_000;

/** The handshake that asks for a stream: `GET /demos?api_key=…&session_id=…` with an upgrade. */
export interface StreamRequest {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/**
 * Attaches a WebSocket to a session. Everything is checked before the handshake is answered: of a refusal
 * nothing remains.
 *
 * @throws {DemobaseError} for every refusal
 */
export async function attachStream(parts: SessionParts, asked: StreamRequest): Promise<void> {
  const { request, socket, head } = asked;
  const key = checkHandshake(request);
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  const principal = await authenticate(parts, request);
  if (!allowsRole(principal.roles, 'player')) throw errors.roleRequired({ role: 'player' });
  const sessionId = parseSessionId(query.get('session_id') ?? '');
  const isResumable = offeredSubprotocols(request).includes(UPLOAD_PROTOCOL);
  const subprotocol = isResumable ? UPLOAD_PROTOCOL : undefined;

  const session = await findOwnSession(parts, { steamId: principal.steamId, sessionId });
  if (isResumable && (session.state === 'closing' || session.size_bytes !== null)) {
    acceptHandshake(socket, key, subprotocol);
    return answerStored(parts, session, { socket, head });
  }
  if (parts.attaching.has(sessionId)) throw errors.sessionAlreadyStreaming({ sessionId });
  parts.attaching.add(sessionId);
  try {
    await makeRoom(parts, session, isResumable);
    await claim(parts, sessionId);
    const stream = await openClaimed(parts, { session, socket, isResumable });
    const settled = stream.ended
      .then((end) => settle(parts, stream, end))
      .catch((error: unknown) => {
        // The caretaker brings the row in line; what came is safe in the spool.
        parts.log.error({ err: error, sessionId: String(sessionId) }, 'stream not settled');
      })
      .finally(() => parts.streams.delete(sessionId));
    parts.streams.set(sessionId, { stream, settled });
    acceptHandshake(socket, key, subprotocol);
    stream.start(head);
  } finally {
    parts.attaching.delete(sessionId);
  }
}

/** Refuses a session that takes no stream, and lets go of an old stream of it where that is right. */
async function makeRoom(parts: SessionParts, session: SessionRow, isResumable: boolean): Promise<void> {
  const { id: sessionId, state } = session;
  if (state !== 'open' && state !== 'streaming' && state !== 'detached') {
    throw errors.sessionEnded({ sessionId, state });
  }
  if (session.instance_id !== null && session.instance_id !== parts.instanceId) {
    throw errors.sessionOnAnotherInstance({ sessionId });
  }
  const active = parts.streams.get(sessionId);
  if (!active) return;
  // With offsets nothing can be written twice, so the newest connection is right. Without them only a
  // connection that replaces a dead one may append.
  if (!isResumable && active.stream.silentForMs < REPLACEABLE_AFTER_MS) {
    throw errors.sessionAlreadyStreaming({ sessionId });
  }
  await active.stream.end({ kind: 'failed', error: errors.streamTakenOver({ sessionId }) });
  await active.settled;
}

/** Makes the session ours in the database; of two connections at once only one gets through. */
async function claim(parts: SessionParts, sessionId: bigint): Promise<void> {
  const changes = { instance_id: parts.instanceId, close_due_at: null };
  if (await moveSession(parts.db, sessionId, 'attach', changes)) return;
  throw errors.sessionAlreadyStreaming({ sessionId });
}

/** Opens the stream of a claimed session, or gives the claim back. */
async function openClaimed(
  parts: SessionParts,
  options: { readonly session: SessionRow; readonly socket: Socket; readonly isResumable: boolean },
): Promise<SessionStream> {
  const sessionId = options.session.id;
  try {
    return await openStream(parts, options);
  } catch (error) {
    if (!(error instanceof DemoFormatError)) {
      await detach(parts, sessionId, parts.config.sessions.resumeGraceMs);
      throw error;
    }
    await rejectSession(parts, sessionId, error);
    throw errors.demoInvalid({ reason: error.message }, { cause: error });
  }
}

async function openStream(
  parts: SessionParts,
  options: { readonly session: SessionRow; readonly socket: Socket; readonly isResumable: boolean },
): Promise<SessionStream> {
  const { session, socket, isResumable } = options;
  const spool = await parts.spools.open(session.id);
  const framing = new FramingReader();
  try {
    for await (const bytes of spool.read()) framing.push(bytes);
  } catch (error) {
    await spool.close();
    throw error;
  }
  return new SessionStream({
    sessionId: session.id,
    steamId: session.steam_id,
    socket,
    spool,
    framing,
    isResumable,
    limits: {
      demoBytes: parts.config.limits.demoBytes,
      frameBytes: parts.config.limits.frameBytes,
      idleMs: parts.config.sessions.idleMs,
    },
    onLateBytes: (hex) => addLateBytes(parts, { steamId: session.steam_id, sessionId: session.id, hex }),
  });
}

/** What the end of a stream means for its session. */
async function settle(parts: SessionParts, stream: SessionStream, end: StreamEnd): Promise<void> {
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
      return detach(parts, sessionId, parts.config.sessions.resumeGraceMs);
    case 'goodbye':
      if (stream.isResumable) return detach(parts, sessionId, parts.config.sessions.resumeGraceMs);
      return detach(parts, sessionId, Math.min(GOODBYE_GRACE_MS, parts.config.sessions.resumeGraceMs));
    case 'gone':
    case 'shutdown':
    case 'drained':
      return detach(parts, sessionId, parts.config.sessions.resumeGraceMs);
  }
}

async function detach(parts: SessionParts, sessionId: bigint, graceMs: number): Promise<void> {
  const closeDueAt = new Date(parts.now().getTime() + graceMs);
  await moveSession(parts.db, sessionId, 'detach', { close_due_at: closeDueAt });
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
      await detach(parts, sessionId, parts.config.sessions.resumeGraceMs);
      throw errors.sizeMismatch({ expectedBytes: announced.size, receivedBytes: stream.sizeBytes });
    }
    if (announced.sha256 !== undefined && announced.sha256 !== (await hashSpool(parts, sessionId))) {
      const mismatch = errors.checksumMismatch();
      await rejectSession(parts, sessionId, mismatch);
      throw mismatch;
    }
    const { stored } = await closeSession(parts, sessionId);
    await stored;
    const session = await findOwnSession(parts, { steamId: stream.steamId, sessionId });
    if (!session.sha256) throw errors.demoInvalid({ reason: session.rejection_reason ?? session.state });
    stream.answerFinish({
      type: 'stored',
      size: Number(session.size_bytes),
      sha256: session.sha256.toString('hex'),
    });
  } catch (error) {
    stream.answerError(error instanceof DemobaseError ? error : errors.storageUnavailable());
    if (!(error instanceof DemobaseError)) throw error;
  }
}

async function hashSpool(parts: SessionParts, sessionId: bigint): Promise<string> {
  const spool = await parts.spools.open(sessionId);
  try {
    return (await hash(spool)).toString('hex');
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
