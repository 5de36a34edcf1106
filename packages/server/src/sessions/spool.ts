import { constants, createWriteStream, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { DiskPace } from './disk-pace.ts';

const FULL_DISK_RETRY_MS = 1_000;

interface SpoolFolderOptions {
  readonly path: string;
  readonly rejectedPath: string;
  readonly minFreeBytes: number;
  /** How long a stream waits for a full disk to be freed before it is let go; its bytes stay. */
  readonly fullDiskPatienceMs: number;
}

/** The spools of one instance: one growing file a session, named by its id. */
export class SpoolFolder {
  readonly path: string;
  readonly #rejectedPath: string;
  readonly #minFreeBytes: number;
  readonly #patienceMs: number;
  readonly #pace = new DiskPace();
  #hasRoom = true;

  constructor(options: SpoolFolderOptions) {
    this.path = options.path;
    this.#minFreeBytes = options.minFreeBytes;
    this.#patienceMs = options.fullDiskPatienceMs;
    this.#rejectedPath = options.rejectedPath;
  }

  async create(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await mkdir(this.#rejectedPath, { recursive: true, mode: 0o700 });
  }

  /** Bytes the disk has free. Streams are held back while it has less than half of the configured minimum. */
  async measureFreeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    const freeBytes = bavail * bsize;
    this.#hasRoom = freeBytes >= this.#minFreeBytes / 2;
    return freeBytes;
  }

  pathOf(sessionId: bigint): string {
    return join(this.path, `${sessionId}.dem`);
  }

  async sizeOf(sessionId: bigint): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(sessionId))).size;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Opens a session's spool to append to it, creating it if need be. */
  async open(sessionId: bigint): Promise<Spool> {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
    const file = await open(this.pathOf(sessionId), flags, 0o600);
    return new Spool(file, {
      sizeBytes: (await file.stat()).size,
      hasRoom: () => this.#hasRoom,
      patienceMs: this.#patienceMs,
      pace: this.#pace,
    });
  }

  /** Fills a session's spool from elsewhere; it appears whole or not at all. */
  async receive(sessionId: bigint, body: Readable): Promise<void> {
    const partPath = `${this.pathOf(sessionId)}.part`;
    await pipeline(body, createWriteStream(partPath, { mode: 0o600 }));
    await rename(partPath, this.pathOf(sessionId));
  }

  /** Removes everything a session brought, rejected or not. */
  async forget(sessionId: bigint): Promise<void> {
    await this.remove(sessionId);
    await rm(this.#rejectedPathOf(sessionId), { force: true });
  }

  async remove(sessionId: bigint): Promise<void> {
    await rm(this.pathOf(sessionId), { force: true });
  }

  /**
   * Puts aside what a rejected session brought. The bytes are not served, but nothing received is thrown
   * away: should the game's format have changed, they are still there.
   */
  async setAside(sessionId: bigint): Promise<void> {
    try {
      await rename(this.pathOf(sessionId), this.#rejectedPathOf(sessionId));
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }

  #rejectedPathOf(sessionId: bigint): string {
    return join(this.#rejectedPath, `${sessionId}.dem`);
  }
}

/** The growing local file of an open session. */
export class Spool {
  readonly #file: FileHandle;
  readonly #hasRoom: () => boolean;
  readonly #pace: DiskPace;
  readonly #patienceMs: number;
  #sizeBytes: number;
  #durableBytes = 0;

  constructor(
    file: FileHandle,
    options: {
      readonly sizeBytes: number;
      readonly hasRoom: () => boolean;
      readonly patienceMs: number;
      readonly pace: DiskPace;
    },
  ) {
    this.#file = file;
    this.#pace = options.pace;
    this.#hasRoom = options.hasRoom;
    this.#patienceMs = options.patienceMs;
    this.#sizeBytes = options.sizeBytes;
  }

  /** Bytes the kernel has taken: they survive the end of this process, however it comes. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * Appends bytes; resolves when the kernel has taken all of them. Calls must not overlap.
   * On a disk that is full, or so nearly full that the database beside it is in danger, it waits for space:
   * the sender is held back, not cut off.
   *
   * @throws {DemobaseError} `storage_full` when no space came free.
   */
  async append(bytes: Uint8Array): Promise<void> {
    let written = this.#writeOnTheSpot(bytes);
    let patienceMs = this.#patienceMs;
    while (written < bytes.length) {
      if (this.#hasRoom()) {
        const count = await this.#tryWrite(bytes.subarray(written));
        written += count;
        if (count > 0) continue;
      }
      if (patienceMs <= 0) throw errors.storageFull();
      patienceMs -= FULL_DISK_RETRY_MS;
      await delay(FULL_DISK_RETRY_MS);
    }
  }

  /** Makes everything appended so far survive power loss; returns how many bytes that is. */
  async sync(): Promise<number> {
    const sizeBytes = this.#sizeBytes;
    if (sizeBytes > this.#durableBytes) {
      await this.#file.datasync();
      this.#durableBytes = sizeBytes;
    }
    return sizeBytes;
  }

  /** Before anything else happens the kernel has the bytes: kill -9 finds none in our hands. Returns how many. */
  #writeOnTheSpot(bytes: Uint8Array): number {
    const startedAt = performance.now();
    if (!this.#hasRoom() || !this.#pace.isFast(startedAt)) return 0;
    try {
      const written = writeSync(this.#file.fd, bytes, 0, bytes.length, this.#sizeBytes);
      this.#sizeBytes += written;
      return written;
    } catch (error) {
      if (isDiskFull(error)) return 0;
      throw error;
    } finally {
      this.#pace.note(startedAt, performance.now());
    }
  }

  /** Bytes written; 0 on a full disk. */
  async #tryWrite(bytes: Uint8Array): Promise<number> {
    try {
      const { bytesWritten } = await this.#file.write(bytes, 0, bytes.length, this.#sizeBytes);
      this.#sizeBytes += bytesWritten;
      return bytesWritten;
    } catch (error) {
      if (isDiskFull(error)) return 0;
      throw error;
    }
  }

  async overwrite(bytes: Uint8Array, position: number): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, position);
  }

  /** The bytes from the start, in chunks that are valid only until the next one. */
  async *read(options: { readonly signal?: AbortSignal } = {}): AsyncIterable<Buffer> {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    let position = 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function isDiskFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
