import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { streamDemo } from '@demobase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ByteClient, encodeFrameHead } from './byte-client.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const MAX_GROWTH_BYTES = 150 * MiB;
/** A mask of zeros changes nothing, so that what is measured is the server, not the masking of this client. */
const NO_MASK = Buffer.alloc(4);

const isLinux = process.platform === 'linux';
const note = isLinux ? '' : ' (SKIPPED: memory is read from /proc, which Linux has)';
if (note) process.stderr.write(`the memory of the server${note}\n`);

describe.skipIf(!isLinux)(`the memory of the server${note}`, { timeout: 180_000 }, () => {
  const server = useServer({ DEMOBASE_MAX_DEMO_BYTES: String(4 * GiB), DEMOBASE_LOG_LEVEL: 'warn' });
  let player: Player;
  let sessionId: string;
  let client: ByteClient;

  beforeEach(async () => {
    player = await server.createPlayer();
    sessionId = await player.openSession();
    client = await player.connect(sessionId);
  });

  it('stays as it is while two gigabytes come through one stream', async () => {
    const before = await resetPeakMemoryBytes();
    const sha256 = createHash('sha256');
    for (const chunk of streamDemo({ sizeBytes: 2 * GiB, packetBytes: 4096 })) {
      sha256.update(chunk);
      await client.write(Buffer.concat([encodeFrameHead(NO_MASK, { lengthBytes: chunk.length }), chunk]));
    }
    expect(await finish()).toBe(sha256.digest('hex'));
    expect((await readPeakMemoryBytes()) - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  it('stays as it is while one frame of a gigabyte comes', async () => {
    const before = await resetPeakMemoryBytes();
    const sha256 = createHash('sha256');
    await client.write(encodeFrameHead(NO_MASK, { lengthBytes: GiB }));
    for (const chunk of streamDemo({ sizeBytes: GiB, packetBytes: 4096, seed: 2 })) {
      sha256.update(chunk);
      await client.write(chunk);
    }
    expect(await finish()).toBe(sha256.digest('hex'));
    expect((await readPeakMemoryBytes()) - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  /** Closes the session; returns the SHA-256 the server gives of the stored demo. */
  async function finish(): Promise<string | undefined> {
    client.destroy();
    expect(await player.closeSession()).toMatchObject({ status: 200 });
    const stateOf = async () =>
      (await player.ask('/demodata', { session_id: sessionId }, { method: 'HEAD' })).status;
    await expect.poll(stateOf, { timeout: 120_000, interval: 100 }).toBe(200);
    const { headers } = await player.ask('/demodata', { session_id: sessionId }, { method: 'HEAD' });
    return headers.etag?.slice(1, -1);
  }

  /** Forgets the peak there was, and returns what the server holds now. */
  async function resetPeakMemoryBytes(): Promise<number> {
    await writeFile(`/proc/${server.pid}/clear_refs`, '5');
    return readPeakMemoryBytes();
  }

  /** The most the server has held at once since the last reset. */
  async function readPeakMemoryBytes(): Promise<number> {
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }
});
