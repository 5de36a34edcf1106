import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMigration } from '../../../src/database/make-migration.ts';
import {
  assertSchemaCurrent,
  migrateDown,
  migrateToLatest,
  migrateUp,
  migrationStatus,
} from '../../../src/database/migrate.ts';
import { describeSchema } from '../../support/describe-schema.ts';
import {
  createEmptyTestDatabase,
  createTestDatabase,
  type TestDatabase,
} from '../../support/test-database.ts';

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createEmptyTestDatabase();
  });
  afterEach(() => database.drop());

  it('bring an empty database to the latest schema, and then have nothing to do', async () => {
    const { db } = database;
    const names = (await migrationStatus(db)).map(({ name }) => name);
    await expect(assertSchemaCurrent(db)).rejects.toMatchObject({ code: 'schema_behind' });
    expect(await migrateToLatest(db)).toEqual(names);
    expect(await migrateToLatest(db)).toEqual([]);
    expect((await migrationStatus(db)).every(({ executedAt }) => executedAt instanceof Date)).toBe(true);
    await assertSchemaCurrent(db);
  });

  it('are each undone completely by their down, and done again the same', async () => {
    const { db } = database;
    const count = (await migrationStatus(db)).length;
    for (let i = 0; i < count; i += 1) {
      const before = await describeSchema(db);
      const [name] = await migrateUp(db);
      const after = await describeSchema(db);
      expect(await migrateDown(db)).toEqual([name]);
      expect(await describeSchema(db), `after down of ${name}`).toEqual(before);
      expect(await migrateUp(db)).toEqual([name]);
      expect(await describeSchema(db), `after up, down and up of ${name}`).toEqual(after);
    }
    expect(await migrateUp(db)).toEqual([]);
  });

  it('can be undone all the way to an empty database', async () => {
    const { db } = database;
    const empty = await describeSchema(db);
    const names = await migrateToLatest(db);
    for (const name of names.toReversed()) expect(await migrateDown(db)).toEqual([name]);
    expect(await migrateDown(db)).toEqual([]);
    expect(await describeSchema(db)).toEqual(empty);
  });

  it('run once when two instances start at the same moment', async () => {
    const { db } = database;
    const [first, second] = await Promise.all([migrateToLatest(db), migrateToLatest(db)]);
    expect([...first, ...second].sort()).toEqual((await migrationStatus(db)).map(({ name }) => name));
  });

  it('leave a database alone that a newer program has changed', async () => {
    const { db } = database;
    await migrateToLatest(db);
    await sql`insert into kysely_migration values ('9999-from-the-future', now()::text)`.execute(db);
    const refusal = { code: 'schema_too_new', message: expect.stringContaining('9999-from-the-future') };
    await expect(assertSchemaCurrent(db)).rejects.toMatchObject(refusal);
    await expect(migrateToLatest(db)).rejects.toMatchObject(refusal);
    await expect(migrateDown(db)).rejects.toMatchObject(refusal);
    expect((await migrationStatus(db)).at(-1)).toMatchObject({
      name: '9999-from-the-future',
      isKnown: false,
    });
  });

  it('that fail leave the schema as it was, and name the one that failed', async () => {
    const { db } = database;
    const [first] = await migrateUp(db);
    const before = await describeSchema(db);
    // In the way of the second migration.
    await sql`create table sessions ()`.execute(db);
    await expect(migrateToLatest(db)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('0002-create-sessions'),
    });
    await sql`drop table sessions`.execute(db);
    expect(await describeSchema(db)).toEqual(before);
    const executed = (await migrationStatus(db)).filter(({ executedAt }) => executedAt);
    expect(executed.map(({ name }) => name)).toEqual([first]);
  });
});

describe('createTestDatabase', () => {
  it('gives databases that know nothing of each other, with 64-bit integers as bigint', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      await one.db.insertInto('accounts').values({ steam_id: 76561197960265730n }).execute();
      expect(await one.db.selectFrom('accounts').select('steam_id').execute()).toEqual([
        { steam_id: 76561197960265730n },
      ]);
      expect(await other.db.selectFrom('accounts').selectAll().execute()).toEqual([]);
      const { rows } = await one.pool.query(
        `select '{1,null,9007199254740993}'::int8[] as ids, '{}'::int8[] as none`,
      );
      expect(rows).toEqual([{ ids: [1n, null, 9007199254740993n], none: [] }]);
    } finally {
      await Promise.all([one.drop(), other.drop()]);
    }
  });
});

describe('makeMigration', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demobase-migrations-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes files with the next number, an up and a down', async () => {
    await makeMigration('create-things', folder);
    const file = await makeMigration('add-thing-name', folder);
    expect(await readdir(folder)).toEqual(['0001-create-things.ts', '0002-add-thing-name.ts']);
    expect(await readFile(file, 'utf8')).toMatch(/export async function up.*export async function down/s);
  });

  it.each(['', 'Add Things', '../escape', 'add--thing', '-add'])('refuses the name %j', async (name) => {
    await expect(makeMigration(name, folder)).rejects.toMatchObject({ code: 'invalid_migration_name' });
  });
});
