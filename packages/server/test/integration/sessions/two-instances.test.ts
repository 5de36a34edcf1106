import { buildDemo } from '@demobase/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { ask, createPlayer, openSession, type RunningInstance, startInstance } from './running-instance.ts';
import { UploadClient } from './upload-client.ts';

const demo = buildDemo({ ticks: 2000 });

describe('two instances on one database', () => {
  let database: TestDatabase;
  let one: RunningInstance;
  let two: RunningInstance;
  let nextSteamId = 76561197960300000n;
  let key: string;
  let sessionId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    one = await startInstance(database);
    two = await startInstance(database);
  });

  afterAll(async () => {
    await one.remove();
    await two.remove();
    await database.drop();
  });

  beforeEach(async () => {
    nextSteamId += 1n;
    key = await createPlayer(database, nextSteamId);
    sessionId = await openSession(one, key);
  });

  const stateOf = async () => {
    const row = await database.db
      .selectFrom('sessions')
      .select('state')
      .where('id', '=', BigInt(sessionId))
      .executeTakeFirstOrThrow();
    return row.state;
  };

  it('streams on one a session that was opened on the other', async () => {
    const client = await UploadClient.connect(two, sessionId, key);
    client.send(demo);
    client.say({ type: 'finish', size: demo.length });
    expect(await client.hear('stored')).toMatchObject({ size: demo.length });
  });

  it('refuses to write a session whose bytes are on the other, and says so', async () => {
    const owner = await UploadClient.connect(one, sessionId, key);
    owner.send(demo.subarray(0, 3000));
    await owner.hear('ack', { offset: 3000 });
    const stranger = await UploadClient.connect(two, sessionId, key);
    expect(await stranger.hear('error')).toMatchObject({ code: 'session_on_another_instance' });
    owner.send(demo.subarray(3000));
    owner.say({ type: 'finish', size: demo.length });
    expect(await owner.hear('stored')).toMatchObject({ size: demo.length });
  });

  it('knows on one that the account streams on the other', async () => {
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo.subarray(0, 3000));
    await client.hear('ack', { offset: 3000 });
    const answer = await ask(two, '/session_id?fake_ip=a&map=b', { key });
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('streamed right now')]);
    await client.drop();
  });

  it('closes on one a session that is detached on the other, which then stores it', async () => {
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    await client.drop();
    await expect.poll(stateOf).toBe('detached');
    expect((await ask(two, '/session_id?fake_ip=a&map=b', { key })).status).toBe(200);
    await expect.poll(stateOf, { timeout: 10_000 }).toBe('closed');
    const { bytes } = await ask(one, `/demodata?session_id=${sessionId}`, { key });
    expect(bytes.equals(demo)).toBe(true);
  });

  it('does not let a dead instance stand in the way of the next match', async () => {
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    // What a machine that lost its power leaves: a session that streams on an instance nobody runs.
    await client.drop();
    await one.stop();
    await database.db
      .updateTable('sessions')
      .set({ state: 'streaming' })
      .where('id', '=', BigInt(sessionId))
      .execute();
    expect((await ask(two, '/session_id?fake_ip=a&map=b', { key })).status).toBe(200);
    expect(await stateOf()).toBe('closing');
    await one.start();
    await expect.poll(stateOf, { timeout: 10_000 }).toBe('closed');
  });

  it('takes late bytes on either', async () => {
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    const hex = 'ab'.repeat(16);
    expect((await ask(two, '/late_bytes', { key, post: { late_bytes: hex } })).status).toBe(201);
    client.say({ type: 'finish', size: demo.length });
    await client.hear('stored');
    const { bytes } = await ask(one, `/demodata?session_id=${sessionId}`, { key });
    expect(bytes.subarray(0x420, 0x430).toString('hex')).toBe(hex);
  });
});
