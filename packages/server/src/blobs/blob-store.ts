import type { Readable } from 'node:stream';
import type { BlobName, BlobPrefix } from './blob-name.ts';
import { BlobStoreError } from './blob-store-error.ts';

// Callers need this file alone.
export { analysisBlobName, type BlobName, demoBlobName } from './blob-name.ts';
export { BlobStoreError } from './blob-store-error.ts';

/** A part of a blob, counted in bytes from 0. An end behind the last byte means the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly endInclusive: number;
}

/** A blob, opened for reading. */
export interface OpenBlob {
  /** Size of the whole blob, also when only a range of it is read. */
  readonly sizeBytes: number;
  /** Read it to the end or destroy it: until then it holds a file handle or a connection. */
  readonly body: Readable;
}

/** What is known of a blob without reading it. */
export interface BlobInfo {
  readonly name: BlobName;
  readonly sizeBytes: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface GetOptions extends CallOptions {
  readonly range?: ByteRange | undefined;
}

/**
 * Keeps finished demos and their analyses, each whole under its name. Every method checks its names before it
 * touches the storage and throws {@link BlobStoreError}; an aborted `signal` rejects with its reason.
 *
 * @example
 * await blobs.putFile(demoBlobName(7n), '/var/lib/demobase/spool/7.dem');
 * const blob = await blobs.get(demoBlobName(7n), { range: { start: 0, endInclusive: 1071 } });
 */
export interface BlobStore {
  /**
   * Stores a finished local file. Readers see the old blob whole or the new one whole; once this resolves, the
   * new one survives a power loss. Safe to repeat. The file stays in place but **must not be changed any more**:
   * the folder store links it instead of copying gigabytes, so both are the same bytes on disk. To store a
   * changed version, write a new file.
   */
  putFile(name: BlobName, path: string, options?: CallOptions): Promise<void>;
  /** Stores bytes held in memory, for small things, with the same promises as {@link BlobStore.putFile}. */
  putBytes(name: BlobName, bytes: Uint8Array, options?: CallOptions): Promise<void>;
  /**
   * Opens a blob, or a range of it; undefined if there is none of that name. An abort also destroys the body.
   *
   * @throws {BlobStoreError} `invalid_range` if the range begins behind the last byte.
   */
  get(name: BlobName, options?: GetOptions): Promise<OpenBlob | undefined>;
  /** Size of a blob; undefined if there is none of that name. */
  stat(name: BlobName, options?: CallOptions): Promise<{ readonly sizeBytes: number } | undefined>;
  /** Removes a blob. It is no error if there is none. */
  delete(name: BlobName, options?: CallOptions): Promise<void>;
  /** All blobs of one kind, in no particular order. Anything else lying there is left out. */
  list(prefix: BlobPrefix, options?: CallOptions): AsyncIterable<BlobInfo>;
  /** Writes, reads and deletes a probe in each bucket, and throws what stands in the way. */
  check(options?: CallOptions): Promise<void>;
  /** True when other instances reach the same blobs. */
  readonly isShared: boolean;
  /** Where blobs are kept, for people. Holds no secrets. */
  describe(): string;
  /** Lets go of connections. */
  close(): Promise<void>;
}

/** @throws {BlobStoreError} `invalid_range` for a range no blob can have. */
export function checkByteRange(range: ByteRange): void {
  const { start, endInclusive } = range;
  if (
    Number.isSafeInteger(start) &&
    Number.isSafeInteger(endInclusive) &&
    start >= 0 &&
    start <= endInclusive
  )
    return;
  throw new BlobStoreError('invalid_range', `Bytes ${start} to ${endInclusive} are not a range.`);
}
