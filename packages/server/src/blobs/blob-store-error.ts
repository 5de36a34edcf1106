/**
 * Why the storage failed. Codes are stable:
 *
 * - `invalid_name`: not a name of ours; the storage was not touched.
 * - `invalid_range`: the range is malformed or begins behind the end of the blob.
 * - `source_missing`: the local file to store is not there, or is not a file.
 * - `full`: no space or quota left.
 * - `denied`: credentials or permissions are missing.
 * - `unavailable`: it does not answer, or answers that it cannot right now. Trying again later can help.
 * - `failed`: any other refusal; `cause` says more.
 */
export type BlobStoreErrorCode =
  | 'invalid_name'
  | 'invalid_range'
  | 'source_missing'
  | 'full'
  | 'denied'
  | 'unavailable'
  | 'failed';

/** A failure of a blob store. `code` is stable; `message` is for the operator and holds no secrets. */
export class BlobStoreError extends Error {
  override readonly name = 'BlobStoreError';
  readonly code: BlobStoreErrorCode;

  constructor(code: BlobStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
