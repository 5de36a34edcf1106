import { chmod } from 'node:fs/promises';
import { buildMatch } from '@demobase/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RunningProgram } from '../../../../cli/test/demobase-program.ts';
import { SeededRandom } from '../../acceptance/seeded-random.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { type RunningInstance, startInstance } from '../sessions/running-instance.ts';
import { storeDemo } from './stored-demos.ts';

const DEMOS = 40;
const WORKERS = 3;
const KILLS = 5;

let database: TestDatabase;
/** Has the data folder, and no workers of its own. */
let instance: RunningInstance;

beforeAll(async () => {
  database = await createTestDatabase();
  instance = await startInstance(database);
  await chmod(instance.dataDir, 0o755);
});

afterAll(async () => {
  await instance.remove();
  await database.drop();
});

it('killing workers at random loses no demo, and none is analysed twice in effect', async () => {
  const random = new SeededRandom(5);
  const { bytes, facts } = buildMatch({
    ticks: 500,
    players: 4,
    cheats: [{ player: 0, kind: 'out-of-bounds-pitch', atTick: 150 }],
  });
  await instance.stop();
  for (let demo = 0; demo < DEMOS; demo++) await storeDemo(database, instance, bytes);
  await instance.start();

  const workers = await Promise.all(Array.from({ length: WORKERS }, startWorker));
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const enough = Math.floor(((kill + 1) * DEMOS) / (KILLS + 2));
      await until(async () => expect((await statesOf(database)).done ?? 0).toBeGreaterThanOrEqual(enough));
      const victim = random.between(0, WORKERS);
      await workers[victim]?.end('SIGKILL');
      workers[victim] = await startWorker();
    }
    await until(async () => expect(await statesOf(database)).toEqual({ done: DEMOS }));
  } finally {
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
  }
  for (const [table, count] of [
    ['demo_players', facts.players.length + 1],
    ['demo_kills', facts.kills.length],
    ['demo_rounds', facts.rounds.length],
  ] as const) {
    const { rows } = await sql<{ count: bigint; demos: bigint }>`
      select count, count(*) as demos from (
        select (select count(*) from ${sql.table(table)} as row where row.session_id = sessions.id) from sessions
      ) as counts group by count
    `.execute(database.db);
    expect(rows).toEqual([{ count: BigInt(count), demos: BigInt(DEMOS) }]);
  }
  const { rows: findings } = await sql<{ count: bigint }>`
    select distinct count(*) as count from detections group by session_id
  `.execute(database.db);
  expect(findings).toHaveLength(1);
}, 300_000);

function until(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 120_000, interval: 50 });
}

async function startWorker(): Promise<RunningProgram> {
  const worker = new RunningProgram(['worker'], {
    env: {
      DATABASE_URL: database.connectionString,
      DEMOBASE_DATA_DIR: instance.dataDir,
      DEMOBASE_ANALYSIS_WORKERS: '1',
    },
  });
  await worker.waitForStderr(/Demobase analyses/);
  return worker;
}

async function statesOf({ db }: TestDatabase): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('demo_analyses')
    .select(({ fn }) => ['state', fn.countAll<bigint>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
