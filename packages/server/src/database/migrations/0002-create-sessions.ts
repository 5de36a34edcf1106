import { type Kysely, sql } from 'kysely';

/** Sessions (one upload of one demo each), and the blobs whose rows are gone and that must go too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'bigint', (column) => column.primaryKey().check(sql`id > 0 and id < 9007199254740992`))
    .addColumn('steam_id', 'bigint', (column) =>
      column.notNull().references('accounts.steam_id').onDelete('cascade'),
    )
    .addColumn('state', 'text', (column) =>
      column
        .notNull()
        .check(sql`state in ('open', 'streaming', 'detached', 'closing', 'closed', 'rejected', 'pruned')`),
    )
    .addColumn('instance_id', 'uuid')
    .addColumn('hand_over_to', 'uuid')
    .addColumn('demo_name', 'text', (column) => column.notNull())
    .addColumn('fake_ip', 'text', (column) => column.notNull())
    .addColumn('map', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('close_due_at', 'timestamptz')
    .addColumn('ended_at', 'timestamptz')
    .addColumn('late_bytes', 'bytea', (column) => column.check(sql`length(late_bytes) = 16`))
    .addColumn('size_bytes', 'bigint', (column) => column.check(sql`size_bytes >= 0`))
    .addColumn('sha256', 'bytea', (column) => column.check(sql`length(sha256) = 32`))
    .addColumn('is_complete', 'boolean')
    .addColumn('rejection_code', 'text')
    .addColumn('rejection_reason', 'text')
    .execute();

  // The rule that an account has at most one live session is kept here, not by checking first.
  await sql`
    create unique index sessions_one_live_per_account on sessions (steam_id)
    where state in ('open', 'streaming', 'detached')
  `.execute(db);
  await sql`
    create index sessions_unfinished on sessions (close_due_at)
    where state in ('open', 'streaming', 'detached', 'closing')
  `.execute(db);
  await db.schema
    .createIndex('sessions_by_account')
    .on('sessions')
    .columns(['steam_id', 'opened_at', 'id'])
    .execute();
  await db.schema.createIndex('sessions_by_time').on('sessions').columns(['opened_at', 'id']).execute();

  await db.schema
    .createTable('blob_deletions')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('queued_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('blob_deletions').execute();
  await db.schema.dropTable('sessions').execute();
}
