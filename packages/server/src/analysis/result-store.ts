import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AnalysisResult } from './thread/thread-messages.ts';

type Db = Kysely<Database>;

/**
 * Puts what is in a demo in place of what was known of it, in a transaction of the caller. PostgreSQL takes the
 * JSON apart: the bytes go through this process as they are.
 */
export async function replaceResult(
  db: Db,
  sessionId: bigint,
  { result, author }: { readonly result: AnalysisResult; readonly author: string },
): Promise<void> {
  await sql`
    update demo_analyses set summary = ${json(result.summary)} where session_id = ${sessionId}
  `.execute(db);
  for (const table of ['demo_players', 'demo_chat', 'demo_kills', 'demo_rounds'] as const) {
    await db.deleteFrom(table).where('session_id', '=', sessionId).execute();
  }
  const rows = json(result.rows);
  await sql`
    insert into demo_players select ${sessionId}::bigint, row.*
    from jsonb_to_recordset(${rows} -> 'players') as row (
      place integer, steam_id bigint, name text, names text[], user_ids integer[], is_bot boolean,
      is_source_tv boolean, team text, class text, kills integer, assists integer, deaths integer,
      suicides integer, damage bigint, damage_taken bigint, healing bigint
    )
  `.execute(db);
  await sql`
    insert into demo_chat select ${sessionId}::bigint, row.*
    from jsonb_to_recordset(${rows} -> 'chat') as row (
      place integer, tick integer, steam_id bigint, name text, kind text, text text
    )
  `.execute(db);
  await sql`
    insert into demo_kills select ${sessionId}::bigint, row.*
    from jsonb_to_recordset(${rows} -> 'kills') as row (
      place integer, tick integer, cause text, victim_steam_id bigint, victim_name text,
      attacker_steam_id bigint, attacker_name text, assister_steam_id bigint, assister_name text,
      weapon text, crit text, custom_kill integer, is_feigned boolean
    )
  `.execute(db);
  await sql`
    insert into demo_rounds select ${sessionId}::bigint, row.*
    from jsonb_to_recordset(${rows} -> 'rounds') as row (
      place integer, start_tick integer, active_tick integer, end_tick integer, outcome text, winner text,
      win_reason text, red_score integer, blue_score integer
    )
  `.execute(db);
  await db
    .deleteFrom('detections')
    .where('session_id', '=', sessionId)
    .where('author', '=', author)
    .execute();
  await sql`
    insert into detections (session_id, author, algorithm, steam_id, tick, data)
    select ${sessionId}::bigint, ${author}, row.algorithm, row.player, row.tick, row.data
    from rows from (
      jsonb_to_recordset(${json(result.analysis)} -> 'detections') as (
        algorithm text, player bigint, tick integer, data jsonb
      )
    ) with ordinality as row (algorithm, player, tick, data, place)
    order by row.place
  `.execute(db);
}

/** The bytes as a value, without a copy of them as text. */
function json(bytes: Uint8Array) {
  return sql`convert_from(${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)}::bytea, 'UTF8')::jsonb`;
}
