import { timingSafeEqual } from 'node:crypto';
import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { findSessionFor } from './find-session.ts';
import type { SessionParts } from './session-parts.ts';
import { moveSession, setLateBytes } from './store.ts';
import { storeDemo } from './store-demo.ts';

/**
 * Takes the late bytes of an account's session: the one named, else the live one, else the latest. The same
 * bytes twice are fine. After closing, within the configured time, the stored demo is completed with them.
 *
 * @throws {DemobaseError} `late_bytes_without_session`, `late_bytes_refused`, `late_bytes_too_late`, or as
 *   {@link findSessionFor}
 */
export async function addLateBytes(
  parts: SessionParts,
  request: { readonly steamId: bigint; readonly sessionId?: bigint; readonly hex: string },
): Promise<void> {
  const lateBytes = Buffer.from(request.hex, 'hex');
  const windowMinutes = Math.ceil(parts.config.sessions.lateBytesMs / 60_000);
  const session = await findSessionFor(parts, request);
  if (!session) throw errors.lateBytesWithoutSession({ windowMinutes });
  if (session.late_bytes) return acceptAgain(session, lateBytes);
  if (await setLateBytes(parts.db, session.id, lateBytes)) return;
  if (session.state !== 'closed' || session.size_bytes === null) {
    throw errors.lateBytesTooLate({ sessionId: session.id, state: session.state });
  }
  const closedForMs = parts.now().getTime() - (session.ended_at?.getTime() ?? 0);
  if (closedForMs > parts.config.sessions.lateBytesMs) {
    if (request.sessionId === undefined) throw errors.lateBytesWithoutSession({ windowMinutes });
    throw errors.lateBytesTooLate({ sessionId: session.id, state: session.state });
  }
  const amended = await moveSession(parts.db, session.id, 'amend', {
    late_bytes: lateBytes,
    instance_id: parts.instanceId,
  });
  if (amended) await storeDemo(parts, session.id);
}

function acceptAgain(session: SessionRow, lateBytes: Buffer): void {
  const isSame = session.late_bytes !== null && timingSafeEqual(session.late_bytes, lateBytes);
  if (!isSame) throw errors.lateBytesRefused({ sessionId: session.id });
}
