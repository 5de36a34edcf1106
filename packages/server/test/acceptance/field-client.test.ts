import { beforeEach, describe, expect, it } from 'vitest';
import { completeDemo, recordingDemo, someLateBytes, withLateBytes } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const MiB = 1024 ** 2;

describe('the game client in the field', () => {
  const server = useServer();
  let player: Player;

  beforeEach(async () => {
    player = await server.createPlayer();
  });

  it('sends a whole demo of many megabytes as one frame and is gone in the same moment', async () => {
    const demo = recordingDemo(24 * MiB);
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(demo);
    client.destroy();
    expect(await player.closeSession()).toMatchObject({
      status: 200,
      text: '{"closed_successfully":true}',
    });
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
  });

  it('sends each growth of its file as one frame, hands in its late bytes, and loses nothing', async () => {
    const demo = recordingDemo(3 * MiB);
    const lateBytes = someLateBytes(4242);
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    for (const growth of growthsOf(demo)) await client.send(growth);
    expect(await player.postLateBytes(lateBytes.toString('hex'))).toMatchObject({
      status: 201,
      text: '{"late_bytes":true}',
    });
    const closed = player.closeSession();
    client.destroy();
    expect((await closed).status).toBe(200);

    const stored = await player.receiveDemo(sessionId);
    expect(stored.equals(withLateBytes(demo, lateBytes))).toBe(true);
  });

  it('loses nothing however it drops its socket: before closing, while closing, or after', async () => {
    for (const [round, moment] of ['before', 'during', 'after', 'before', 'during', 'after'].entries()) {
      const demo = recordingDemo(2 * MiB + round);
      const sessionId = await player.openSession();
      const client = await player.connect(sessionId);
      await client.send(demo.subarray(0, MiB));
      await client.send(demo.subarray(MiB));
      if (moment === 'before') client.destroy();
      const closed = player.closeSession();
      if (moment === 'during') client.destroy();
      expect((await closed).status).toBe(200);
      if (moment === 'after') client.destroy();
      expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
    }
  });

  it('is sent nothing while it streams, so that nothing unread can cost it the end of its demo', async () => {
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(recordingDemo(MiB));
    await player.closeSession();
    // The first thing it hears is the close frame that ends the connection.
    expect(await client.readCloseCode()).toBe(1000);
  });

  it('takes up a match with the file as it is so far, then with what it grew by', async () => {
    const demo = recordingDemo(6 * MiB);
    const sessionId = await player.openSession();
    const client = await player.connect(sessionId);
    await client.send(demo.subarray(0, 5 * MiB));
    for (const growth of growthsOf(demo.subarray(5 * MiB))) await client.send(growth);
    client.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
  });

  it.each([
    ['percent-encoded twice', encodeURIComponent('169.254.71.12:27015')],
    ['a host name', 'tf2.example.org:27015'],
    ['without a port', '169.254.71.12'],
    ['the name of a server', 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)'],
    ['an IPv6 address', '[2001:db8::1]:27015'],
    ['empty', ''],
    ['of other scripts', 'ゲーム сервер 🎮'],
  ])('names its game server by an address that is %s', async (_, fakeIp) => {
    const sessionId = await player.openSession({ fake_ip: fakeIp });
    expect(await player.closeSession()).toMatchObject({ status: 200 });
    expect(await player.stateOf(sessionId)).toBe('closed without a demo');
  });

  describe('when it starts', () => {
    it('learns from closing that its key is right and nothing is open', async () => {
      expect(await player.closeSession()).toMatchObject({ status: 403 });
    });

    it('learns from closing that its key is wrong', async () => {
      const path = `/close_session?api_key=MB-${'x'.repeat(43)}`;
      expect(await server.ask(path)).toMatchObject({ status: 401 });
    });

    it('closes a session that its last run left, once', async () => {
      const sessionId = await player.openSession();
      expect(await player.closeSession()).toMatchObject({ status: 200 });
      await player.waitForState(sessionId, 'closed without a demo');
      expect(await player.closeSession()).toMatchObject({ status: 403 });
    });

    it('is answered while its own stream still runs, before the end of that stream', async () => {
      const demo = recordingDemo(MiB);
      const sessionId = await player.openSession();
      const client = await player.connect(sessionId);
      await client.send(demo.subarray(0, 1000));
      const events: string[] = [];
      client.socket.once('close', () => events.push('stream ended'));
      client.socket.resume();
      // It keeps sending, so the server is kept waiting for the end of the demo.
      const sending = (async () => {
        for (let at = 1000; at < demo.length; at += 1000) {
          await client.send(demo.subarray(at, at + 1000));
          await new Promise(setImmediate);
          if (events.includes('answered')) break;
        }
      })();
      const answer = await player.closeSession();
      events.push('answered');
      expect(answer.status).toBe(200);
      await sending;
      client.destroy();
      await player.waitForState(sessionId, 'closed');
      expect(events[0]).toBe('answered');
    });
  });
});

/** What a file grows by between two looks at it: mostly little, sometimes much. */
function* growthsOf(demo: Buffer): Generator<Buffer> {
  const sizes = [1, 1072, 300, 65_535, 4_096, 65_536, 125, 126, 200_000, 7];
  for (let at = 0, i = 0; at < demo.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    yield demo.subarray(at, at + size);
    at += size;
  }
}
