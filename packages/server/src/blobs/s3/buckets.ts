import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { isBlobName } from '../blob-name.ts';
import { BlobStoreError } from '../blob-store-error.ts';

interface SendOptions {
  readonly abortSignal?: AbortSignal;
  readonly requestTimeout?: number;
}

/** Creates a bucket unless it is there. @throws {BlobStoreError} `denied` if it is missing and may not be created. */
export async function ensureBucket(client: S3Client, bucket: string, options: SendOptions): Promise<void> {
  const found = await statusOf(client.send(new HeadBucketCommand({ Bucket: bucket }), options), [403, 404]);
  // 403: credentials good for objects alone may not look at the bucket. Whether it is there shows soon enough.
  if (found !== 404) return;
  // 409: another instance was faster.
  const create = client.send(new CreateBucketCommand({ Bucket: bucket }), options);
  if ((await statusOf(create, [403, 409])) !== 403) return;
  throw new BlobStoreError(
    'denied',
    `The bucket ${bucket} is missing and these credentials may not create it. Create it, or allow them to.`,
  );
}

/**
 * Ends multipart uploads a crash left behind. They show nowhere but take up space. Stores that do not list them
 * or credentials that may not end them are left in peace: nothing depends on it.
 */
export async function abortLeftoverUploads(
  client: S3Client,
  bucket: string,
  options: SendOptions & { readonly leftoverAfterMs: number },
): Promise<void> {
  const { leftoverAfterMs, ...sendOptions } = options;
  try {
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket }),
      sendOptions,
    );
    for (const { Key, UploadId, Initiated } of Uploads) {
      if (!Key || !UploadId || !Initiated || !isBlobName(`${bucket}/${Key}`)) continue;
      if (Initiated.getTime() + leftoverAfterMs > Date.now()) continue;
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }), sendOptions);
    }
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
  }
}

/** The HTTP status of an answer, where some refusals are answers as good as success. */
async function statusOf(request: Promise<unknown>, expected: readonly number[]): Promise<number> {
  try {
    await request;
    return 200;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== undefined && expected.includes(status)) return status;
    throw error;
  }
}
