import { type Kysely, sql } from 'kysely';

/**
 * What people and programs say of demos: reports, reviews, analyses taken in from elsewhere, jobs lent to
 * programs elsewhere; and what administrators tell everybody.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reports')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('session_id', 'bigint', (column) =>
      column.notNull().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('target_steam_id', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.check(sql`reason in ('bot', 'cheater')`))
    .addColumn('reporter_steam_id', 'bigint', (column) =>
      column.references('accounts.steam_id').onDelete('set null'),
    )
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  // An index and not a constraint: early clients give no reason, and those reports count once, too.
  await sql`
    create unique index reports_once on reports (session_id, target_steam_id, coalesce(reason, ''))
  `.execute(db);
  await db.schema.createIndex('reports_by_target').on('reports').column('target_steam_id').execute();
  await db.schema.createIndex('reports_by_reporter').on('reports').column('reporter_steam_id').execute();

  await db.schema
    .createTable('reviews')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('session_id', 'bigint', (column) =>
      column.notNull().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('target_steam_id', 'bigint', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) =>
      column.notNull().check(sql`verdict in ('none', 'benign', 'inconclusive', 'confirmed', 'error')`),
    )
    .addColumn('note', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('evidence_ticks', sql`integer[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
    .addColumn('reviewer_steam_id', 'bigint', (column) =>
      column.references('accounts.steam_id').onDelete('set null'),
    )
    .addColumn('appeal_note', 'text')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('expires_at', 'timestamptz')
    .execute();
  await db.schema.createIndex('reviews_by_session').on('reviews').column('session_id').execute();
  await db.schema.createIndex('reviews_by_target').on('reviews').column('target_steam_id').execute();
  await db.schema.createIndex('reviews_by_reviewer').on('reviews').column('reviewer_steam_id').execute();

  await db.schema
    .createTable('ingests')
    .addColumn('session_id', 'bigint', (column) =>
      column.notNull().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('ingested_by', 'bigint', (column) =>
      column.references('accounts.steam_id').onDelete('set null'),
    )
    .addColumn('ingested_at', 'timestamptz', (column) => column.notNull())
    .addColumn('duration_ticks', 'bigint', (column) => column.notNull())
    .addColumn('map', 'text', (column) => column.notNull())
    .addColumn('server_ip', 'text', (column) => column.notNull())
    .addColumn('detection_count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('ingests_pkey', ['session_id', 'author'])
    .execute();
  await db.schema.createIndex('ingests_by_account').on('ingests').column('ingested_by').execute();

  await db.schema.alterTable('sessions').addColumn('ingested_at', 'timestamptz').execute();
  // Programs ask for what is left every tenth of a second: the answer must not walk over what is done.
  await sql`
    create index sessions_awaiting_ingest on sessions (opened_at, id)
    where state = 'closed' and size_bytes > 0 and ingested_at is null
  `.execute(db);

  await db.schema
    .createTable('external_jobs')
    .addColumn('session_id', 'bigint', (column) =>
      column.primaryKey().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('leased', 'failed', 'done', 'set_aside')`),
    )
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('holder_steam_id', 'bigint', (column) =>
      column.references('accounts.steam_id').onDelete('set null'),
    )
    .addColumn('lease_expires_at', 'timestamptz', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await sql`
    create index external_jobs_leased on external_jobs (lease_expires_at) where state = 'leased'
  `.execute(db);
  await db.schema
    .createIndex('external_jobs_by_holder')
    .on('external_jobs')
    .column('holder_steam_id')
    .execute();

  await db.schema
    .createTable('broadcasts')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('importance', 'text', (column) => column.notNull())
    .addColumn('post_date', 'timestamptz', (column) => column.notNull())
    .addColumn('retired_at', 'timestamptz')
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').dropColumn('ingested_at').execute();
  for (const table of ['broadcasts', 'external_jobs', 'ingests', 'reviews', 'reports']) {
    await db.schema.dropTable(table).execute();
  }
}
