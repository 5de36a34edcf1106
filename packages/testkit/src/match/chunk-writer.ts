const CHUNK_BYTES = 64 * 1024;

/** Puts pieces together into chunks of at least 64 KiB, each of which is the taker's own. */
export class ChunkWriter {
  chunk: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK_BYTES);
  /** How much of the chunk is filled. */
  length = 0;

  /** Makes room for so many bytes at {@link length}: what is in the way goes to the taker. */
  *reserve(sizeBytes: number): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    if (this.length + sizeBytes <= this.chunk.length) return;
    yield* this.flush();
    this.chunk = new Uint8Array(Math.max(CHUNK_BYTES, sizeBytes));
  }

  *put(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    yield* this.reserve(bytes.length);
    this.chunk.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Hands over what is there. */
  *flush(): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    if (this.length === 0) return;
    const filled = this.chunk.subarray(0, this.length);
    this.chunk = new Uint8Array(CHUNK_BYTES);
    this.length = 0;
    yield filled;
  }
}
