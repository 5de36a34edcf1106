import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { demoBlobName } from '../../src/blobs/blob-store.ts';
import { openS3BlobStore } from '../../src/blobs/s3/blob-store.ts';
import { buildS3Client } from '../../src/blobs/s3/client.ts';
import { describeBlobStore } from './blob-store.contract.ts';
import { findFreePort, startS3Server } from './blob-store-s3-server.ts';

const server = await startS3Server();
const region = 'us-east-1';

if (server) {
  afterAll(() => server.stop());
  describeBlobStore('S3', async () => openS3BlobStore({ ...server, region }));
  describeBuckets(server);
} else {
  const title =
    'S3 blob store SKIPPED: no TEST_S3_ENDPOINT, no TEST_S3_SERVER_BINARY, and no versitygw on the PATH';
  process.stderr.write(`${title}\n`);
  it.skip(title);
}

function describeBuckets(options: { readonly endpoint: string; readonly credentials: typeof keys }) {
  describe('S3 buckets of blobs', () => {
    const client = buildS3Client({ ...options, region });
    afterAll(() => client.destroy());
    const unfinishedKeys = async () => {
      const answer = await client.send(new ListMultipartUploadsCommand({ Bucket: 'demoblobs' }));
      return (answer.Uploads ?? []).map((upload) => upload.Key);
    };

    it('hold a demo where analysis programs look for it', async () => {
      const store = openS3BlobStore({ ...options, region });
      const id = 1_000_000n + BigInt(randomBytes(4).readUInt32BE());
      await store.check();
      await client.send(new PutObjectCommand({ Bucket: 'jsonblobs', Key: `${id}.json`, Body: '{"a":1}' }));
      const blob = await store.get(`jsonblobs/${id}.json`);
      expect(blob?.sizeBytes).toBe(7);
      blob?.body.destroy();
      await store.close();
    });

    it('lose what a crash left of an upload at the next start, and never show it', async () => {
      const key = '4503599627370496.dem';
      const unfinished = { Bucket: 'demoblobs', Key: key };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(unfinished));
      await client.send(
        new UploadPartCommand({ ...unfinished, UploadId, PartNumber: 1, Body: randomBytes(5 * 1024 ** 2) }),
      );
      const patient = openS3BlobStore({ ...options, region });
      expect(await patient.stat(`demoblobs/4503599627370496.dem`)).toBeUndefined();
      expect(await unfinishedKeys()).toContain(key);
      const store = openS3BlobStore({ ...options, region, leftoverAfterMs: 0 });
      await store.check();
      expect(await unfinishedKeys()).not.toContain(key);
      await Promise.all([patient.close(), store.close()]);
    });

    it('keep no parts of an upload that was aborted half-way', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'demobase-sources-'));
      const path = join(folder, 'source');
      await writeFile(path, randomBytes(64 * 1024 ** 2));
      const store = openS3BlobStore({ ...options, region });
      const controller = new AbortController();
      const name = demoBlobName(4503599627370497n);
      const put = store.putFile(name, path, { signal: controller.signal });
      await Promise.all([
        expect(put).rejects.toThrow(/abort/),
        vi
          .waitFor(async () => expect(await unfinishedKeys()).toContain('4503599627370497.dem'), {
            timeout: 10_000,
            interval: 1,
          })
          .finally(() => controller.abort()),
      ]);
      await vi.waitFor(
        async () => expect(await unfinishedKeys()).not.toContain('4503599627370497.dem'),
        10_000,
      );
      expect(await store.stat(name)).toBeUndefined();
      await Promise.all([store.close(), rm(folder, { recursive: true })]);
    });

    it('are denied to wrong credentials', async () => {
      const credentials = { accessKeyId: 'nobody', secretAccessKey: 'wrong' };
      const store = openS3BlobStore({ ...options, region, credentials });
      await expect(store.check()).rejects.toMatchObject({ code: 'denied' });
      await expect(store.stat(demoBlobName(1n))).rejects.toMatchObject({ code: 'denied' });
      await store.close();
    });
  });
}

const keys = { accessKeyId: 'test', secretAccessKey: 'test' };

describe('S3 storage that cannot be reached', () => {
  it('is unavailable when nothing listens', async () => {
    const store = openS3BlobStore({
      endpoint: `http://127.0.0.1:${await findFreePort()}`,
      region,
      credentials: keys,
    });
    await expect(store.check()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.stat(demoBlobName(1n))).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
  });

  it('is unavailable when it takes connections and never answers', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const store = openS3BlobStore({
      endpoint: `http://user:secret@127.0.0.1:${port}`,
      region,
      credentials: keys,
      answerTimeoutMs: 50,
    });
    await expect(store.check()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.check({ signal: AbortSignal.timeout(1) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(store.describe()).toBe(`S3 storage at http://127.0.0.1:${port}`);
    await store.close();
    silent.close();
  });
});
