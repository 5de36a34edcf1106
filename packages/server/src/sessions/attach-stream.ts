import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { DemoFormatError, FramingReader } from '@demobase/demo';
import { authenticate } from '../accounts/authenticate.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { addLateBytes } from './add-late-bytes.ts';
import { answerStored } from './answer-stored.ts';
import { findOwnSession } from './find-session.ts';
import { takeOver } from './hand-over.ts';
import { openSpool } from './open-spool.ts';
import { rejectSession } from './reject-session.ts';
import { parseSessionId } from './session-id.ts';
import type { SessionParts } from './session-parts.ts';
import { SessionStream, type StreamEnd } from './session-stream.ts';
import { detachSession, settleStream } from './settle-stream.ts';
import { moveSession } from './store.ts';
import { UPLOAD_PROTOCOL } from './upload-protocol.ts';
import { acceptHandshake, checkHandshake, offeredSubprotocols } from './web-socket/handshake.ts';

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
  const sessionIds = query.getAll('session_id');
  const sessionId = parseSessionId(sessionIds.length === 1 ? (sessionIds[0] ?? '') : '');
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
    const settled = stream.ended.then((end) => settle(parts, stream, end));
    parts.streams.set(sessionId, { stream, settled });
    acceptHandshake(socket, key, subprotocol);
    stream.start(head);
  } finally {
    parts.attaching.delete(sessionId);
  }
}

async function settle(parts: SessionParts, stream: SessionStream, end: StreamEnd): Promise<void> {
  try {
    await settleStream(parts, stream, end);
  } catch (error) {
    // The caretaker brings the row in line; what came is safe in the spool.
    parts.log.error({ err: error, sessionId: String(stream.sessionId) }, 'stream not settled');
  }
  parts.streams.delete(stream.sessionId);
  stream.dismiss(end);
}

/** Refuses a session that takes no stream, and lets go of an old stream of it where that is right. */
async function makeRoom(parts: SessionParts, session: SessionRow, isResumable: boolean): Promise<void> {
  const { id: sessionId, state } = session;
  if (state !== 'open' && state !== 'streaming' && state !== 'detached') {
    throw errors.sessionEnded({ sessionId, state });
  }
  await takeOver(parts, session);
  const active = parts.streams.get(sessionId);
  if (!active) return;
  // With offsets nothing can be written twice, so the newest connection is right. Without them only one that
  // replaces a silent, perhaps dead stream may append.
  if (!isResumable && !active.stream.isSilent) throw errors.sessionAlreadyStreaming({ sessionId });
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
      await detachSession(parts, sessionId);
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
  // A session that never had a stream has nothing to fetch: its first stream does not wait for the storage.
  const known = session.state === 'open' ? undefined : await openSpool(parts, session.id);
  const spool = known ?? (await parts.spools.open(session.id));
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
