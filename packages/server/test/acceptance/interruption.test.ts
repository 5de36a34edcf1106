import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ByteClient, encodeFrame } from './byte-client.ts';
import { completeDemo, finishedDemo, recordingDemo } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';
import { SeededRandom } from './seeded-random.ts';
import { countReadBytes, waitUntilStopped } from './tcp-queues.ts';

const KiB = 1024;
const MiB = 1024 ** 2;
const KILLS = 10;

describe('a server that is killed', { timeout: 120_000 }, () => {
  const server = useServer();
  let player: Player;

  beforeEach(async () => {
    player = await server.createPlayer();
  });

  it('loses no byte it had read from a stream, ten times in a row, and the same session goes on', async () => {
    const random = new SeededRandom(20_241_124);
    const demo = finishedDemo(3 * MiB);
    const sessionId = await player.openSession();
    let offset = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const client = await player.reconnect(sessionId);
      const pacer = new PacedStream(client, demo.subarray(offset));
      await pacer.sendUntil(random.between(1 * KiB, 250 * KiB));
      server.signal('SIGSTOP');
      await waitUntilStopped(server.pid);
      const readBytes = await pacer.countPayloadReadBy(server.port);
      await server.kill();
      client.destroy();
      await server.start();
      const kept = await player.readOffset(sessionId);
      expect(kept).toBeGreaterThanOrEqual(offset + readBytes);
      expect(kept).toBeLessThanOrEqual(offset + pacer.sentBytes);
      offset = kept;
    }
    const client = await player.reconnect(sessionId);
    await client.send(demo.subarray(offset));
    client.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(demo)).toBe(true);
  });

  it('ends a session that was being closed with the right bytes, whenever the kill comes', async () => {
    const random = new SeededRandom(7);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const demo = recordingDemo(random.between(2 * KiB, 12 * MiB), kill);
      const sessionId = await player.openSession();
      const client = await player.connect(sessionId);
      await client.send(demo);
      client.destroy();
      // Sometimes the answer was given before the kill, sometimes the request was only just sent. Then the
      // session may not be closing yet: the client asks again, as it does at its next start.
      const closed = player.closeSession().catch(() => undefined);
      const isAnswered = kill % 2 === 0;
      if (isAnswered) expect(await closed).toMatchObject({ status: 200 });
      else await player.waitForState(sessionId, 'closing').catch(() => {});
      await server.kill();
      await closed;
      await server.start();
      const state = await player.stateOf(sessionId);
      if (isAnswered) expect(['closing', 'closed']).toContain(state);
      else if (state === 'detached') expect(await player.closeSession()).toMatchObject({ status: 200 });
      expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
      await expect.poll(() => server.listFiles('spool')).toEqual([]);
    }
  });

  it('deletes nothing when it starts: no session, no byte, no file', async () => {
    const [finished, open, waiting] = [player, await server.createPlayer(), await server.createPlayer()];
    const demo = finishedDemo(100 * KiB);
    const finishedId = await finished.upload(demo);
    const openId = await open.openSession();
    const waitingId = await waiting.openSession();
    await (await waiting.connect(waitingId)).send(demo.subarray(0, 5_000));
    await expect.poll(() => server.listFiles('spool')).toEqual([`${waitingId}.dem`]);
    const blobs = await server.listFiles('blobs/demoblobs');

    for (let start = 0; start < 3; start += 1) {
      await server.kill();
      await server.start();
      expect(await server.listFiles('spool')).toEqual([`${waitingId}.dem`]);
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

/** A demo on its way in small frames, one after the other, that knows what of it somebody has read. */
class PacedStream {
  /** Payload bytes written so far. */
  sentBytes = 0;
  readonly #client: ByteClient;
  readonly #demo: Buffer;
  readonly #bytesBefore: number;
  /** Where each frame ends, in bytes on the wire and in payload. */
  readonly #frameEnds: { readonly wireBytes: number; readonly payloadBytes: number }[] = [];
  #wireBytes = 0;

  constructor(client: ByteClient, demo: Buffer) {
    this.#client = client;
    this.#demo = demo;
    this.#bytesBefore = client.socket.bytesWritten;
  }

  async sendUntil(sizeBytes: number): Promise<void> {
    while (this.sentBytes < sizeBytes) {
      const frame = encodeFrame(this.#demo.subarray(this.sentBytes, this.sentBytes + 1_500));
      this.sentBytes += 1_500;
      this.#wireBytes += frame.length;
      this.#frameEnds.push({ wireBytes: this.#wireBytes, payloadBytes: this.sentBytes });
      await this.#client.write(frame);
      await new Promise(setImmediate);
    }
  }

  /** Payload bytes of the frames that a stopped server has read to their end. */
  async countPayloadReadBy(serverPort: number): Promise<number> {
    const { port: clientPort } = this.#client.socket.address() as AddressInfo;
    expect(this.#client.socket.writableLength).toBe(0);
    const readBytes = await countReadBytes({
      writtenBytes: this.#bytesBefore + this.#wireBytes,
      clientPort,
      serverPort,
    });
    const end = this.#frameEnds.findLast(({ wireBytes }) => wireBytes <= readBytes - this.#bytesBefore);
    return end?.payloadBytes ?? 0;
  }
}
