import { once } from 'node:events';
import { access, readdir, rename } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { buildDemo } from '@demobase/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { ask, createPlayer, openSession, type RunningInstance, startInstance } from './running-instance.ts';
import { UploadClient } from './upload-client.ts';

const demo = buildDemo({ ticks: 2000 });

describe('what clients do that they should not', () => {
  let database: TestDatabase;
  let instance: RunningInstance;
  let nextSteamId = 76561197960500000n;
  let key: string;
  let sessionId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    instance = await startInstance(database);
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

  const rowOf = (id = sessionId) =>
    database.db.selectFrom('sessions').selectAll().where('id', '=', BigInt(id)).executeTakeFirst();
  const stateOf = async () => (await rowOf())?.state;

  function dial(path: string, headers = ''): Socket {
    const { port } = new URL(instance.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
    );
    return socket;
  }

  it('a line that dies during its handshake does not count as a stream', async () => {
    for (let round = 0; round < 30; round += 1) {
      const socket = dial(`/demos?api_key=${key}&session_id=${sessionId}`);
      await once(socket, 'connect');
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
      await expect.poll(stateOf, { timeout: 5_000 }).not.toBe('streaming');
    }
  });

  it('one that pings and never reads costs no memory', async () => {
    const socket = dial(`/demos?api_key=${key}&session_id=${sessionId}`);
    await once(socket, 'data');
    socket.pause();
    const pings = Buffer.concat(
      Array.from({ length: 500 }, () =>
        Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)]),
      ),
    );
    const before = process.memoryUsage().rss;
    for (let sent = 0; sent < 60 * 1024 * 1024; sent += pings.length) {
      if (!socket.write(pings)) await once(socket, 'drain');
    }
    socket.destroy();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('texts without end are taken one after the other, and do not hold up a stop of the stream', async () => {
    const client = await UploadClient.connect(instance, sessionId, key);
    for (let count = 0; count < 3000; count += 1) client.say({ type: 'late_bytes', hex: '0'.repeat(32) });
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    await client.drop();
    await expect.poll(stateOf).toBe('detached');
  });

  it('the next session can be opened right after a line was dropped', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await openSession(instance, key);
      const socket = dial(`/demos?api_key=${key}&session_id=${id}`);
      await once(socket, 'data');
      socket.destroy();
    }
  });

  it.each(['fake_ip', 'map', 'demo_name'])('a NUL in %s is refused as what it is', async (name) => {
    const query = new URLSearchParams({ fake_ip: 'a', map: 'b', [name]: 'x\0y' });
    const answer = await ask(instance, `/session_id?${query}`, { key });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(name);
  });

  it.each(['/session_id?fake_ip=a&map=b', '/close_session'])('HEAD %s changes nothing', async (path) => {
    const before = await rowOf();
    const response = await fetch(instance.url + path, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(404);
    expect(await rowOf()).toEqual(before);
  });

  it('an offer of HTTP/2 is ignored, and the request answered', async () => {
    const asked = request(`${instance.url}/livez`, {
      headers: {
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
      },
    });
    asked.end();
    const [response] = await once(asked, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  it('the same late bytes many times at once are fine, and other ones are refused', async () => {
    const send = (hex: string) => ask(instance, '/late_bytes', { key, post: { late_bytes: hex } });
    const answers = await Promise.all(Array.from({ length: 12 }, () => send('ab'.repeat(16))));
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(201));
    expect((await send('cd'.repeat(16))).status).toBe(422);
  });

  it('late bytes racing the close of their session are in the demo', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await openSession(instance, key);
      const client = await UploadClient.connect(instance, id, key);
      client.send(demo);
      await client.hear('ack', { offset: demo.length });
      await client.drop();
      const [late, closed] = await Promise.all([
        ask(instance, '/late_bytes', { key, post: { late_bytes: 'ef'.repeat(16), session_id: id } }),
        ask(instance, '/close_session', { key }),
      ]);
      expect([late.status, closed.status]).toEqual([201, 200]);
      await expect.poll(async () => (await rowOf(id))?.state).toBe('closed');
      const { bytes } = await ask(instance, `/demodata?session_id=${id}`, { key });
      expect(bytes.subarray(0x420, 0x430).toString('hex')).toBe('ef'.repeat(16));
    }
  });

  it('late bytes for a demo the storage has lost forget nothing of it', async () => {
    const client = await UploadClient.connect(instance, sessionId, key);
    client.send(demo);
    client.say({ type: 'finish', size: demo.length });
    await client.hear('stored');
    const path = join(instance.dataDir, 'blobs', 'demoblobs', `${sessionId}.dem`);
    await rename(path, `${path}.lost`);
    const late = await ask(instance, '/late_bytes', { key, post: { late_bytes: '1'.repeat(32) } });
    expect(late.status).toBe(404);
    await rename(`${path}.lost`, path);
    const { bytes } = await ask(instance, `/demodata?session_id=${sessionId}`, { key });
    expect(bytes.equals(demo)).toBe(true);
  });

  it('a session without a byte closes as such', async () => {
    const client = await UploadClient.connect(instance, sessionId, key);
    await client.hear('ready');
    await client.drop();
    expect((await ask(instance, '/close_session', { key })).status).toBe(200);
    await expect.poll(stateOf).toBe('closed');
    const answer = await ask(instance, `/demodata?session_id=${sessionId}`, { key });
    expect(answer.text).toContain('before a byte');
  });

  it('deleting an account ends its stream and leaves none of its bytes', async () => {
    const client = await UploadClient.connect(instance, sessionId, key);
    client.send(demo);
    await client.hear('ack', { offset: demo.length });
    const response = await fetch(`${instance.url}/api/account`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ steam_id: String(nextSteamId) }),
    });
    expect(response.status).toBe(204);
    expect(await client.closed).toBe(4401);
    expect(await rowOf()).toBeUndefined();
    expect(await readdir(join(instance.dataDir, 'spool'))).not.toContain(`${sessionId}.dem`);
  });

  it('deleting an account whose stream is away, or was rejected, leaves none of its bytes either', async () => {
    const client = await UploadClient.connect(instance, sessionId, key);
    client.send(Buffer.concat([demo.subarray(0, 1072), Buffer.from([99, 0, 0, 0, 0])]));
    await client.closed;
    const rejected = join(instance.dataDir, 'rejected', `${sessionId}.dem`);
    await access(rejected);
    const secondId = await openSession(instance, key);
    const second = await UploadClient.connect(instance, secondId, key);
    second.send(demo);
    await second.hear('ack', { offset: demo.length });
    await second.drop();
    await fetch(`${instance.url}/api/account`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ steam_id: String(nextSteamId) }),
    });
    await expect(access(rejected)).rejects.toThrow('ENOENT');
    expect(await readdir(join(instance.dataDir, 'spool'))).not.toContain(`${secondId}.dem`);
  });
});

describe('the limit of handshakes', () => {
  it('holds for those without a key, address by address', async () => {
    const database = await createTestDatabase();
    const instance = await startInstance(database, { DEMOBASE_RATE_LIMIT_PER_MINUTE: '5' });
    const codes: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      const client = await UploadClient.connect(instance, '1', `MB-${'x'.repeat(43)}`);
      codes.push((await client.hear('error')).code ?? '');
      await client.closed;
    }
    expect(codes).toEqual([...Array(5).fill('api_key_unknown'), ...Array(2).fill('too_many_requests')]);
    await instance.remove();
    await database.drop();
  });
});

describe('a disk that is nearly full', () => {
  it('takes no new session, and says why', async () => {
    const database = await createTestDatabase();
    const instance = await startInstance(database, {
      DEMOBASE_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER),
    });
    const key = await createPlayer(database, 76561197960287930n);
    const answer = await ask(instance, '/session_id?fake_ip=a&map=b', { key });
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('nearly full')]);
    await instance.remove();
    await database.drop();
  });
});

describe('a stream that falls silent', () => {
  it('is ended after the configured time, and its session can be resumed', async () => {
    const database = await createTestDatabase();
    const instance = await startInstance(database, { DEMOBASE_STREAM_IDLE_SECONDS: '1' });
    const key = await createPlayer(database, 76561197960287930n);
    const sessionId = await openSession(instance, key);
    const silent = await UploadClient.connect(instance, sessionId, key);
    silent.send(demo.subarray(0, 4000));
    await silent.hear('ack', { offset: 4000 });
    expect(await silent.hear('error')).toMatchObject({ code: 'stream_idle' });
    expect(await silent.closed).toBe(4408);
    const again = await UploadClient.connect(instance, sessionId, key);
    await again.hear('ready', { offset: 4000 });
    await again.drop();
    await instance.remove();
    await database.drop();
  });
});
