import { BlobStoreError } from './blob-store-error.ts';

/**
 * The two places blobs are kept in. The words are part of the interface: analysis programs read `demoblobs`
 * and write `jsonblobs` directly, as folders or as S3 buckets.
 */
export const blobBuckets = ['demoblobs', 'jsonblobs'] as const;

export type BlobBucket = (typeof blobBuckets)[number];

/** The name of a demo or of the analysis of one, from the id of its session. */
export type BlobName = `demoblobs/${bigint}.dem` | `jsonblobs/${bigint}.json`;

/** Names of one kind begin with it. */
export type BlobPrefix = `${BlobBucket}/`;

// Only the canonical decimal form: `007` would be a second name of the demo of session 7.
const namePattern = /^(?:demoblobs\/[1-9]\d{0,15}\.dem|jsonblobs\/[1-9]\d{0,15}\.json)$/;

/** The name of the demo of a session. @throws {BlobStoreError} `invalid_name` unless the id is positive and below 2^53. */
export function demoBlobName(sessionId: bigint): BlobName {
  return checkBlobName(`demoblobs/${sessionId}.dem`);
}

/** The name of the analysis JSON of a session. @throws {BlobStoreError} `invalid_name`, as {@link demoBlobName}. */
export function analysisBlobName(sessionId: bigint): BlobName {
  return checkBlobName(`jsonblobs/${sessionId}.json`);
}

/** Whether a name found in the storage is one of ours. */
export function isBlobName(name: string): name is BlobName {
  return namePattern.test(name) && Number.isSafeInteger(Number(name.replace(/\D/g, '')));
}

/** Returns the name itself. @throws {BlobStoreError} `invalid_name` if it is not one of ours, so that no path can be smuggled in. */
export function checkBlobName(name: string): BlobName {
  if (isBlobName(name)) return name;
  throw new BlobStoreError('invalid_name', `${JSON.stringify(name.slice(0, 80))} is not the name of a blob.`);
}

/** Returns the bucket a prefix stands for. @throws {BlobStoreError} `invalid_name` for any other prefix. */
export function bucketOfPrefix(prefix: string): BlobBucket {
  const bucket = blobBuckets.find((candidate) => prefix === `${candidate}/`);
  if (bucket) return bucket;
  throw new BlobStoreError(
    'invalid_name',
    `${JSON.stringify(prefix.slice(0, 80))} is not a prefix of blobs.`,
  );
}
