import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { connect, createPool } from '../../src/database/connection.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import type { Database } from '../../src/database/schema.ts';

export interface TestDatabase {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  readonly connectionString: string;
  /** Closes the connections and removes the database, even when others are still connected. */
  drop(): Promise<void>;
}

const log = pino({ level: 'warn' });
const migrationsFolder = new URL('../../src/database/migrations/', import.meta.url);

/** A fresh database with every migration run, in the PostgreSQL of this test run; about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return create(await ensureTemplate());
}

/** A fresh database with nothing in it, for tests of the migrations themselves. */
export async function createEmptyTestDatabase(): Promise<TestDatabase> {
  return create('template0');
}

async function create(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer((client) => client.query(`create database ${name} template ${template}`));
  const connectionString = urlOf(name);
  const { db, pool } = open(connectionString);
  return {
    db,
    pool,
    connectionString,
    async drop() {
      await db.destroy();
      await administer((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Migrates once and copies from then on. Named for what the migrations say, so a changed one makes a new one. */
async function ensureTemplate(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(migrationsFolder)).sort()) {
    hash.update(await readFile(new URL(file, migrationsFolder)));
  }
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  await administer(async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const { rows } = await client.query('select from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    await client.query(`drop database if exists ${name}_new with (force)`);
    await client.query(`create database ${name}_new template template0`);
    const { db } = open(urlOf(`${name}_new`));
    await migrateToLatest(db).finally(() => db.destroy());
    await client.query(`alter database ${name}_new rename to ${name}`);
  });
  return name;
}

function open(connectionString: string): { db: Kysely<Database>; pool: pg.Pool } {
  const pool = createPool({ connectionString }, { log, maxConnections: 5 });
  return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

async function administer<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const connectionString = inject('postgresqlUrl');
  const client = await connect({ connectionString }, { applicationName: 'demobase tests' });
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(inject('postgresqlUrl'));
  url.pathname = `/${database}`;
  return url.href;
}
