import { timingSafeEqual } from 'node:crypto';
import { demoBlobName } from '../blobs/blob-store.ts';
import type { SessionRow } from '../database/schema.ts';
import { type DemobaseError, errors } from '../errors.ts';
import { findSessionFor } from './find-session.ts';
import type { SessionParts } from './session-parts.ts';
import { amendSession, findSession, setLateBytes } from './store.ts';
import { storeDemo } from './store-demo.ts';

/** Requests of one account can race each other; more than a few rounds mean something else is wrong. */
const MAX_ROUNDS = 5;

interface LateBytesRequest {
  readonly steamId: bigint;
  readonly sessionId?: bigint;
  readonly hex: string;
}

/**
 * Takes the late bytes of an account's session: the one named, else the live one, else the latest. The same
 * bytes twice are fine. After closing, within the configured time, the stored demo is completed with them.
 *
 * @throws {DemobaseError} `late_bytes_without_session`, `late_bytes_refused`, `late_bytes_too_late`, or as
 *   {@link findSessionFor}
 */
export async function addLateBytes(parts: SessionParts, request: LateBytesRequest): Promise<void> {
  const lateBytes = Buffer.from(request.hex, 'hex');
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const session = await findSessionFor(parts, request);
    if (!session) throw withoutSession(parts);
    if (session.late_bytes) return acceptAgain(session, lateBytes);
    if (await setLateBytes(parts.db, session.id, lateBytes)) return;
    if (session.state === 'closed' && (await amend(parts, { session, lateBytes, request }))) return;
    // Something else was faster: the same bytes sent twice at once, or closing. Look again.
    const latest = await findSession(parts.db, session.id);
    if (latest?.state === session.state && !latest.late_bytes) {
      throw errors.lateBytesTooLate({ sessionId: session.id, state: session.state });
    }
  }
  throw errors.databaseUnavailable();
}

/** Completes a demo that is stored already; undefined when something else was faster. */
async function amend(
  parts: SessionParts,
  { session, lateBytes, request }: { session: SessionRow; lateBytes: Buffer; request: LateBytesRequest },
): Promise<SessionRow | undefined> {
  const { id: sessionId, state } = session;
  if (session.size_bytes === null) throw errors.lateBytesTooLate({ sessionId, state });
  const closedForMs = parts.now().getTime() - (session.ended_at?.getTime() ?? 0);
  if (closedForMs > parts.config.sessions.lateBytesMs) {
    if (request.sessionId === undefined) throw withoutSession(parts);
    throw errors.lateBytesTooLate({ sessionId, state });
  }
  if (!(await parts.blobs.stat(demoBlobName(sessionId)))) throw errors.demoMissing({ sessionId });
  const amended = await amendSession(parts.db, sessionId, { lateBytes, instanceId: parts.instanceId });
  if (amended) await storeDemo(parts, sessionId);
  return amended;
}

function withoutSession(parts: SessionParts): DemobaseError {
  const windowMinutes = Math.ceil(parts.config.sessions.lateBytesMs / 60_000);
  return errors.lateBytesWithoutSession({ windowMinutes });
}

function acceptAgain(session: SessionRow, lateBytes: Buffer): void {
  const isSame = session.late_bytes !== null && timingSafeEqual(session.late_bytes, lateBytes);
  if (!isSame) throw errors.lateBytesRefused({ sessionId: session.id });
}
