import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { DemoSource } from '@demobase/client';
import { CommandError } from './command-error.ts';

/** A demo in a file, as long as it was when it was opened: a game that still writes to it adds nothing. */
export class FileSource implements DemoSource {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly #file: FileHandle;
  #sha256: Promise<string> | undefined;

  private constructor(path: string, file: FileHandle, stat: { size: number; mtimeMs: number }) {
    this.path = path;
    this.#file = file;
    this.sizeBytes = stat.size;
    this.modifiedAtMs = stat.mtimeMs;
  }

  /** @throws {CommandError} when there is no such file, or it is no file. */
  static async open(path: string): Promise<FileSource> {
    const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
      throw new CommandError(
        cause.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${cause.message}`,
        { cause },
      );
    });
    const stat = await file.stat();
    if (stat.isFile()) return new FileSource(path, file, stat);
    await file.close();
    throw new CommandError(`${path} is not a file.`);
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) throw new CommandError(`${this.path} became shorter while it was read.`);
      filled += bytesRead;
    }
    return bytes;
  }

  sha256(): Promise<string> {
    this.#sha256 ??= hashFile(this.path, { sizeBytes: this.sizeBytes });
    return this.#sha256;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** SHA-256 of a file's first `sizeBytes` bytes, in hex. */
export async function hashFile(path: string, { sizeBytes }: { sizeBytes: number }): Promise<string> {
  const hash = createHash('sha256');
  if (sizeBytes > 0) {
    for await (const chunk of createReadStream(path, { end: sizeBytes - 1, highWaterMark: 1024 ** 2 })) {
      hash.update(chunk);
    }
  }
  return hash.digest('hex');
}
