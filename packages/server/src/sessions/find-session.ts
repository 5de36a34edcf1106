import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import type { SessionParts } from './session-parts.ts';
import { findLatestSession, findLiveSession, findSession } from './store.ts';

/**
 * The session an account speaks of: the one named, else its live one, else its latest.
 *
 * @throws {DemobaseError} `session_unknown` or `session_of_another_account`
 */
export async function findSessionFor(
  parts: SessionParts,
  request: { readonly steamId: bigint; readonly sessionId?: bigint },
): Promise<SessionRow | undefined> {
  const { steamId, sessionId } = request;
  if (sessionId !== undefined) return findOwnSession(parts, { steamId, sessionId });
  return (await findLiveSession(parts.db, steamId)) ?? (await findLatestSession(parts.db, steamId));
}

/**
 * A session by its id, if it belongs to the account.
 *
 * @throws {DemobaseError} `session_unknown` or `session_of_another_account`
 */
export async function findOwnSession(
  parts: SessionParts,
  request: { readonly steamId: bigint; readonly sessionId: bigint },
): Promise<SessionRow> {
  const session = await findSession(parts.db, request.sessionId);
  if (!session) throw errors.sessionUnknown({ sessionId: request.sessionId });
  if (session.steam_id !== request.steamId) {
    throw errors.sessionOfAnotherAccount({ sessionId: request.sessionId });
  }
  return session;
}
