import { randomUUID } from 'node:crypto';
import { addAbortSignal, Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { attempt } from '../attempt.ts';
import {
  type BlobName,
  type BlobPrefix,
  blobBuckets,
  bucketOfPrefix,
  checkBlobName,
  isBlobName,
} from '../blob-name.ts';
import {
  type BlobInfo,
  type BlobStore,
  type CallOptions,
  checkByteRange,
  type GetOptions,
  type OpenBlob,
} from '../blob-store.ts';
import { BlobStoreError } from '../blob-store-error.ts';
import { abortLeftoverUploads, ensureBucket } from './buckets.ts';
import { buildS3Client, type S3ClientOptions } from './client.ts';
import { isMissingObject, s3Error } from './s3-error.ts';
import { uploadFile } from './upload-file.ts';

export interface S3BlobStoreOptions extends S3ClientOptions {
  /** How long one try of a small request may wait for its answer; three tries are made. */
  readonly answerTimeoutMs?: number;
  /** How old an unfinished upload must be to be taken for the rest of a crash. */
  readonly leftoverAfterMs?: number;
}

/**
 * Opens a blob store in S3-compatible storage. Nothing is asked of the storage yet, so an instance can start,
 * and take in streams, while the storage is down.
 */
export function openS3BlobStore(options: S3BlobStoreOptions): BlobStore {
  return new S3BlobStore(options);
}

/** The first part of a blob's name is its bucket, the rest its key: analysis programs rely on it. */
class S3BlobStore implements BlobStore {
  readonly isShared = true;
  readonly #client: S3Client;
  readonly #place: string;
  readonly #answerTimeoutMs: number;
  readonly #leftoverAfterMs: number;
  #isPrepared = false;

  constructor(options: S3BlobStoreOptions) {
    this.#client = buildS3Client(options);
    // The origin alone: an endpoint may carry a password.
    const where = options.endpoint
      ? `at ${new URL(options.endpoint).origin}`
      : `of Amazon in ${options.region}`;
    this.#place = `S3 storage ${where}`;
    this.#answerTimeoutMs = options.answerTimeoutMs ?? 30_000;
    this.#leftoverAfterMs = options.leftoverAfterMs ?? 24 * 3_600_000;
  }

  async putFile(name: BlobName, path: string, options: CallOptions = {}): Promise<void> {
    const object = locate(checkBlobName(name));
    await this.#attempt(options, () =>
      uploadFile(this.#client, path, { ...object, contentType: contentTypeOf(name), signal: options.signal }),
    );
  }

  async putBytes(name: BlobName, bytes: Uint8Array, options: CallOptions = {}): Promise<void> {
    const object = locate(checkBlobName(name));
    await this.#attempt(options, (send) =>
      this.#client.send(
        new PutObjectCommand({ ...object, Body: bytes, ContentType: contentTypeOf(name) }),
        send,
      ),
    );
  }

  async get(name: BlobName, options: GetOptions = {}): Promise<OpenBlob | undefined> {
    const object = locate(checkBlobName(name));
    const { range, signal } = options;
    if (range) checkByteRange(range);
    const Range = range && `bytes=${range.start}-${range.endInclusive}`;
    return this.#attempt(options, async (send) => {
      const answer = await orMissing(this.#client.send(new GetObjectCommand({ ...object, Range }), send));
      if (!answer) return undefined;
      const { Body: body, ContentLength, ContentRange } = answer;
      if (!(body instanceof Readable)) throw new Error('the answer has no body');
      const sizeBytes = range ? Number(ContentRange?.split('/')[1]) : ContentLength;
      if (sizeBytes === undefined || !Number.isSafeInteger(sizeBytes)) {
        body.destroy();
        throw new BlobStoreError('failed', `The ${this.#place} does not say how large ${name} is.`);
      }
      return { sizeBytes, body: signal ? addAbortSignal(signal, body) : body };
    });
  }

  async stat(name: BlobName, options: CallOptions = {}): Promise<{ sizeBytes: number } | undefined> {
    const object = locate(checkBlobName(name));
    return this.#attempt(options, async (send) => {
      const answer = await orMissing(this.#client.send(new HeadObjectCommand(object), send));
      return answer && { sizeBytes: answer.ContentLength ?? 0 };
    });
  }

  async delete(name: BlobName, options: CallOptions = {}): Promise<void> {
    const object = locate(checkBlobName(name));
    await this.#attempt(options, (send) =>
      orMissing(this.#client.send(new DeleteObjectCommand(object), send)),
    );
  }

  async *list(prefix: BlobPrefix, options: CallOptions = {}): AsyncGenerator<BlobInfo> {
    const bucket = bucketOfPrefix(prefix);
    let next: string | undefined;
    do {
      const request = new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: next });
      const page = await this.#attempt(options, (send) => this.#client.send(request, send));
      for (const { Key, Size } of page.Contents ?? []) {
        const name = `${bucket}/${Key}`;
        if (isBlobName(name)) yield { name, sizeBytes: Size ?? 0 };
      }
      next = page.NextContinuationToken;
    } while (next);
  }

  async check(options: CallOptions = {}): Promise<void> {
    for (const bucket of blobBuckets) {
      const object = { Bucket: bucket, Key: `.demobase-check-${randomUUID()}` };
      await this.#attempt(options, async (send) => {
        await this.#client.send(new PutObjectCommand({ ...object, Body: object.Key }), send);
        try {
          const { Body } = await this.#client.send(new GetObjectCommand(object), send);
          if ((await Body?.transformToString()) !== object.Key)
            throw new Error('an object does not read back as it was written');
        } finally {
          await this.#client.send(new DeleteObjectCommand(object), send);
        }
      });
    }
  }

  describe(): string {
    return this.#place;
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #attempt<Result>(
    { signal }: CallOptions,
    work: (send: { abortSignal?: AbortSignal; requestTimeout: number }) => Promise<Result>,
  ): Promise<Result> {
    const send = { requestTimeout: this.#answerTimeoutMs, ...(signal && { abortSignal: signal }) };
    return attempt(
      async () => {
        if (!this.#isPrepared) await this.#prepare(send);
        return work(send);
      },
      { signal, toError: (cause) => s3Error(cause, this.#place) },
    );
  }

  /** Done before the first call that gets through. Harmless if two calls do it at once. */
  async #prepare(send: { abortSignal?: AbortSignal; requestTimeout: number }): Promise<void> {
    for (const bucket of blobBuckets) {
      await ensureBucket(this.#client, bucket, send);
      await abortLeftoverUploads(this.#client, bucket, { ...send, leftoverAfterMs: this.#leftoverAfterMs });
    }
    this.#isPrepared = true;
  }
}

function locate(name: BlobName): { Bucket: string; Key: string } {
  const slash = name.indexOf('/');
  return { Bucket: name.slice(0, slash), Key: name.slice(slash + 1) };
}

function contentTypeOf(name: BlobName): string {
  return name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}

async function orMissing<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isMissingObject(error)) return undefined;
    throw error;
  }
}
