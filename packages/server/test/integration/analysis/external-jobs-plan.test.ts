import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimJob, listAwaiting } from '../../../src/analysis/jobs.ts';
import type { Database } from '../../../src/database/schema.ts';
import { createPeople, type People } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('work for analysis programs, among a hundred thousand demos that are done', () => {
  let database: TestDatabase;
  let people: People;
  const queries: CompiledQuery[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    people = await createPeople(database);
    await sql`
      insert into sessions (id, steam_id, state, demo_name, fake_ip, map, opened_at, size_bytes, ingested_at)
      select n, ${people.player.steamId}::bigint, 'closed', 'd', 'f', 'm', '2025-01-01'::timestamptz + n * interval '1 minute',
        1000, case when n % 10000 <> 0 then now() end
      from generate_series(1, 100000) n
    `.execute(database.db);
    await sql`analyze sessions`.execute(database.db);
  });
  afterAll(() => database.drop());

  /** Does something and gives the plans of the queries it made on the way, without their numbers. */
  async function plansOf(work: (db: Kysely<Database>) => Promise<unknown>): Promise<string[]> {
    queries.length = 0;
    const dialect = new PostgresDialect({ pool: database.pool });
    await work(new Kysely<Database>({ dialect, log: ({ query }) => void queries.push(query) }));
    const plans: string[] = [];
    for (const { sql: text, parameters } of queries.filter((query) => /from "sessions"/.test(query.sql))) {
      const { rows } = await database.pool.query(`explain (costs off) ${text}`, [...parameters]);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    return plans;
  }

  it('is found by the index of what is left', async () => {
    const holder = people.analyst.steamId;
    const parts = (db: Kysely<Database>) => ({ db, log: pino({ level: 'silent' }), now: () => new Date() });
    for (const plans of [
      await plansOf((db) => listAwaiting(parts(db), 1)),
      await plansOf((db) => listAwaiting(parts(db), 1_000)),
      await plansOf((db) => claimJob(parts(db), { holder, leaseSeconds: 60 })),
    ]) {
      expect(plans).toHaveLength(1);
      expect(plans[0]).toContain('sessions_awaiting_ingest');
      expect(plans[0]).not.toContain('Seq Scan on sessions');
    }
  });
});
