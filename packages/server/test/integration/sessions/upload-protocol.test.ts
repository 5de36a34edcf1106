import { createHash } from 'node:crypto';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeLateBytes, FramingReader } from '@demobase/demo';
import { buildDemo } from '@demobase/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { ask, createPlayer, openSession, type RunningInstance, startInstance } from './running-instance.ts';
import { UploadClient } from './upload-client.ts';

const demo = buildDemo({ ticks: 3000 });
const sha256 = createHash('sha256').update(demo).digest('hex');
const finish = { type: 'finish', size: demo.length, sha256 };

describe('the upload protocol demobase.v1', () => {
  let database: TestDatabase;
  let instance: RunningInstance;
  let nextSteamId = 76561197960287930n;
  let key: string;
  let sessionId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    instance = await startInstance(database, { DEMOBASE_MAX_DEMO_BYTES: String(demo.length + 1000) });
  });

  afterAll(async () => {
    await instance.remove();
    await database.drop();
  });

  beforeEach(async () => {
    nextSteamId += 1n;
    key = await createPlayer(database, nextSteamId);
    sessionId = await openSession(instance, key);
  });

  const connect = () => UploadClient.connect(instance, sessionId, key);
  const download = () => ask(instance, `/demodata?session_id=${sessionId}`, { key });

  it('says ready, acknowledges what is durable, and says stored once the demo is', async () => {
    const client = await connect();
    expect(client.socket.protocol).toBe('demobase.v1');
    expect(await client.hear('ready')).toEqual({ type: 'ready', offset: 0 });
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    client.say(finish);
    expect(await client.hear('stored')).toEqual({ type: 'stored', size: demo.length, sha256 });
    expect(await client.closed).toBe(1000);
    expect((await download()).bytes.equals(demo)).toBe(true);
  });

  it('resumes from what it has after a dropped line', async () => {
    const first = await connect();
    await first.hear('ready');
    first.send(demo.subarray(0, 5000));
    await first.hear('ack', { offset: 5000 });
    await first.drop();
    const second = await connect();
    expect((await second.hear('ready')).offset).toBe(5000);
    second.send(demo.subarray(5000));
    second.say(finish);
    await second.hear('stored');
    expect((await download()).bytes.equals(demo)).toBe(true);
  });

  it('resumes on a restarted instance', async () => {
    const first = await connect();
    first.send(demo.subarray(0, 7777));
    await first.hear('ack', { offset: 7777 });
    await instance.stop();
    expect(await first.closed).toBe(1012);
    expect(first.said.at(-1)).toMatchObject({ type: 'error', code: 'shutting_down' });
    await instance.start();
    const second = await connect();
    expect((await second.hear('ready')).offset).toBe(7777);
    second.send(demo.subarray(7777));
    second.say(finish);
    await second.hear('stored');
    expect((await download()).bytes.equals(demo)).toBe(true);
  });

  it('lets a new connection take over from one that may be dead', async () => {
    const first = await connect();
    first.send(demo.subarray(0, 100));
    await first.hear('ack', { offset: 100 });
    const second = await connect();
    expect((await second.hear('ready')).offset).toBe(100);
    expect(await first.closed).toBe(4411);
    expect(first.said.at(-1)).toMatchObject({ type: 'error', code: 'stream_taken_over' });
    second.send(demo.subarray(100));
    second.say(finish);
    await second.hear('stored');
  });

  it('tells a client that lost its line after finish that its demo is stored', async () => {
    const first = await connect();
    first.send(demo);
    first.say(finish);
    await first.hear('stored');
    await first.closed;
    const again = await connect();
    expect((await again.hear('ready')).offset).toBe(demo.length);
    again.say(finish);
    expect(await again.hear('stored')).toEqual({ type: 'stored', size: demo.length, sha256 });
    expect(await again.closed).toBe(1000);
  });

  it('keeps the session resumable when fewer bytes came than announced', async () => {
    const client = await connect();
    client.send(demo.subarray(0, 6000));
    client.say(finish);
    expect(await client.hear('error')).toMatchObject({ code: 'size_mismatch' });
    expect(await client.closed).toBe(4409);
    const second = await connect();
    expect((await second.hear('ready')).offset).toBe(6000);
  });

  it('rejects bytes that are not those that were announced', async () => {
    const client = await connect();
    client.send(demo);
    client.say({ ...finish, sha256: 'a'.repeat(64) });
    expect(await client.hear('error')).toMatchObject({ code: 'checksum_mismatch' });
    expect(await client.closed).toBe(4410);
    const answer = await download();
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('SHA-256');
  });

  it('takes late bytes on the way, once', async () => {
    const recording = buildDemo({ ticks: 500, isRecording: true });
    const reader = new FramingReader();
    reader.push(recording);
    const lateBytes = Buffer.from(encodeLateBytes(reader.completedLateBytes()));
    const client = await connect();
    client.send(recording);
    client.say({ type: 'late_bytes', hex: lateBytes.toString('hex') });
    client.say({ type: 'late_bytes', hex: lateBytes.toString('hex').toUpperCase() });
    client.say({ type: 'finish', size: recording.length });
    const stored = await client.hear('stored');
    const { bytes } = await download();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(stored.sha256);
    expect(bytes.subarray(0x420, 0x430).equals(lateBytes)).toBe(true);
    expect(bytes.subarray(0x430).equals(recording.subarray(0x430))).toBe(true);
  });

  it('refuses other late bytes than the first with their own close code', async () => {
    const client = await connect();
    client.say({ type: 'late_bytes', hex: '1'.repeat(32) });
    client.say({ type: 'late_bytes', hex: '2'.repeat(32) });
    expect(await client.hear('error')).toMatchObject({ code: 'late_bytes_refused' });
    expect(await client.closed).toBe(4422);
  });

  it('ends a stream of something else at once, with the reason', async () => {
    const client = await connect();
    client.send(Buffer.from('MZ this is a program'));
    expect(await client.hear('error')).toMatchObject({ code: 'demo_invalid' });
    expect(await client.closed).toBe(4415);
    expect((await download()).text).toContain('HL2DEMO');
    const again = await connect();
    expect(await again.hear('error')).toMatchObject({ code: 'session_ended' });
    expect(await again.closed).toBe(4403);
  });

  it.each([
    [
      'of another account',
      async () => openSession(instance, await createPlayer(database, 76561197970000001n)),
      'session_of_another_account',
    ],
    ['that does not exist', async () => '4711', 'session_unknown'],
    ['that is no number', async () => '../../etc/passwd', 'invalid_request'],
  ])('tells a client that asks for a session %s why it is refused', async (_name, findId, code) => {
    const client = await UploadClient.connect(instance, await findId(), key);
    expect(await client.hear('error')).toMatchObject({ code });
    await client.closed;
  });

  it('tells a client with an unknown key so', async () => {
    const client = await UploadClient.connect(instance, sessionId, `MB-${'a'.repeat(43)}`);
    expect(await client.hear('error')).toMatchObject({ code: 'api_key_unknown' });
    expect(await client.closed).toBe(4401);
  });

  it('puts a demo aside whose framing breaks, and takes nothing more for it', async () => {
    const broken = Buffer.from(demo);
    const client = await connect();
    client.send(Buffer.concat([broken.subarray(0, 1072), Buffer.from([99, 0, 0, 0, 0])]));
    expect(await client.hear('error')).toMatchObject({ code: 'demo_invalid' });
    await client.closed;
    await expect.poll(() => readdir(join(instance.dataDir, 'rejected'))).toContain(`${sessionId}.dem`);
    expect(await readdir(join(instance.dataDir, 'spool'))).not.toContain(`${sessionId}.dem`);
  });

  it('keeps and closes what fits of a demo that is too large', async () => {
    const client = await connect();
    client.send(demo);
    client.send(Buffer.alloc(2000));
    expect(await client.hear('error')).toMatchObject({ code: 'demo_too_large' });
    expect(await client.closed).toBe(1009);
    await expect.poll(async () => (await download()).status).toBe(200);
    const { bytes } = await download();
    expect(bytes.length).toBe(demo.length + 1000);
    expect(bytes.subarray(0, demo.length).equals(demo)).toBe(true);
  });

  it.each([
    ['garbage', 'not json'],
    ['an unknown type', { type: 'hello' }],
    ['a negative size', { type: 'finish', size: -1 }],
    ['late bytes that are not hex', { type: 'late_bytes', hex: 'zz' }],
  ])('answers %s with message_invalid and keeps the session resumable', async (_name, message) => {
    const client = await connect();
    client.send(demo.subarray(0, 2000));
    client.say(message);
    expect(await client.hear('error')).toMatchObject({ code: 'message_invalid' });
    expect(await client.closed).toBe(4400);
    const second = await connect();
    expect((await second.hear('ready')).offset).toBe(2000);
  });

  it('loses nothing when the storage fails, and stores the demo when it is back', async () => {
    const blobs = join(instance.dataDir, 'blobs', 'demoblobs');
    const client = await connect();
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    await rename(blobs, `${blobs}.gone`);
    client.say(finish);
    expect(await client.hear('error')).toMatchObject({ code: 'storage_unavailable' });
    expect((await download()).status).toBe(403);
    await rename(`${blobs}.gone`, blobs);
    await expect.poll(async () => (await download()).status, { timeout: 20_000 }).toBe(200);
    expect((await download()).bytes.equals(demo)).toBe(true);
  });
});
