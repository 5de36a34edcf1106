import { S3Client } from '@aws-sdk/client-s3';

export interface S3ClientOptions {
  /** URL of S3-compatible storage; Amazon S3 without it. */
  readonly endpoint?: string;
  readonly region: string;
  /** Without them the usual AWS sources are tried: environment, profile files, instance roles. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** One try may take this long to move a part of a demo, or to put the parts together. */
const TRANSFER_TIMEOUT_MS = 300_000;
const CONNECTION_TIMEOUT_MS = 5_000;

/** A client set up for Amazon S3 and for the stores that speak its protocol less than fully. */
export function buildS3Client(options: S3ClientOptions): S3Client {
  const { endpoint, region, credentials } = options;
  return new S3Client({
    region,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials: { ...credentials } }),
    // Trailing CRC checksums, the SDK's default, are refused by many S3-compatible stores. The signature
    // covers the SHA-256 of each part as it is.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // With the header the SDK opens a new connection for every part.
    expectContinueHeader: false,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: TRANSFER_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      // Also ends a download nobody reads from.
      socketTimeout: TRANSFER_TIMEOUT_MS,
      // A download holds its connection as long as its reader takes; the default of 50 would let that many
      // slow readers keep uploads from being stored.
      httpAgent: { maxSockets: 1000 },
      httpsAgent: { maxSockets: 1000 },
    },
  });
}
