import { readdir } from 'node:fs/promises';
import {
  DEFAULT_MIGRATION_TABLE,
  type Kysely,
  type Migration,
  type MigrationResultSet,
  Migrator,
  sql,
} from 'kysely';
import { DatabaseError, errorTextOf } from './database-error.ts';
import type { Database } from './schema.ts';

/** One migration: known to this program, executed in the database, or both. */
export interface MigrationStatus {
  readonly name: string;
  readonly executedAt: Date | undefined;
  /** False when a newer program has executed it. */
  readonly isKnown: boolean;
}

/** The folder beside this file, in the sources and in what is built from them. */
const migrationsUrl = new URL('./migrations/', import.meta.url);

/**
 * Runs every migration that the database has not seen, all in one transaction, under a lock that makes other
 * instances wait. Gives the names of those it ran. Throws `schema_too_new`, `migration_failed`.
 */
export async function migrateToLatest(db: Kysely<Database>): Promise<string[]> {
  await assertSchemaNotNewer(db);
  return migrate(db, (migrator) => migrator.migrateToLatest());
}

/** Runs the next migration. Throws `schema_too_new`, `migration_failed`. */
export async function migrateUp(db: Kysely<Database>): Promise<string[]> {
  await assertSchemaNotNewer(db);
  return migrate(db, (migrator) => migrator.migrateUp());
}

/** Undoes the last migration. Throws `schema_too_new`, `migration_failed`. */
export async function migrateDown(db: Kysely<Database>): Promise<string[]> {
  await assertSchemaNotNewer(db);
  return migrate(db, (migrator) => migrator.migrateDown());
}

/** Every migration, in the order in which they run. */
export async function migrationStatus(db: Kysely<Database>): Promise<MigrationStatus[]> {
  const known = await createMigrator(db).getMigrations();
  const unknown = (await readExecuted(db)).filter(({ name }) => !known.some((it) => it.name === name));
  return [
    ...known.map(({ name, executedAt }) => ({ name, executedAt, isKnown: true })),
    ...unknown.map(({ name, timestamp }) => ({ name, executedAt: new Date(timestamp), isKnown: false })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Throws `schema_too_new` when a newer program has changed the database, `schema_behind` when some are not run. */
export async function assertSchemaCurrent(db: Kysely<Database>): Promise<void> {
  await assertSchemaNotNewer(db);
  const pending = (await migrationStatus(db)).filter(({ executedAt }) => !executedAt);
  if (pending.length === 0) return;
  throw new DatabaseError(
    'schema_behind',
    `The database lacks ${pending.map(({ name }) => name).join(', ')}. Run "demobase migrate up".`,
  );
}

async function assertSchemaNotNewer(db: Kysely<Database>): Promise<void> {
  const unknown = (await migrationStatus(db)).filter(({ isKnown }) => !isKnown);
  if (unknown.length === 0) return;
  throw new DatabaseError(
    'schema_too_new',
    `The database was changed by a newer demobase (${unknown.map(({ name }) => name).join(', ')}). ` +
      'Start that version, or restore a backup from before the upgrade; nothing was changed.',
  );
}

async function migrate(
  db: Kysely<Database>,
  run: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    // Rewriting a large table, or waiting for another instance to do it, may take its time.
    await sql`set statement_timeout = 0`.execute(connection);
    try {
      const { error, results = [] } = await run(createMigrator(connection));
      if (error) throw migrationFailed(error, results);
      return results.map(({ migrationName }) => migrationName);
    } finally {
      await sql`reset statement_timeout`.execute(connection);
    }
  });
}

function migrationFailed(error: unknown, results: readonly { status: string; migrationName: string }[]) {
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  return new DatabaseError(
    'migration_failed',
    `The migration ${failed ?? 'of the database'} failed, and all of this run was undone: ${errorTextOf(error)}`,
    { cause: error },
  );
}

function createMigrator(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => loadMigrations() } });
}

async function loadMigrations(): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of await readdir(migrationsUrl)) {
    const name = /^(\d{4}-[a-z0-9-]+)\.(ts|js)$/.exec(file)?.[1];
    if (!name) continue;
    const module: unknown = await import(new URL(file, migrationsUrl).href);
    if (!isMigration(module)) throw new TypeError(`${file} must export the functions up and down`);
    migrations[name] = module;
  }
  return migrations;
}

function isMigration(module: unknown): module is Required<Migration> {
  if (typeof module !== 'object' || module === null || !('up' in module) || !('down' in module)) return false;
  return typeof module.up === 'function' && typeof module.down === 'function';
}

/** What the database says it has executed, whether this program knows it or not. */
async function readExecuted(db: Kysely<Database>): Promise<{ name: string; timestamp: string }[]> {
  const { rows: found } = await sql<{ exists: boolean }>`
    select to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null as exists
  `.execute(db);
  if (!found[0]?.exists) return [];
  const { rows } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from ${sql.table(DEFAULT_MIGRATION_TABLE)}
  `.execute(db);
  return rows;
}
