import { S3ServiceException } from '@aws-sdk/client-s3';
import { BlobStoreError, type BlobStoreErrorCode } from '../blob-store-error.ts';

// Stores share no name for a lack of space: versitygw and Ceph, then two of MinIO's. Some answer 507 instead.
const fullNames = ['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded'];

// versitygw's answer to an unknown access key, with status 404.
const deniedNames = ['XAdminUserNotFound'];

/** Whether S3 answered that there is no such object. */
export function isMissingObject(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'NotFound'].includes(error.name);
}

/** What a caller of the S3 store sees of a failed request. */
export function s3Error(cause: unknown, place: string): BlobStoreError {
  if (cause instanceof BlobStoreError) return cause;
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new BlobStoreError(codeOf(cause), `The ${place} cannot be used: ${reason}`, { cause });
}

function codeOf(cause: unknown): BlobStoreErrorCode {
  if (!(cause instanceof S3ServiceException)) return codeWithoutAnswer(cause);
  const httpStatus = cause.$metadata.httpStatusCode ?? 500;
  if (fullNames.includes(cause.name) || httpStatus === 507) return 'full';
  if (cause.name === 'InvalidRange' || httpStatus === 416) return 'invalid_range';
  if (deniedNames.includes(cause.name) || httpStatus === 401 || httpStatus === 403) return 'denied';
  if (cause.name === 'NoSuchBucket' || httpStatus === 429 || httpStatus >= 500) return 'unavailable';
  return 'failed';
}

function codeWithoutAnswer(cause: unknown): BlobStoreErrorCode {
  if (!(cause instanceof Error)) return 'failed';
  if (cause.name === 'CredentialsProviderError') return 'denied';
  // A connection that could not be made, broke (both with a system code) or timed out.
  return 'code' in cause || cause.name === 'TimeoutError' ? 'unavailable' : 'failed';
}
