/** The tables `/db_export` knows, in the words of the system before. */
export const exportTables = ['demo_sessions', 'reports'] as const;
export type ExportTable = (typeof exportTables)[number];

/** Spaces of all kinds: which of them `[[:space:]]` has depends on the locale of the database. */
const SPACES = '[:space:]\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';

/**
 * Text that somebody else chose, made harmless: a spreadsheet takes a cell that begins with one of these for a
 * formula and runs it, so it gets an apostrophe in front, which spreadsheets hide. Spaces in front are no help.
 */
function harmless(column: string): string {
  return `case when ${column} ~ '^[${SPACES}]*[=+@＝＋＠－-]|^[\\t\\r\\n]' then '''' || ${column} else ${column} end`;
}

/**
 * The query behind an export. The columns, their order and their names are what programs expect, and PostgreSQL's
 * COPY writes them as it always did: t and f, \x and hex digits, nothing for NULL.
 *
 * Who uploaded a demo is for administrators: everywhere else, analysts see pseudonyms. What else is personal in
 * these columns (the game server's address, the late bytes) is also in the demo itself, which analysts can read.
 */
export function exportQuery(table: ExportTable, { showsUploaders }: { showsUploaders: boolean }): string {
  switch (table) {
    case 'demo_sessions':
      return `
        select
          ${showsUploaders ? 'sessions.steam_id' : 'null::bigint as steam_id'},
          id as session_id,
          ${harmless('demo_name')} as demo_name,
          state in ('open', 'streaming', 'detached', 'closing') as active,
          state = 'streaming' as open,
          opened_at as start_time,
          ended_at as end_time,
          ${harmless('fake_ip')} as fake_ip,
          ${harmless('map')} as map,
          game_server_checks.observation::text as steam_api_data,
          ingested_at is not null as ingested,
          size_bytes as demo_size,
          late_bytes,
          null::float8 as markov_score,
          opened_at as created_at,
          greatest(opened_at, ended_at, ingested_at) as updated_at,
          state = 'pruned' as pruned
        from sessions left join game_server_checks on game_server_checks.session_id = sessions.id
        order by opened_at, id`;
    case 'reports':
      return 'select session_id, target_steam_id, created_at, reason from reports order by id';
  }
}
