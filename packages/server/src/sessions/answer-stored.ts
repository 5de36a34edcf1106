import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionRow } from '../database/schema.ts';
import { DemobaseError, errors } from '../errors.ts';
import type { SessionParts } from './session-parts.ts';
import { findSession } from './store.ts';
import { storeDemo } from './store-demo.ts';
import { errorFrame, messageFrame, parseClientMessage, type ServerMessage } from './upload-protocol.ts';
import { FrameReceiver } from './web-socket/frame-receiver.ts';
import { closeFrame } from './web-socket/frames.ts';

const MAX_FRAME_BYTES = 64 * 1024;
/** A client that has nothing to say to the good news is let go. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 200;

/**
 * Speaks `demobase.v1` with a client that lost its connection between `finish` and `stored`: its session
 * takes no more bytes, but it must learn that its demo is safe. It is told that all is here, announces the
 * end once more, and hears `stored`.
 */
export async function answerStored(
  parts: SessionParts,
  session: SessionRow,
  connection: { readonly socket: Socket; readonly head: Buffer },
): Promise<void> {
  const { socket, head } = connection;
  const patience = setTimeout(() => socket.destroy(), PATIENCE_MS);
  socket.once('close', () => clearTimeout(patience));
  const send = (message: ServerMessage) => socket.write(messageFrame(message));
  const fail = (error: DemobaseError) => {
    socket.write(errorFrame(error));
    socket.end(closeFrame(error.closeCode, error.message));
  };

  let stored: SessionRow | undefined;
  try {
    stored = await waitUntilStored(parts, session.id);
  } catch (error) {
    parts.log.error({ err: error, sessionId: String(session.id) }, 'demo not stored yet');
    return fail(errors.storageUnavailable());
  }
  if (!stored?.sha256) {
    return fail(errors.sessionEnded({ sessionId: session.id, state: stored?.state ?? 'deleted' }));
  }
  const size = Number(stored.size_bytes);
  const sha256 = stored.sha256.toString('hex');

  const receiver = new FrameReceiver(
    {
      onBinary: () => {
        throw errors.sessionEnded({ sessionId: session.id, state: 'closed' });
      },
      onText: (text) => {
        if (parseClientMessage(text).type !== 'finish') return;
        send({ type: 'stored', size, sha256 });
        socket.end(closeFrame(1000));
      },
      onPing: () => {},
      onClose: () => socket.end(),
    },
    { maxFrameBytes: MAX_FRAME_BYTES },
  );
  const take = (chunk: Buffer) => {
    try {
      receiver.push(chunk);
    } catch (error) {
      socket.removeListener('data', take);
      fail(error instanceof DemobaseError ? error : errors.storageUnavailable());
    }
  };
  send({ type: 'ready', offset: size });
  if (head.length > 0) take(head);
  socket.on('data', take);
  socket.once('end', () => socket.end());
}

/** Stores it if that is for this instance to do, else waits for the one that has it. */
async function waitUntilStored(parts: SessionParts, sessionId: bigint): Promise<SessionRow | undefined> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const session = await findSession(parts.db, sessionId);
    if (session?.state !== 'closing' || waitedMs > PATIENCE_MS) return session;
    await storeDemo(parts, sessionId);
    await delay(LOOK_AGAIN_MS);
  }
}
