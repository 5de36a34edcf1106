import { beforeEach, describe, expect, it } from 'vitest';
import { type ByteClient, encodeFrame, encodeFrameHead, type FrameOptions, Opcode } from './byte-client.ts';
import { finishedDemo } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const KiB = 1024;
const MAX_DEMO_BYTES = 100 * KiB;
const MAX_FRAME_BYTES = 30 * KiB;

describe('a stream that breaks the rules', () => {
  const server = useServer({
    DEMOBASE_MAX_DEMO_BYTES: String(MAX_DEMO_BYTES),
    DEMOBASE_MAX_FRAME_BYTES: String(MAX_FRAME_BYTES),
  });
  const demo = finishedDemo(MAX_DEMO_BYTES);
  const firstBytes = demo.subarray(0, 5_000);
  let player: Player;
  let sessionId: string;
  let client: ByteClient;

  beforeEach(async () => {
    player = await server.createPlayer();
    sessionId = await player.openSession();
    client = await player.connect(sessionId);
    await client.send(firstBytes);
  });

  const violations: readonly (readonly [string, FrameOptions])[] = [
    ['a text frame', { opcode: Opcode.text }],
    ['a frame that is not masked', { isMasked: false }],
    ['the first reserved bit', { reservedBits: 4 }],
    ['the last reserved bit', { reservedBits: 1 }],
    ['an opcode that does not exist', { opcode: 3 }],
    ['a control opcode that does not exist', { opcode: 11 }],
    ['a ping in fragments', { opcode: Opcode.ping, isFinal: false }],
    ['a continuation of nothing', { opcode: Opcode.continuation }],
  ];

  it.each(violations)('ends with code 1002 at %s; what came before it is kept', async (_, options) => {
    await client.send(demo.subarray(5_000, 5_100), options);
    expect(await client.readCloseCode()).toBe(1002);
    await expectToGoOn();
  });

  it('keeps what came before a violation in the same packet', async () => {
    const goodFrame = encodeFrame(demo.subarray(5_000, 6_000));
    const badFrame = encodeFrame(demo.subarray(6_000, 7_000), { isMasked: false });
    await client.write(Buffer.concat([goodFrame, badFrame]));
    expect(await client.readCloseCode()).toBe(1002);
    expect(await player.readOffset(sessionId)).toBe(6_000);
  });

  it('ends with code 1002 at a control frame that is too long', async () => {
    await client.send(Buffer.alloc(126), { opcode: Opcode.ping });
    expect(await client.readCloseCode()).toBe(1002);
    await expectToGoOn();
  });

  it('ends with code 1002 at a new message inside another', async () => {
    await client.send(demo.subarray(5_000, 5_010), { isFinal: false });
    await client.send(demo.subarray(5_010, 5_020));
    expect(await client.readCloseCode()).toBe(1002);
    expect(await player.readOffset(sessionId)).toBe(5_010);
  });

  it.each([MAX_FRAME_BYTES + 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER])(
    'ends with code 1009 at a frame that claims %i bytes, before it comes',
    async (lengthBytes) => {
      await client.write(encodeFrameHead(Buffer.alloc(4), { lengthBytes }));
      expect(await client.readCloseCode()).toBe(1009);
      await expectToGoOn();
    },
  );

  it('takes frames and demos of exactly the limits', async () => {
    for (let at = 5_000; at < demo.length; at += MAX_FRAME_BYTES) {
      await client.send(demo.subarray(at, at + MAX_FRAME_BYTES));
    }
    client.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(demo)).toBe(true);
  });

  it('keeps what fits of a demo that is too large, and closes its session', async () => {
    const large = finishedDemo(2 * MAX_DEMO_BYTES);
    await player.closeSession();
    client.destroy();
    sessionId = await player.openSession();
    client = await player.connect(sessionId);
    for (let at = 0; at < large.length; at += MAX_FRAME_BYTES) {
      await client.send(large.subarray(at, at + MAX_FRAME_BYTES));
    }
    const stored = await player.receiveDemo(sessionId);
    expect(stored.equals(large.subarray(0, MAX_DEMO_BYTES))).toBe(true);
    client.destroy();
    expect(await player.tryToOpenSession()).toBe(200);
  });

  it('is cut off before it costs anything when its bytes are no demo', async () => {
    const other = await server.createPlayer();
    const otherId = await other.openSession();
    const liar = await other.connect(otherId);
    await liar.send(Buffer.from('<!doctype html><title>404</title>'));
    expect(await liar.readCloseCode()).toBe(4415);
    await other.waitForState(otherId, 'rejected');
    expect(await server.listFiles('spool')).not.toContain(`${otherId}.dem`);
    expect(await other.tryToOpenSession()).toBe(200);
  });

  /** The session waits for its client to come back, with all that was sent before. */
  async function expectToGoOn(): Promise<void> {
    await player.waitForState(sessionId, 'detached');
    const again = await player.reconnect(sessionId);
    for (let at = 5_000; at < demo.length; at += MAX_FRAME_BYTES) {
      await again.send(demo.subarray(at, at + MAX_FRAME_BYTES));
    }
    again.destroy();
    await player.closeSession();
    expect((await player.receiveDemo(sessionId)).equals(demo)).toBe(true);
  }
});
