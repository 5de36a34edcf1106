import type { GameServerObservation } from '@demobase/steam';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { GameServerFinding } from './check-game-server.ts';
import { storableText } from './storable-text.ts';

type Db = Kysely<Database>;

const FOREIGN_KEY_VIOLATION = '23503';
/** A game server chooses its texts, up to a megabyte each; Steam's own are shorter than this. */
const MAX_TEXT_CHARACTERS = 2_000;

/** Keeps what was found for a session; false when the session is gone. */
export async function insertCheck(
  db: Db,
  { sessionId, finding, checkedAt }: { sessionId: bigint; finding: GameServerFinding; checkedAt: Date },
): Promise<boolean> {
  const { address, verdict, reason, observation } = finding;
  try {
    await db
      .insertInto('game_server_checks')
      .values({
        session_id: sessionId,
        address,
        verdict,
        reason,
        observation: observation ? toStorableJson(observation) : null,
        checked_at: checkedAt,
      })
      .execute();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION) return false;
    throw error;
  }
}

function toStorableJson(observation: GameServerObservation): string {
  return JSON.stringify(observation, (_name, value: unknown) =>
    typeof value === 'string' ? storableText(value, MAX_TEXT_CHARACTERS) : value,
  );
}

export type GameServerCheckRow = Selectable<Database['game_server_checks']>;

/** Whose session it is, and what was found for it; undefined for a session nobody has. */
export async function findCheckedSession(
  db: Db,
  sessionId: bigint,
): Promise<{ readonly steamId: bigint; readonly check: GameServerCheckRow | undefined } | undefined> {
  const session = await db
    .selectFrom('sessions')
    .select('steam_id')
    .where('id', '=', sessionId)
    .executeTakeFirst();
  if (!session) return undefined;
  const check = await db
    .selectFrom('game_server_checks')
    .selectAll()
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return { steamId: session.steam_id, check };
}
