import { BlobStoreError } from './blobs/blob-store.ts';
import { DemobaseError, errors } from './errors.ts';

/** SQLSTATE classes with which PostgreSQL is gone or going (08, 53, 57P), and socket errors on the way to it. */
const databaseGone = /^(08...|53...|57P..|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND)$/;
const connectionGone = /connection terminated|timeout exceeded when trying to connect|cannot use a pool/i;

/**
 * What a failure of a part we stand on means to a client: an error of the catalogue, with the failure as its
 * cause. Undefined for what nobody foresaw.
 */
export function knownFailure(error: unknown): DemobaseError | undefined {
  if (error instanceof DemobaseError) return error;
  if (error instanceof BlobStoreError) {
    return error.code === 'full'
      ? errors.storageFull({}, { cause: error })
      : errors.storageUnavailable({}, { cause: error });
  }
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isSocketMissing = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  if (isSocketMissing || databaseGone.test(code) || connectionGone.test(error.message)) {
    return errors.databaseUnavailable({}, { cause: error });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return errors.storageFull({}, { cause: error });
  return 'syscall' in error ? errors.storageUnavailable({}, { cause: error }) : undefined;
}
