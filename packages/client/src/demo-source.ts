/** Where the bytes of a demo come from. Read in any order, as a lost connection makes an upload go back. */
export interface DemoSource {
  readonly sizeBytes: number;
  /** Exactly `length` bytes from `offset`, both within `sizeBytes`. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * SHA-256 of the whole demo, as 64 lower-case hex digits; undefined where it cannot be computed, and the
   * upload is then confirmed by its size alone.
   */
  sha256(): Promise<string | undefined>;
}

/** A browser hashes only what it holds in memory at once, so demos above this size go without a hash. */
export const MAX_HASHED_BLOB_BYTES = 256 * 1024 ** 2;

/**
 * The demo in a `Blob`, or in a `File` a person chose or dropped.
 *
 * Its SHA-256 is known up to {@link MAX_HASHED_BLOB_BYTES}, and only on pages served over HTTPS or from
 * localhost: browsers offer no hashing elsewhere.
 *
 * @example
 * ```ts
 * const source = blobSource(fileInput.files[0]);
 * ```
 */
export function blobSource(blob: Blob): DemoSource {
  return {
    sizeBytes: blob.size,
    async read(offset, length) {
      return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
    },
    async sha256() {
      if (blob.size > MAX_HASHED_BLOB_BYTES || globalThis.crypto?.subtle === undefined) return undefined;
      const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}
