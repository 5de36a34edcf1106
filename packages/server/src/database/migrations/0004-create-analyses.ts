import { type Kysely, sql } from 'kysely';

/**
 * What is in the demos: how far the analysis of each is, its summary, the rows made of it to be searched, and
 * what detectors found. A row of a list has the place it has in the summary.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table demo_analyses (
      session_id bigint primary key references sessions (id) on delete cascade,
      state text not null check (state in ('queued', 'running', 'done', 'failed', 'set_aside')),
      priority smallint not null default 0,
      attempts integer not null default 0,
      failures integer not null default 0,
      queued_at timestamptz not null default now(),
      not_before timestamptz,
      job_id uuid,
      started_at timestamptz,
      finished_at timestamptz,
      heartbeat_at timestamptz,
      worker text,
      progress real,
      error_code text,
      error_reason text,
      reader_version text,
      summary jsonb,
      constraint demo_analyses_lease check ((state = 'running') = (worker is not null))
    )
  `.execute(db);
  await sql`
    create index demo_analyses_without_job on demo_analyses (priority desc, queued_at)
    where state = 'queued' and job_id is null
  `.execute(db);
  await sql`
    create index demo_analyses_not_done on demo_analyses (state, session_id) where state <> 'done'
  `.execute(db);

  await sql`
    create table demo_players (
      session_id bigint not null references sessions (id) on delete cascade,
      place integer not null,
      steam_id bigint,
      name text not null,
      names text[] not null,
      user_ids integer[] not null,
      is_bot boolean not null,
      is_source_tv boolean not null,
      team text,
      class text,
      kills integer,
      assists integer,
      deaths integer,
      suicides integer,
      damage bigint,
      damage_taken bigint,
      healing bigint,
      primary key (session_id, place)
    )
  `.execute(db);
  await sql`create index demo_players_by_steam_id on demo_players (steam_id, session_id)`.execute(db);
  await sql`
    create table demo_chat (
      session_id bigint not null references sessions (id) on delete cascade,
      place integer not null,
      tick integer not null,
      steam_id bigint,
      name text,
      kind text not null,
      text text not null,
      primary key (session_id, place)
    )
  `.execute(db);
  await sql`
    create table demo_kills (
      session_id bigint not null references sessions (id) on delete cascade,
      place integer not null,
      tick integer not null,
      cause text not null,
      victim_steam_id bigint,
      victim_name text,
      attacker_steam_id bigint,
      attacker_name text,
      assister_steam_id bigint,
      assister_name text,
      weapon text,
      crit text,
      custom_kill integer,
      is_feigned boolean not null,
      primary key (session_id, place)
    )
  `.execute(db);
  await sql`
    create table demo_rounds (
      session_id bigint not null references sessions (id) on delete cascade,
      place integer not null,
      start_tick integer,
      active_tick integer,
      end_tick integer,
      outcome text not null,
      winner text,
      win_reason text,
      red_score integer,
      blue_score integer,
      primary key (session_id, place)
    )
  `.execute(db);

  await sql`
    create table detections (
      id bigint generated always as identity primary key,
      session_id bigint not null references sessions (id) on delete cascade,
      author text not null,
      algorithm text not null,
      steam_id bigint not null,
      tick integer not null,
      data jsonb,
      created_at timestamptz not null default now()
    )
  `.execute(db);
  await sql`create index detections_by_session on detections (session_id, tick, id)`.execute(db);
  await sql`create index detections_by_steam_id on detections (steam_id, session_id)`.execute(db);
  await sql`create index detections_by_algorithm on detections (algorithm, session_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop table detections, demo_rounds, demo_kills, demo_chat, demo_players, demo_analyses
  `.execute(db);
}
