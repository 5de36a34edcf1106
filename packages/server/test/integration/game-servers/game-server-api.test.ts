import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { grantRole } from '../../../src/accounts/roles.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import {
  ask,
  createPlayer,
  openSession,
  type RunningInstance,
  startInstance,
} from '../sessions/running-instance.ts';

let database: TestDatabase;
let instance: RunningInstance;
let nextSteamId = 76561197960300000n;
let key: string;
let sessionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  instance = await startInstance(database);
});
beforeEach(async () => {
  key = await createPlayer(database, ++nextSteamId);
  sessionId = await openSession(instance, key);
});
afterAll(async () => {
  await instance.remove();
  await database.drop();
});

async function addCheck(): Promise<void> {
  await database.db
    .insertInto('game_server_checks')
    .values({
      session_id: BigInt(sessionId),
      address: '192.0.2.10:27015',
      verdict: 'verified',
      reason: 'It answers.',
      observation: JSON.stringify(observation),
      checked_at: new Date('2026-11-24T12:00:00Z'),
    })
    .execute();
}

const observation = {
  address: '192.0.2.10:27015',
  via: 'udp',
  observed_at: '2026-11-24T11:59:59.900Z',
  outcomes: {
    ping: { outcome: 'ok', rtt_ms: 12.5, sends: 2 },
    players: { outcome: 'not-asked' },
    rules: { outcome: 'not-asked' },
  },
  player_counts: { reported: 12, reported_bots: 0 },
  ping_data: {
    server_ip: { v4: 3221225994 },
    server_name: 'Dustbowl all day',
    steamid: '85568392920040050',
    password: false,
    something_new: [1, { deep: null }],
  },
};

const read = (asker: string, id = sessionId) =>
  ask(instance, `/api/sessions/${id}/game-server`, { key: asker });

it('gives the owner what is known of the game server of a session, as it was observed', async () => {
  await addCheck();
  const answer = await read(key);
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({
    session_id: sessionId,
    address: '192.0.2.10:27015',
    verdict: 'verified',
    reason: 'It answers.',
    checked_at: '2026-11-24T12:00:00.000Z',
    observation,
  });
});

it('gives it to analysts, and to nobody else', async () => {
  await addCheck();
  const stranger = await createPlayer(database, ++nextSteamId);
  expect(await problemOf(read(stranger))).toEqual([403, 'session_private']);
  await grantRole(database.db, { steamId: nextSteamId, role: 'analyst' });
  expect((await read(stranger)).status).toBe(200);
  expect(await problemOf(read('MB-wrong'))).toEqual([401, 'api_key_unknown']);
});

it('says when nothing is known, and when there is no such session', async () => {
  expect(await problemOf(read(key))).toEqual([404, 'game_server_not_checked']);
  expect(await problemOf(read(key, '4242'))).toEqual([404, 'session_unknown']);
  for (const id of ['0', '-1', 'x', '9007199254740992', '%00']) {
    expect(await problemOf(read(key, id))).toEqual([400, 'invalid_request']);
  }
});

it('is documented in the schema of the API', async () => {
  const response = await fetch(`${instance.url}/schema/openapi.json`);
  const { paths } = JSON.parse(await response.text());
  expect(paths['/api/sessions/{session_id}/game-server'].get).toMatchObject({ tags: ['sessions'] });
});

async function problemOf(asking: ReturnType<typeof ask>): Promise<[number, unknown]> {
  const { status, text } = await asking;
  return [status, JSON.parse(text).code];
}
