import { Analysis, DemoReader, encodeLateBytes, SummaryBuilder, summariseDemo } from '@demobase/demo';
import { buildMatch } from '@demobase/testkit';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteAccount } from '../../../src/accounts/delete-account.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import {
  ask,
  createPlayer,
  openSession,
  type RunningInstance,
  startInstance,
} from '../sessions/running-instance.ts';
import { UploadClient } from '../sessions/upload-client.ts';
import { findAnalysis, storeDemo, UPLOADER, waitForAnalysis } from './stored-demos.ts';

const { bytes, facts } = buildMatch({
  ticks: 1_200,
  players: 6,
  bots: 1,
  chatEverySeconds: 0.5,
  cheats: [{ player: 1, kind: 'out-of-bounds-pitch', atTick: 200 }],
});
const TABLES = ['demo_players', 'demo_chat', 'demo_kills', 'demo_rounds', 'detections'] as const;

let database: TestDatabase;
let instance: RunningInstance;

beforeEach(async () => {
  database = await createTestDatabase();
  instance = await startInstance(database, { DEMOBASE_ANALYSIS_WORKERS: '1' });
});

afterEach(async () => {
  await instance.remove();
  await database.drop();
});

/** Starts the instance anew after something was done behind its back. */
async function restartAfter<T>(work: () => Promise<T>): Promise<T> {
  await instance.stop();
  const result = await work();
  await instance.start();
  return result;
}

/** As the threads do, which look for cheating in the same reading. */
async function summarise(demo: Uint8Array) {
  const reader = new DemoReader();
  const builder = new SummaryBuilder(reader);
  new Analysis(reader);
  await reader.readAll([demo]);
  return builder.summary();
}

async function countRows(sessionId: bigint): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { count } = await database.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<bigint>().as('count'))
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}

describe('a demo from before there were analyses', () => {
  it('is analysed: its summary is the reader’s, and its rows are those of the summary', async () => {
    const sessionId = await restartAfter(() => storeDemo(database, instance, bytes));
    const analysis = await waitForAnalysis(database, sessionId, 'done');
    expect(analysis).toMatchObject({ attempts: 1, failures: 0, progress: 1, worker: null, error_code: null });
    expect(analysis.summary).toEqual(await summarise(bytes));
    expect(await countRows(sessionId)).toMatchObject({
      demo_kills: facts.kills.length,
      demo_players: facts.players.length + 1,
    });
    const said = await database.db
      .selectFrom('demo_chat')
      .select(['tick', 'name', 'text'])
      .where('kind', 'in', ['say', 'say-team'])
      .orderBy('place')
      .execute();
    expect(said).toEqual(facts.chat.map(({ tick, name, text }) => ({ tick, name, text })));
    const cheater = 76_561_197_960_265_728n + BigInt(facts.cheats[0]?.accountId ?? 0);
    const [detection] = await database.db.selectFrom('detections').selectAll().execute();
    expect(detection).toMatchObject({ author: 'demobase', session_id: sessionId, steam_id: cheater });
  });

  it('is analysed anew without a trace of the old, but for what others found', async () => {
    const sessionId = await restartAfter(() => storeDemo(database, instance, bytes));
    await waitForAnalysis(database, sessionId, 'done');
    const before = await countRows(sessionId);
    await restartAfter(async () => {
      await sql`insert into detections (session_id, author, algorithm, steam_id, tick)
        values (${sessionId}, 'somebody', 'a hunch', ${UPLOADER}, 7)`.execute(database.db);
      await sql`update demo_analyses set state = 'set_aside', reader_version = '0.0.1', failures = 3`.execute(
        database.db,
      );
    });
    const analysis = await waitForAnalysis(database, sessionId, 'done');
    expect(analysis).toMatchObject({ attempts: 1, failures: 0 });
    expect(analysis.reader_version).not.toBe('0.0.1');
    expect(await countRows(sessionId)).toEqual({ ...before, detections: (before.detections ?? 0) + 1 });
  });

  it('that this version of the reader gave up stays where it is', async () => {
    const sessionId = await restartAfter(() => storeDemo(database, instance, bytes));
    const { reader_version } = await waitForAnalysis(database, sessionId, 'done');
    await restartAfter(() => sql`update demo_analyses set state = 'set_aside'`.execute(database.db));
    const next = await restartAfter(() => storeDemo(database, instance, bytes));
    await waitForAnalysis(database, next, 'done');
    expect(await findAnalysis(database, sessionId)).toMatchObject({ state: 'set_aside', reader_version });
  });
});

describe('what a crash leaves', () => {
  it('is taken up: a lease of a worker that is gone, and a row whose job nobody has', async () => {
    const [leased, jobless] = await restartAfter(async () => {
      const ids = [
        await storeDemo(database, instance, bytes),
        await storeDemo(database, instance, bytes),
      ] as const;
      await sql`insert into demo_analyses (session_id, state, worker, heartbeat_at, attempts)
        values (${ids[0]}, 'running', 'elsewhere/1/x', now() - interval '1 hour', 1)`.execute(database.db);
      await sql`insert into demo_analyses (session_id, state, job_id)
        values (${ids[1]}, 'queued', gen_random_uuid())`.execute(database.db);
      return ids;
    });
    expect(await waitForAnalysis(database, leased, 'done')).toMatchObject({ attempts: 2 });
    expect(await waitForAnalysis(database, jobless, 'done')).toMatchObject({ attempts: 1 });
  });

  it('is left alone while its worker may be alive', async () => {
    const [leased, next] = await restartAfter(async () => {
      const ids = [
        await storeDemo(database, instance, bytes),
        await storeDemo(database, instance, bytes),
      ] as const;
      await sql`insert into demo_analyses (session_id, state, worker, heartbeat_at, attempts)
        values (${ids[0]}, 'running', 'elsewhere/1/x', now(), 1)`.execute(database.db);
      return ids;
    });
    await waitForAnalysis(database, next, 'done');
    expect(await findAnalysis(database, leased)).toMatchObject({ state: 'running', worker: 'elsewhere/1/x' });
  });

  it('is set aside when too many processes did not survive it', async () => {
    const sessionId = await restartAfter(async () => {
      const id = await storeDemo(database, instance, bytes);
      await sql`insert into demo_analyses (session_id, state, worker, heartbeat_at, attempts)
        values (${id}, 'running', 'elsewhere/1/x', now() - interval '1 hour', 10)`.execute(database.db);
      return id;
    });
    expect(await waitForAnalysis(database, sessionId, 'set_aside')).toMatchObject({
      error_code: 'worker_lost',
    });
  });
});

describe('a demo that cannot be read', () => {
  it('because the storage has lost it fails, and says so', async () => {
    const sessionId = await restartAfter(() => storeDemo(database, instance, undefined));
    expect(await waitForAnalysis(database, sessionId, 'failed')).toMatchObject({
      error_code: 'demo_missing',
    });
  });

  it('because it is none fails, and says why', async () => {
    const sessionId = await restartAfter(() =>
      storeDemo(database, instance, Buffer.alloc(5_000, 'no demo ')),
    );
    expect(await waitForAnalysis(database, sessionId, 'failed')).toMatchObject({
      error_code: 'not_a_demo',
      summary: null,
      failures: 0,
    });
  });

  it('to its end is done with what was read, and says where it was damaged', async () => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, Math.floor(damaged.length / 2));
    const sessionId = await restartAfter(() => storeDemo(database, instance, damaged));
    const analysis = await waitForAnalysis(database, sessionId, 'done');
    expect(analysis.error_code).toBe('broken_framing');
    const error = await summariseDemo([damaged]).then(({ error }) => error);
    expect(error).toBeTruthy();
    expect(analysis.error_reason).toContain(`at byte ${error?.offset}`);
    expect(analysis.summary).toMatchObject({ ending: 'damaged', map: facts.map });
    expect((await countRows(sessionId)).demo_players).toBeGreaterThan(6);
  });
});

describe('a demo that changes', () => {
  it('by late bytes is analysed again, and the summary has them', async () => {
    const key = await createPlayer(database, UPLOADER);
    const sessionId = await openSession(instance, key);
    const recording = Buffer.from(buildMatch({ ticks: 600, players: 4, isRecording: true }).bytes);
    const client = await UploadClient.connect(instance, sessionId, key);
    await client.hear('ready');
    client.send(recording);
    client.say({ type: 'finish', size: recording.length });
    await client.hear('stored');
    const first = await waitForAnalysis(database, BigInt(sessionId), 'done');
    const lateBytes = encodeLateBytes({
      playbackSeconds: 12.5,
      playbackTicks: 833,
      playbackFrames: 417,
      signonBytes: 4_711,
    });
    const answer = await ask(instance, '/late_bytes', {
      key,
      post: { late_bytes: Buffer.from(lateBytes).toString('hex'), session_id: sessionId },
    });
    expect(answer.status).toBe(201);
    const again = await waitForAnalysis(database, BigInt(sessionId), 'done');
    expect(again.queued_at.getTime()).toBeGreaterThan(first.queued_at.getTime());
    expect(again.summary).toMatchObject({ header: { ticks: 833, signonBytes: 4_711 } });
  });

  it('by going with its account takes everything with it, and leaves the workers to others', async () => {
    const sessionId = await restartAfter(() => storeDemo(database, instance, bytes));
    await waitForAnalysis(database, sessionId, 'done');
    await restartAfter(() => storeDemo(database, instance, bytes));
    await deleteAccount(
      { db: database.db, log: pino({ level: 'silent' }) },
      { steamId: UPLOADER, confirmation: String(UPLOADER), endSessions: async () => {} },
    );
    for (const table of [...TABLES, 'demo_analyses'] as const) {
      expect(await database.db.selectFrom(table).select('session_id').execute()).toEqual([]);
    }
    const next = await restartAfter(() => storeDemo(database, instance, bytes));
    await waitForAnalysis(database, next, 'done');
  });
});
