import { type Kysely, sql } from 'kysely';

/** Accounts, their roles and API keys, and what a Steam sign-in in progress has to remember. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('steam_id', 'bigint', (column) =>
      column.primaryKey().check(sql`steam_id between 76561197960265729 and 76561202255233023`),
    )
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('last_sign_in_at', 'timestamptz')
    .execute();

  await db.schema
    .createTable('account_roles')
    .addColumn('steam_id', 'bigint', (column) =>
      column.notNull().references('accounts.steam_id').onDelete('cascade'),
    )
    .addColumn('role', 'text', (column) =>
      column.notNull().check(sql`role in ('player', 'analyst', 'admin')`),
    )
    .addColumn('granted_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('account_roles_pkey', ['steam_id', 'role'])
    .execute();

  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('steam_id', 'bigint', (column) =>
      column.notNull().references('accounts.steam_id').onDelete('cascade'),
    )
    .addColumn('hash', 'bytea', (column) => column.notNull().unique().check(sql`length(hash) = 32`))
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('last_used_at', 'timestamptz')
    .addColumn('revoked_at', 'timestamptz')
    .execute();
  await db.schema.createIndex('api_keys_steam_id').on('api_keys').column('steam_id').execute();

  await db.schema
    .createTable('sign_in_attempts')
    .addColumn('state_hash', 'bytea', (column) => column.primaryKey())
    .addColumn('cookie_hash', 'bytea', (column) => column.notNull())
    .addColumn('return_to', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();

  await db.schema
    .createTable('openid_nonces')
    .addColumn('op_endpoint', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('openid_nonces_pkey', ['op_endpoint', 'nonce'])
    .execute();

  await db.schema
    .createTable('sign_ins')
    .addColumn('token_hash', 'bytea', (column) => column.primaryKey())
    .addColumn('steam_id', 'bigint', (column) =>
      column.notNull().references('accounts.steam_id').onDelete('cascade'),
    )
    .addColumn('form_token', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sign_ins_steam_id').on('sign_ins').column('steam_id').execute();

  await db.schema
    .createTable('server_secrets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'bytea', (column) => column.notNull())
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'server_secrets',
    'sign_ins',
    'openid_nonces',
    'sign_in_attempts',
    'api_keys',
    'account_roles',
    'accounts',
  ]) {
    await db.schema.dropTable(table).execute();
  }
}
