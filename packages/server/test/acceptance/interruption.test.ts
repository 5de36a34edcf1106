import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ByteClient } from './byte-client.ts';
import { completeDemo, finishedDemo, recordingDemo } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';
import { SeededRandom } from './seeded-random.ts';
import { type Connection, countUnreadBytes, waitUntilAllIsRead, waitUntilStopped } from './tcp-queues.ts';

const KiB = 1024;
const MiB = 1024 ** 2;
const KILLS = 10;
/** One chunk of a socket: what is between being read and being written when the kill comes just then. */
const IN_HAND_BYTES = 64 * KiB;

describe('a server that is killed', { timeout: 120_000 }, () => {
  const server = useServer();
  let player: Player;

  beforeEach(async () => {
    player = await server.createPlayer();
  });
  afterEach(() => server.signal('SIGCONT'));

  it('loses no byte it had read of a stream that rests, ten times in a row', async () => {
    await streamThroughKills(async ({ client, pacer, sessionId }) => {
      await waitUntilAllIsRead(connectionOf(client));
      // One more question answered: what was read before it has been dealt with.
      expect(await player.stateOf(sessionId)).toBe('streaming');
      return pacer.sentBytes;
    });
  });

  it('loses no more than it has in hand of a stream in full swing, ten times in a row', async () => {
    await streamThroughKills(async ({ client, pacer }) => {
      server.signal('SIGSTOP');
      await waitUntilStopped(server.pid);
      const readBytes = pacer.sentBytes - (await countUnreadBytes(connectionOf(client)));
      return readBytes - IN_HAND_BYTES;
    });
  });

  it('ends a session that was being closed with the right bytes, whenever the kill comes', async () => {
    const random = new SeededRandom(7);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const demo = recordingDemo(random.between(2 * KiB, 12 * MiB), kill);
      const sessionId = await player.openSession();
      const client = await player.connect(sessionId);
      await client.send(demo);
      const closed = player.closeSession().catch(() => undefined);
      const isAnswered = kill % 2 === 0;
      if (isAnswered) client.destroy();
      if (isAnswered) expect(await closed).toMatchObject({ status: 200 });
      else await takeTurns(random.between(0, 60));
      await server.kill();
      await closed;
      client.destroy();
      await server.start();

      if (isAnswered) expect(['closing', 'closed']).toContain(await player.stateOf(sessionId));
      else await player.closeSession();
      const stored = await receiveWhatCame(sessionId);
      if (isAnswered) expect(stored.length).toBe(demo.length);
      const isEmpty = stored.length === 0;
      expect(isEmpty || stored.equals(completeDemo(demo.subarray(0, stored.length)))).toBe(true);
      expect(await server.listFiles('spool')).not.toContain(`${sessionId}.dem`);
    }
  });

  it('deletes nothing when it starts: no session, no byte, no file', async () => {
    const [finished, open, waiting] = [player, await server.createPlayer(), await server.createPlayer()];
    const demo = finishedDemo(100 * KiB);
    const finishedId = await finished.upload(demo);
    const openId = await open.openSession();
    const waitingId = await waiting.openSession();
    const client = await waiting.connect(waitingId);
    await client.send(demo.subarray(0, 5_000));
    await waitUntilAllIsRead(connectionOf(client));
    expect(await waiting.stateOf(waitingId)).toBe('streaming');
    const blobs = await server.listFiles('blobs/demoblobs');

    for (let start = 0; start < 3; start += 1) {
      await server.kill();
      await server.start();
      expect(await server.listFiles('spool')).toContain(`${waitingId}.dem`);
      expect(await server.listFiles('blobs/demoblobs')).toEqual(blobs);
      expect(await open.stateOf(openId)).toBe('open');
      expect(await waiting.stateOf(waitingId)).toBe('detached');
      expect((await finished.download(finishedId)).bytes.equals(demo)).toBe(true);
    }
    expect(await waiting.readOffset(waitingId)).toBe(5_000);
  });

  it('refuses a second start on its data folder in plain words, and goes on', async () => {
    const { exitCode, stderr } = await server.serveAgain();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(server.dataDir);
    expect(stderr).not.toContain('    at ');
    await player.upload(finishedDemo(10 * KiB));
  });

  /**
   * Streams one demo in one session through many kills. After each the server has at least as many bytes as
   * `prepareKill` says it must keep of this stream, and the client goes on from what the server has.
   */
  async function streamThroughKills(
    prepareKill: (live: { client: ByteClient; pacer: PacedStream; sessionId: string }) => Promise<number>,
  ): Promise<void> {
    const random = new SeededRandom(20_241_124);
    const demo = finishedDemo(3 * MiB);
    const sessionId = await player.openSession();
    let offset = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const client = await player.reconnect(sessionId);
      const pacer = new PacedStream(client, demo.subarray(offset));
      await pacer.sendUntil(random.between(1 * KiB, 250 * KiB));
      const keptBytes = await prepareKill({ client, pacer, sessionId });
      await server.kill();
      client.destroy();
      await server.start();
      const offsetAfter = await player.readOffset(sessionId);
      expect(offsetAfter).toBeGreaterThanOrEqual(offset + Math.max(0, keptBytes));
      expect(offsetAfter).toBeLessThanOrEqual(offset + pacer.sentBytes);
      offset = offsetAfter;
    }
    const client = await player.reconnect(sessionId);
    await client.send(demo.subarray(offset));
    client.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(demo)).toBe(true);
  }

  function connectionOf(client: ByteClient): Connection {
    const { port } = client.socket.address() as AddressInfo;
    return { clientPort: port, serverPort: server.port };
  }

  /** The demo of a session that a kill may have ended before its header came: then there is none. */
  async function receiveWhatCame(sessionId: string): Promise<Buffer> {
    await expect.poll(() => player.stateOf(sessionId), { timeout: 20_000 }).toMatch(/^closed|^rejected/);
    const { status, bytes } = await player.download(sessionId);
    return status === 200 ? bytes : Buffer.alloc(0);
  }
});

describe('a server that is stopped in an orderly way', () => {
  const server = useServer();

  it('leaves a stream in the middle of a demo so that it can go on', async () => {
    const player = await server.createPlayer();
    const demo = finishedDemo(2 * MiB);
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(demo.subarray(0, MiB));
    expect((await server.end('SIGTERM')).exitCode).toBe(0);
    expect(await client.readCloseCode()).toBe(1012);
    await server.start();
    expect(await player.stateOf(sessionId)).toBe('detached');
    const offset = await player.readOffset(sessionId);
    const again = await player.reconnect(sessionId);
    await again.send(demo.subarray(offset));
    again.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(demo)).toBe(true);
  });
});

describe('a stream that is lost', () => {
  const server = useServer({ DEMOBASE_RESUME_GRACE_SECONDS: '2' });
  const demo = recordingDemo(200 * KiB);
  let player: Player;

  beforeEach(async () => {
    player = await server.createPlayer();
  });

  it('is waited for, and its session closes by itself when it does not come back', async () => {
    const sessionId = await streamHalf();
    await player.waitForState(sessionId, 'detached');
    const stored = await player.receiveDemo(sessionId);
    expect(stored.equals(completeDemo(demo.subarray(0, demo.length / 2)))).toBe(true);
    expect(await player.closeSession()).toMatchObject({ status: 403 });
  });

  it('goes on where it was when it comes back with the same session id', async () => {
    const sessionId = await streamHalf();
    const client = await player.reconnect(sessionId);
    await client.send(demo.subarray(demo.length / 2));
    client.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
  });

  it('never stands in the way of the next match: opening a session closes its own', async () => {
    const sessionId = await streamHalf();
    await player.waitForState(sessionId, 'detached');
    const next = await player.openSession();
    expect(next).not.toBe(sessionId);
    const stored = await player.receiveDemo(sessionId);
    expect(stored.equals(completeDemo(demo.subarray(0, demo.length / 2)))).toBe(true);
    expect(await player.stateOf(next)).toBe('open');
  });

  it('is let go after the handshake too, when the client was gone before it was answered', async () => {
    for (let round = 0; round < 10; round += 1) {
      const sessionId = await player.openSession();
      await player.abandonHandshake(sessionId);
      await expect.poll(() => player.tryToOpenSession(), { timeout: 10_000 }).toBe(200);
    }
  });

  it('may still be open when its session is closed: what was sent is kept, and the socket ends', async () => {
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(demo);
    expect(await player.closeSession()).toMatchObject({ status: 200 });
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
    expect(await client.readCloseCode()).toBe(1000);
  });

  async function streamHalf(): Promise<string> {
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(demo.subarray(0, demo.length / 2));
    client.destroy();
    return sessionId;
  }
});

/** A demo on its way in small frames, one after the other. */
class PacedStream {
  sentBytes = 0;
  readonly #client: ByteClient;
  readonly #demo: Buffer;

  constructor(client: ByteClient, demo: Buffer) {
    this.#client = client;
    this.#demo = demo;
  }

  async sendUntil(sizeBytes: number): Promise<void> {
    while (this.sentBytes < sizeBytes) {
      await this.#client.send(this.#demo.subarray(this.sentBytes, this.sentBytes + 1_500));
      this.sentBytes += 1_500;
      await takeTurns(1);
    }
    expect(this.#client.socket.writableLength).toBe(0);
  }
}

/** Lets the event loop go round. */
async function takeTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
}
