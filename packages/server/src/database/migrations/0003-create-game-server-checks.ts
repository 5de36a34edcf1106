import { type Kysely, sql } from 'kysely';

/** What was found out about the game server that a session names; at most one finding a session. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('game_server_checks')
    .addColumn('session_id', 'bigint', (column) =>
      column.primaryKey().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) =>
      column.notNull().check(sql`verdict in ('verified', 'unknown', 'unchecked')`),
    )
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('observation', 'jsonb')
    .addColumn('checked_at', 'timestamptz', (column) => column.notNull())
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('game_server_checks').execute();
}
