import { type Kysely, sql } from 'kysely';
import type { Database, NewSessionRow, SessionRow } from '../database/schema.ts';
import { liveStates, moveOf, type SessionEvent } from './session-state.ts';

type Db = Kysely<Database>;

const UNIQUE_VIOLATION = '23505';

/** Adds an open session; undefined when the account has a live one already. */
export async function insertSession(db: Db, row: NewSessionRow): Promise<SessionRow | undefined> {
  try {
    return await db.insertInto('sessions').values(row).returningAll().executeTakeFirstOrThrow();
  } catch (error) {
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}

export async function findSession(db: Db, id: bigint): Promise<SessionRow | undefined> {
  return db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function findLiveSession(db: Db, steamId: bigint): Promise<SessionRow | undefined> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('steam_id', '=', steamId)
    .where('state', 'in', liveStates)
    .executeTakeFirst();
}

/** The session that was opened last, whatever its state. */
export async function findLatestSession(db: Db, steamId: bigint): Promise<SessionRow | undefined> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('steam_id', '=', steamId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

/**
 * Moves a session along the state machine, in one statement.
 *
 * @returns the moved row, or undefined when the session is gone or in a state that does not allow the event.
 */
export async function moveSession(
  db: Db,
  id: bigint,
  event: SessionEvent,
  changes: Partial<Omit<SessionRow, 'id' | 'steam_id' | 'state' | 'opened_at'>> = {},
): Promise<SessionRow | undefined> {
  const { from, to } = moveOf(event);
  return db
    .updateTable('sessions')
    .set({ ...changes, state: to })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Closes a session. One that was handed over, and lies in the blob store only, becomes this instance's to
 * store; one that never had a stream stays nobody's.
 *
 * @returns the closing row, or undefined when the session is gone or was no longer live
 */
export async function closeLiveSession(
  db: Db,
  id: bigint,
  options: { readonly instanceId: string; readonly endedAt: Date },
): Promise<SessionRow | undefined> {
  const { from, to } = moveOf('close');
  return db
    .updateTable('sessions')
    .set({
      state: to,
      ended_at: options.endedAt,
      close_due_at: null,
      hand_over_to: null,
      instance_id: sql`case state when 'open' then instance_id else coalesce(instance_id, ${options.instanceId}::uuid) end`,
    })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returningAll()
    .executeTakeFirst();
}

/** Keeps late bytes if the session has none yet; undefined when it has, or takes none in its state. */
export async function setLateBytes(db: Db, id: bigint, lateBytes: Buffer): Promise<SessionRow | undefined> {
  return db
    .updateTable('sessions')
    .set({ late_bytes: lateBytes })
    .where('id', '=', id)
    .where('state', 'in', [...liveStates, 'closing'])
    .where('late_bytes', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** Reopens a stored demo for its late bytes, unless it has some by now. */
export async function amendSession(
  db: Db,
  id: bigint,
  options: { readonly lateBytes: Buffer; readonly instanceId: string },
): Promise<SessionRow | undefined> {
  const { from, to } = moveOf('amend');
  return db
    .updateTable('sessions')
    .set({ state: to, late_bytes: options.lateBytes, instance_id: options.instanceId })
    .where('id', '=', id)
    .where('state', 'in', from)
    .where('late_bytes', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** Sessions whose time to close has come and that this instance may close. */
export async function findDueSessions(db: Db, instanceId: string, now: Date): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('state', 'in', ['open', 'detached'])
    .where('close_due_at', '<=', now)
    .where((where) => where.or([where('instance_id', 'is', null), where('instance_id', '=', instanceId)]))
    .orderBy('close_due_at')
    .limit(100)
    .execute();
}

/** Leaves word for the instance that has a session's spool. */
export async function requestHandOver(db: Db, id: bigint, to: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ hand_over_to: to })
    .where('id', '=', id)
    .where('state', 'in', liveStates)
    .execute();
}

/** Sessions of this instance whose spool another one asks for. */
export async function findRequestedSessions(db: Db, instanceId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('state', 'in', ['streaming', 'detached'])
    .where('instance_id', '=', instanceId)
    .where('hand_over_to', 'is not', null)
    .limit(100)
    .execute();
}

/** Ends a hand-over: the session is nobody's until its next stream. Nothing happens if it was closed meanwhile. */
export async function releaseSession(db: Db, session: SessionRow): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ instance_id: null, hand_over_to: null })
    .where('id', '=', session.id)
    .where('state', '=', 'detached')
    .where('instance_id', '=', session.instance_id)
    .execute();
}

/** Declines a hand-over: the session stays where it is. */
export async function declineHandOver(db: Db, id: bigint): Promise<void> {
  await db.updateTable('sessions').set({ hand_over_to: null }).where('id', '=', id).execute();
}

/** Sessions this instance has to finish storing: closed here, by another instance, or before a crash. */
export async function findClosingSessions(db: Db, instanceId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('state', '=', 'closing')
    .where((where) => where.or([where('instance_id', 'is', null), where('instance_id', '=', instanceId)]))
    .orderBy('ended_at')
    .limit(100)
    .execute();
}

/** Sessions that stream on this instance, by the database's account. */
export async function findStreamingSessions(db: Db, instanceId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('state', '=', 'streaming')
    .where('instance_id', '=', instanceId)
    .execute();
}

/** Ids of all sessions of an account. */
export async function findSessionIds(db: Db, steamId: bigint): Promise<bigint[]> {
  const rows = await db.selectFrom('sessions').select('id').where('steam_id', '=', steamId).execute();
  return rows.map((row) => row.id);
}

/** Gives sessions that waited while this instance was down their full grace again. */
export async function extendDetachedSessions(db: Db, instanceId: string, closeDueAt: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ close_due_at: closeDueAt })
    .where('state', '=', 'detached')
    .where('instance_id', '=', instanceId)
    .execute();
}

/**
 * The last step of closing: the demo is stored. Refused when late bytes came in after those that are in it.
 *
 * @returns false when the session is gone, is no longer closing, or has other late bytes by now
 */
export async function finishSession(
  db: Db,
  session: SessionRow,
  stored: {
    readonly sizeBytes: number | null;
    readonly sha256: Buffer | null;
    readonly isComplete: boolean | null;
  },
): Promise<boolean> {
  const { from, to } = moveOf('store');
  const row = await db
    .updateTable('sessions')
    .set({
      state: to,
      size_bytes: stored.sizeBytes === null ? null : BigInt(stored.sizeBytes),
      sha256: stored.sha256,
      is_complete: stored.isComplete,
    })
    .where('id', '=', session.id)
    .where('state', 'in', from)
    .where('late_bytes', 'is not distinct from', session.late_bytes)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
