import { buildDemo } from '@demobase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../acceptance/seeded-random.ts';
import { startS3Server } from '../../contract/blob-store-s3-server.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { ask, createPlayer, openSession, type RunningInstance, startInstance } from './running-instance.ts';
import { UploadClient } from './upload-client.ts';

const demo = buildDemo({ ticks: 3000 });
const s3 = await startS3Server();
if (!s3) process.stderr.write('Handing sessions over SKIPPED: no S3-compatible server for tests\n');

describe.skipIf(!s3)('a session that comes back to another instance (SKIPPED without an S3 server)', () => {
  let database: TestDatabase;
  let one: RunningInstance;
  let two: RunningInstance;
  let nextSteamId = 76561197960400000n;

  beforeAll(async () => {
    database = await createTestDatabase();
    const settings = {
      DEMOBASE_BLOB_STORE: 's3',
      DEMOBASE_S3_ENDPOINT: s3?.endpoint ?? '',
      AWS_ACCESS_KEY_ID: s3?.credentials.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: s3?.credentials.secretAccessKey ?? '',
    };
    one = await startInstance(database, settings);
    two = await startInstance(database, settings);
  });

  afterAll(async () => {
    await one.remove();
    await two.remove();
    await database.drop();
    await s3?.stop();
  });

  const newSession = async () => {
    nextSteamId += 1n;
    const key = await createPlayer(database, nextSteamId);
    return { key, sessionId: await openSession(one, key) };
  };
  const download = (sessionId: string, key: string) => ask(one, `/demodata?session_id=${sessionId}`, { key });

  it('goes on there, again and again, and ends whole', async () => {
    const { key, sessionId } = await newSession();
    const edges = [0, 10_000, 20_000, 30_000, demo.length];
    for (const [index, instance] of [one, two, one, two].entries()) {
      const client = await UploadClient.connect(instance, sessionId, key);
      expect((await client.hear('ready')).offset).toBe(edges[index]);
      client.send(demo.subarray(edges[index], edges[index + 1]));
      await client.hear('ack', { offset: edges[index + 1] ?? 0 });
      await client.drop();
    }
    const last = await UploadClient.connect(one, sessionId, key);
    await last.hear('ready', { offset: demo.length });
    last.say({ type: 'finish', size: demo.length });
    await last.hear('stored');
    expect((await download(sessionId, key)).bytes.equals(demo)).toBe(true);
  });

  it('is taken from a connection that the first instance still believes in', async () => {
    const { key, sessionId } = await newSession();
    const first = await UploadClient.connect(one, sessionId, key);
    first.send(demo.subarray(0, 5000));
    await first.hear('ack', { offset: 5000 });
    const second = await UploadClient.connect(two, sessionId, key);
    expect((await second.hear('ready')).offset).toBe(5000);
    expect(await first.closed).toBe(4411);
    second.send(demo.subarray(5000));
    second.say({ type: 'finish', size: demo.length });
    await second.hear('stored');
    expect((await download(sessionId, key)).bytes.equals(demo)).toBe(true);
  });

  it('is closed by whichever instance is asked while it belongs to none', async () => {
    const { key, sessionId } = await newSession();
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    await client.drop();
    const visitor = await UploadClient.connect(two, sessionId, key);
    await visitor.hear('ready', { offset: demo.length });
    await visitor.drop();
    expect((await ask(one, '/close_session', { key })).status).toBe(200);
    await expect.poll(async () => (await download(sessionId, key)).status, { timeout: 10_000 }).toBe(200);
    expect((await download(sessionId, key)).bytes.equals(demo)).toBe(true);
  });

  it('loses nothing of a client that wanders between the two at random', async () => {
    const { key, sessionId } = await newSession();
    const random = new SeededRandom(11);
    let offset = 0;
    while (offset < demo.length) {
      const instance = random.between(0, 1) === 0 ? one : two;
      const client = await UploadClient.connect(instance, sessionId, key);
      const ready = await client.hear('ready');
      expect(ready.offset).toBeGreaterThanOrEqual(offset);
      offset = ready.offset ?? 0;
      const end = Math.min(demo.length, offset + random.between(1, 60_000));
      client.send(demo.subarray(offset, end));
      if (random.between(0, 1) === 0) offset = (await client.hear('ack', { offset: end })).offset ?? 0;
      await client.drop();
    }
    const last = await UploadClient.connect(two, sessionId, key);
    await last.hear('ready', { offset: demo.length });
    last.say({ type: 'finish', size: demo.length });
    await last.hear('stored');
    expect((await download(sessionId, key)).bytes.equals(demo)).toBe(true);
  });

  it('tells a client that its demo is stored though another instance closes it', async () => {
    const { key, sessionId } = await newSession();
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    await client.drop();
    expect((await ask(two, '/close_session', { key })).status).toBe(200);
    const again = await UploadClient.connect(two, sessionId, key);
    await again.hear('ready', { offset: demo.length });
    again.say({ type: 'finish', size: demo.length });
    expect(await again.hear('stored')).toMatchObject({ size: demo.length });
  });

  it('takes late bytes on the other instance after closing', async () => {
    const { key, sessionId } = await newSession();
    const client = await UploadClient.connect(one, sessionId, key);
    client.send(demo);
    client.say({ type: 'finish', size: demo.length });
    await client.hear('stored');
    const hex = 'cd'.repeat(16);
    expect((await ask(two, '/late_bytes', { key, post: { late_bytes: hex } })).status).toBe(201);
    const { bytes } = await download(sessionId, key);
    expect(bytes.subarray(0x420, 0x430).toString('hex')).toBe(hex);
    expect(bytes.subarray(0x430).equals(demo.subarray(0x430))).toBe(true);
  });
});
