import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { encodeAnalysis } from '@demobase/demo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildS3Client } from '../../src/blobs/s3/client.ts';
import { type S3Server, startS3Server } from '../contract/blob-store-s3-server.ts';
import { finishedDemo } from './demos.ts';
import type { Player } from './player.ts';
import { folderStorage, type ProgramStorage, PublishedProgram } from './published-program.ts';
import { type RunningServer, useServer } from './running-server.ts';

const KiB = 1024;
/** Beyond 2^53, and odd: a number of JavaScript makes another player of it. */
const SUSPECT = 76561198006409531n;

const s3 = await startS3Server();

describe('the published analysis program, with a folder', () => {
  const server = useServer();
  itCompletesJobs(server, () => folderStorage(server));
});

if (s3) {
  describe('the published analysis program, with S3', () => {
    afterAll(() => s3.stop());
    const server = useServer({
      DEMOBASE_BLOB_STORE: 's3',
      DEMOBASE_S3_ENDPOINT: s3.endpoint,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    });
    itCompletesJobs(server, () => s3Storage(s3));
  });
} else {
  const title = 'the published analysis program with S3 SKIPPED: no versitygw';
  process.stderr.write(`${title}\n`);
  it.skip(title);
}

function itCompletesJobs(server: RunningServer, openStorage: () => ProgramStorage): void {
  let player: Player;
  let analyst: Player;
  beforeAll(async () => {
    player = await server.createPlayer();
    analyst = await server.createPlayer('analyst');
  });

  it('completes job after job, oldest first, until there is none', async () => {
    const demos = [1, 2, 3].map((seed) => finishedDemo(20 * KiB, seed));
    const sessionIds: string[] = [];
    for (const demo of demos) sessionIds.push(await player.upload(demo));

    const read: Buffer[] = [];
    const program = new PublishedProgram(analyst, openStorage(), (demo) => {
      read.push(Buffer.from(demo));
      return encodeAnalysis({
        author: 'executable',
        detections: [{ tick: read.length, algorithm: 'aim_snap', player: SUSPECT, data: { n: 2n ** 60n } }],
        ...{ duration: 5_000, map: 'cp_process_final', server_ip: '169.254.71.12:27015' },
      });
    });
    expect(await program.runOnce(1)).toEqual(sessionIds.slice(0, 1));
    expect(await program.runOnce(10)).toEqual(sessionIds.slice(1));
    expect(await program.runOnce(10)).toEqual([]);
    expect(read.map((demo, i) => demo.equals(demos[i] ?? Buffer.of()))).toEqual([true, true, true]);

    for (const [i, sessionId] of sessionIds.entries()) {
      const { text } = await analyst.ask(`/api/demos/${sessionId}`);
      expect(JSON.parse(text).detections).toMatchObject([
        { author: 'executable', algorithm: 'aim_snap', steam_id: String(SUSPECT), tick: i + 1 },
      ]);
      // To the last digit, which JSON.parse would not show.
      expect(text).toContain(String(2n ** 60n));
      expect((await player.ask(`/api/demos/${sessionId}`)).text).not.toContain(String(SUSPECT));
    }
  });

  it('is told the reason when what it wrote is no analysis, and the job stays', async () => {
    const sessionId = await player.upload(finishedDemo(20 * KiB, 4));
    const program = new PublishedProgram(analyst, openStorage(), () => 'Segmentation fault');
    await expect(program.runOnce(1)).rejects.toThrow(/422 .*no object/);
    const again = new PublishedProgram(analyst, openStorage(), () =>
      encodeAnalysis({ author: 'x', detections: [], duration: 1, map: '', server_ip: '' }),
    );
    expect(await again.runOnce(1)).toEqual([sessionId]);
  });

  it('can be replaced by one that borrows demos over HTTP and needs no key of the storage', async () => {
    const demo = finishedDemo(20 * KiB, 5);
    const sessionId = await player.upload(demo);
    const { status, text } = await analyst.ask('/api/jobs', {}, { method: 'POST' });
    expect(status).toBe(201);
    const job = JSON.parse(text);
    expect(job).toMatchObject({ session_id: sessionId, demo_size: demo.length });
    const { pathname, searchParams } = new URL(job.demo_url);
    const download = await analyst.ask(pathname, Object.fromEntries(searchParams));
    expect(download.bytes.equals(demo)).toBe(true);
    const body = encodeAnalysis({
      author: 'other executable',
      detections: [{ tick: 1, algorithm: 'view_180', player: SUSPECT, data: null }],
      ...{ duration: 1, map: '', server_ip: '' },
    });
    const done = await analyst.ask(`/api/jobs/${job.job_id}/complete`, {}, { method: 'POST', body });
    expect(done).toMatchObject({ status: 200 });
    expect((await analyst.ask('/jobs', { limit: '10' })).text).toBe('[]');
    expect((await analyst.ask(`/api/demos/${sessionId}`)).text).toContain(`"${SUSPECT}"`);
  });
}

/** Object storage, by a client of its own. */
function s3Storage({ endpoint, credentials }: S3Server): ProgramStorage {
  const client = buildS3Client({ endpoint, credentials, region: 'us-east-1' });
  return {
    async readDemo(sessionId) {
      const demo = { Bucket: 'demoblobs', Key: `${sessionId}.dem` };
      const { Body } = await client.send(new GetObjectCommand(demo));
      return Body?.transformToByteArray() ?? new Uint8Array();
    },
    async writeAnalysis(sessionId, text) {
      const analysis = { Bucket: 'jsonblobs', Key: `${sessionId}.json`, Body: text };
      await client.send(new PutObjectCommand(analysis));
    },
  };
}
