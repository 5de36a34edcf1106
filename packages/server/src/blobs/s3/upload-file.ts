import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { CallOptions } from '../blob-store.ts';
import { openSource } from '../open-source.ts';

/** Parts of one upload in memory at once. A part is 5 MiB, or a ten-thousandth of a file over 50 GiB. */
const PARTS_IN_FLIGHT = 2;

/**
 * Uploads a local file, in parts where it is larger than one; the object appears when all are there. What a
 * failed or aborted upload sent is removed.
 */
export async function uploadFile(
  client: S3Client,
  path: string,
  options: CallOptions & { readonly Bucket: string; readonly Key: string; readonly contentType: string },
): Promise<void> {
  const { Bucket, Key, contentType, signal } = options;
  const file = await openSource(path);
  const { size } = await file.stat();
  const body = file.createReadStream();
  const upload = new Upload({
    client,
    params: { Bucket, Key, Body: body, ContentLength: size, ContentType: contentType },
    queueSize: PARTS_IN_FLIGHT,
  });
  const abort = () => void upload.abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    await upload.done();
  } finally {
    signal?.removeEventListener('abort', abort);
    body.destroy();
  }
}
