import { beforeEach, describe, expect, it } from 'vitest';
import {
  completeDemo,
  finishedDemo,
  lateBytesOf,
  recordingDemo,
  someLateBytes,
  withLateBytes,
} from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const KiB = 1024;
const ZEROS = Buffer.alloc(16);

describe('late bytes', () => {
  const server = useServer();
  const demo = recordingDemo(300 * KiB);
  const lateBytes = someLateBytes(4242);
  const hex = lateBytes.toString('hex');
  const taken = { status: 201, text: '{"late_bytes":true}' };
  let player: Player;

  beforeEach(async () => {
    player = await server.createPlayer();
  });

  it('are taken before the stream begins, while it runs, and before the session is closed', async () => {
    for (const moment of ['opened', 'streaming', 'streamed']) {
      const sessionId = await player.openSession();
      if (moment === 'opened') expect(await player.postLateBytes(hex)).toMatchObject(taken);
      const client = await player.connect(sessionId);
      await client.send(demo.subarray(0, 1100));
      if (moment === 'streaming') expect(await player.postLateBytes(hex)).toMatchObject(taken);
      await client.send(demo.subarray(1100));
      client.destroy();
      if (moment === 'streamed') expect(await player.postLateBytes(hex)).toMatchObject(taken);
      await player.closeSession();
      expect((await player.receiveDemo(sessionId)).equals(withLateBytes(demo, lateBytes))).toBe(true);
    }
  });

  it('are taken with the request that closes the session', async () => {
    const sessionId = await stream(demo);
    const answer = await player.ask('/close_session', {}, { json: { late_bytes: hex } });
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toMatchObject({ closed_successfully: true });
    expect((await player.receiveDemo(sessionId)).equals(withLateBytes(demo, lateBytes))).toBe(true);
  });

  it('are taken after the session was closed, and the demo is another version then', async () => {
    const sessionId = await player.upload(demo);
    const before = await player.download(sessionId);
    expect(before.bytes.equals(completeDemo(demo))).toBe(true);
    expect(await player.postLateBytes(hex)).toMatchObject(taken);
    const stored = await player.receiveDemo(sessionId);
    expect(stored.equals(withLateBytes(demo, lateBytes))).toBe(true);
    expect((await player.download(sessionId)).headers.etag).not.toBe(before.headers.etag);
    expect(await server.listFiles('spool')).toEqual([]);
  });

  it('are taken for the session they name, by a number or a string', async () => {
    const first = await player.upload(demo);
    const second = await player.upload(demo);
    expect(await player.postLateBytes(hex, first)).toMatchObject(taken);
    const other = someLateBytes(77);
    const json = { late_bytes: other.toString('hex'), session_id: Number(second) };
    expect(await player.ask('/late_bytes', {}, { json })).toMatchObject(taken);
    expect(lateBytesOf(await player.receiveDemo(first))).toEqual(lateBytes);
    expect(lateBytesOf(await player.receiveDemo(second))).toEqual(other);
  });

  it('are fine twice if they are the same, in either case, before and after closing', async () => {
    const sessionId = await stream(demo);
    expect(await player.postLateBytes(hex)).toMatchObject(taken);
    expect(await player.postLateBytes(hex.toUpperCase())).toMatchObject(taken);
    await player.ask('/close_session', {}, { json: { late_bytes: hex } });
    expect(await player.postLateBytes(hex)).toMatchObject(taken);
    expect(lateBytesOf(await player.receiveDemo(sessionId))).toEqual(lateBytes);
    expect(await player.postLateBytes(hex)).toMatchObject(taken);
  });

  it('are refused with 422 if others came before, and the first ones stay', async () => {
    const other = someLateBytes(77).toString('hex');
    const sessionId = await stream(demo);
    await player.postLateBytes(hex);
    expect(await player.postLateBytes(other)).toMatchObject({ status: 422 });
    const closed = await player.ask('/close_session', {}, { json: { late_bytes: other } });
    expect(closed.status).toBe(201);
    expect(lateBytesOf(await player.receiveDemo(sessionId))).toEqual(lateBytes);
    expect(await player.postLateBytes(other)).toMatchObject({ status: 422 });
    expect(lateBytesOf(await player.receiveDemo(sessionId))).toEqual(lateBytes);
  });

  it.each([
    ['missing', {}],
    ['no string', { late_bytes: 42 }],
    ['a list', { late_bytes: [hex] }],
    ['null', { late_bytes: null }],
    ['empty', { late_bytes: '' }],
    ['one digit short', { late_bytes: hex.slice(1) }],
    ['one byte too long', { late_bytes: `${hex}00` }],
    ['not hexadecimal', { late_bytes: `${hex.slice(1)}g` }],
    ['followed by a line break', { late_bytes: `${hex}\n` }],
    ['begun with 0x', { late_bytes: `0x${hex.slice(2)}` }],
  ])('are refused with 400 if they are %s, and nothing is changed', async (_, json) => {
    const sessionId = await stream(demo);
    expect(await player.ask('/late_bytes', {}, { json })).toMatchObject({ status: 400 });
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
  });

  it('never keep a session from closing when they are malformed', async () => {
    const sessionId = await stream(demo);
    const json = { late_bytes: 'no hex at all' };
    expect(await player.ask('/close_session', {}, { json })).toMatchObject({ status: 201 });
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
  });

  it('are refused with 403 where there is no session', async () => {
    expect(await player.postLateBytes(hex)).toMatchObject({ status: 403 });
    const json = { late_bytes: hex };
    expect(await player.ask('/close_session', {}, { json })).toMatchObject({ status: 403 });
  });

  it('are replaced by what was read if they never come, wherever the recording was cut', async () => {
    for (const sizeBytes of [demo.length, demo.length - 1, 200_001, 100_000, 5_000, 1_073, 1_072]) {
      const sessionId = await player.upload(demo.subarray(0, sizeBytes));
      const stored = (await player.download(sessionId)).bytes;
      expect(stored.equals(completeDemo(demo.subarray(0, sizeBytes)))).toBe(true);
    }
    expect(lateBytesOf(completeDemo(demo))).not.toEqual(ZEROS);
  });

  it('are left alone where the recording has them already', async () => {
    const finished = finishedDemo(300 * KiB);
    expect(lateBytesOf(finished)).not.toEqual(ZEROS);
    const sessionId = await player.upload(finished);
    expect((await player.download(sessionId)).bytes.equals(finished)).toBe(true);
  });

  async function stream(bytes: Buffer): Promise<string> {
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(bytes);
    client.destroy();
    return sessionId;
  }
});

describe('late bytes after their time', () => {
  const server = useServer({ DEMOBASE_LATE_BYTES_SECONDS: '0' });

  it('are refused: 403 without a session, 422 for one that is named', async () => {
    const player = await server.createPlayer();
    const demo = recordingDemo(20 * KiB);
    const sessionId = await player.upload(demo);
    const hex = someLateBytes(1).toString('hex');
    expect(await player.postLateBytes(hex)).toMatchObject({ status: 403 });
    expect(await player.postLateBytes(hex, sessionId)).toMatchObject({ status: 422 });
    expect((await player.download(sessionId)).bytes.equals(completeDemo(demo))).toBe(true);
  });
});
