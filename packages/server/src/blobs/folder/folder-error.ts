import { BlobStoreError, type BlobStoreErrorCode } from '../blob-store-error.ts';

const codes: Readonly<Record<string, BlobStoreErrorCode>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENOENT: 'unavailable',
  ENOTDIR: 'unavailable',
  EIO: 'unavailable',
  ESTALE: 'unavailable',
  EMFILE: 'unavailable',
  ENFILE: 'unavailable',
};

/** The code of a failed system call, as `ENOENT`; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What a caller of the folder store sees of a failed system call. */
export function folderError(cause: unknown, folder: string): BlobStoreError {
  if (cause instanceof BlobStoreError) return cause;
  const code = codes[systemCode(cause) ?? ''] ?? 'failed';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BlobStoreError(code, `The folder ${folder} cannot be used: ${reason}.`, { cause });
}
