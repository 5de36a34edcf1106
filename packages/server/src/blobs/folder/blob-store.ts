import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { attempt } from '../attempt.ts';
import {
  type BlobName,
  type BlobPrefix,
  blobBuckets,
  bucketOfPrefix,
  checkBlobName,
  isBlobName,
} from '../blob-name.ts';
import {
  type BlobInfo,
  type BlobStore,
  type CallOptions,
  checkByteRange,
  type GetOptions,
  type OpenBlob,
} from '../blob-store.ts';
import { BlobStoreError } from '../blob-store-error.ts';
import { folderError, systemCode } from './folder-error.ts';
import { linkOrCopy } from './link-or-copy.ts';
import { syncFile, syncFolder } from './sync-to-disk.ts';

export interface FolderBlobStoreOptions {
  /** The folder; it is made if missing. Its subfolders are named as the S3 buckets are. */
  readonly path: string;
  /** How old an unfinished write must be to be taken for the rest of a crash. */
  readonly leftoverAfterMs?: number;
}

/**
 * Opens a blob store in a folder. What a crash left half-written is removed.
 *
 * @throws {BlobStoreError} if the folder cannot be made or read.
 */
export async function openFolderBlobStore(options: FolderBlobStoreOptions): Promise<BlobStore> {
  const { path, leftoverAfterMs = 3_600_000 } = options;
  const store = new FolderBlobStore(path);
  await store.prepare(leftoverAfterMs);
  return store;
}

/**
 * A blob is written under a name of its own in `.incoming`, brought to disk, then renamed over its final name:
 * a reader sees the old one or the new one, and a crash leaves something behind only in `.incoming`.
 */
class FolderBlobStore implements BlobStore {
  readonly isShared = false;
  readonly #path: string;
  readonly #incoming: string;

  constructor(path: string) {
    this.#path = path;
    this.#incoming = join(path, '.incoming');
  }

  prepare(leftoverAfterMs: number): Promise<void> {
    return this.#attempt({}, async () => {
      for (const folder of [this.#incoming, ...blobBuckets.map((bucket) => join(this.#path, bucket))]) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      }
      await syncFolder(this.#path);
      await syncFolder(dirname(this.#path));
      for (const name of await readdir(this.#incoming)) {
        const leftover = join(this.#incoming, name);
        const found = await stat(leftover).catch(ignoreMissing);
        // The time of change, not of modification: a link keeps the latter from the linked file.
        if (found && found.ctimeMs + leftoverAfterMs <= Date.now()) await rm(leftover, { force: true });
      }
    });
  }

  async putFile(name: BlobName, path: string, options: CallOptions = {}): Promise<void> {
    await this.#replace(checkBlobName(name), options, (incoming) => linkOrCopy(path, incoming, options));
  }

  async putBytes(name: BlobName, bytes: Uint8Array, options: CallOptions = {}): Promise<void> {
    await this.#replace(checkBlobName(name), options, (incoming) =>
      writeFile(incoming, bytes, { flag: 'wx', signal: options.signal }),
    );
  }

  async get(name: BlobName, options: GetOptions = {}): Promise<OpenBlob | undefined> {
    const path = join(this.#path, checkBlobName(name));
    const { range, signal } = options;
    if (range) checkByteRange(range);
    return this.#attempt(options, async () => {
      const file = await open(path, 'r').catch(ignoreMissing);
      if (!file) return undefined;
      const { size: sizeBytes } = await file.stat();
      if (range && range.start >= sizeBytes) {
        await file.close();
        throw new BlobStoreError(
          'invalid_range',
          `${name} has ${sizeBytes} bytes, none from ${range.start} on.`,
        );
      }
      const body = file.createReadStream(range ? { start: range.start, end: range.endInclusive } : {});
      return { sizeBytes, body: signal ? addAbortSignal(signal, body) : body };
    });
  }

  async stat(name: BlobName, options: CallOptions = {}): Promise<{ sizeBytes: number } | undefined> {
    const path = join(this.#path, checkBlobName(name));
    const found = await this.#attempt(options, () => stat(path).catch(ignoreMissing));
    return found && { sizeBytes: found.size };
  }

  async delete(name: BlobName, options: CallOptions = {}): Promise<void> {
    const path = join(this.#path, checkBlobName(name));
    await this.#attempt(options, async () => {
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    });
  }

  async *list(prefix: BlobPrefix, options: CallOptions = {}): AsyncGenerator<BlobInfo> {
    const bucket = bucketOfPrefix(prefix);
    const folder = await this.#attempt(options, () => opendir(join(this.#path, bucket)));
    for await (const entry of folder) {
      const name = `${bucket}/${entry.name}`;
      if (!isBlobName(name)) continue;
      const found = await this.stat(name, options);
      if (found) yield { name, ...found };
    }
  }

  async check(options: CallOptions = {}): Promise<void> {
    for (const bucket of blobBuckets) {
      const probe = `${bucket}/.demobase-check-${randomUUID()}`;
      const path = join(this.#path, probe);
      await this.#replace(probe, options, (incoming) => writeFile(incoming, probe, { flag: 'wx' }));
      await this.#attempt(options, async () => {
        const content = await readFile(path, 'utf8').finally(() => rm(path, { force: true }));
        if (content !== probe) throw new Error('a file does not read back as it was written');
      });
    }
  }

  describe(): string {
    return `the folder ${this.#path}`;
  }

  async close(): Promise<void> {}

  #replace(name: string, options: CallOptions, write: (incoming: string) => Promise<void>): Promise<void> {
    return this.#attempt(options, async () => {
      const target = join(this.#path, name);
      const incoming = join(this.#incoming, randomUUID());
      try {
        await write(incoming);
        await syncFile(incoming);
        options.signal?.throwIfAborted();
        await rename(incoming, target);
      } finally {
        // Also after success: renaming one link of a file over another link of it leaves both.
        await rm(incoming, { force: true });
      }
      await syncFolder(dirname(target));
    });
  }

  #attempt<Result>({ signal }: CallOptions, work: () => Promise<Result>): Promise<Result> {
    return attempt(work, { signal, toError: (cause) => folderError(cause, this.#path) });
  }
}

function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') throw error;
}
