import { type FileHandle, open } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { CommandError, UsageError } from './command-error.ts';

/** How much of a file is held at a time. */
const CHUNK_BYTES = 256 * 1024;

/** A demo that is read from its first byte to its last, a chunk at a time. */
export interface DemoInput {
  /** What messages call it. */
  readonly name: string;
  /** Undefined where nobody knows: a pipe may still grow. */
  readonly sizeBytes: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

interface OpenOptions {
  /** Ends the reading. */
  readonly signal?: AbortSignal;
  /** Told how many bytes have been taken, after each chunk. */
  readonly onBytes?: (bytesRead: number) => void;
}

/**
 * Opens a demo: a file by its path, or stdin for `-`.
 * @throws {CommandError} when there is no such file, or it is a folder
 */
export async function openDemo(path: string, options: OpenOptions = {}): Promise<DemoInput> {
  if (path === '-') {
    if (process.stdin.isTTY) throw new UsageError('There is no demo on stdin: pipe one in, or name a file.');
    return { name: 'stdin', sizeBytes: undefined, chunks: readChunks(process.stdin, options) };
  }
  const { file, sizeBytes } = await openFile(path);
  const stream = file.createReadStream({ highWaterMark: CHUNK_BYTES });
  return { name: path, sizeBytes, chunks: readChunks(stream, options) };
}

async function openFile(path: string): Promise<{ file: FileHandle; sizeBytes: number | undefined }> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(
      cause.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${cause.message}`,
      { cause },
    );
  });
  const stat = await file.stat();
  if (!stat.isDirectory()) return { file, sizeBytes: stat.isFile() ? stat.size : undefined };
  await file.close();
  throw new CommandError(`${path} is a folder, not a file.`);
}

async function* readChunks(
  stream: Readable,
  { signal, onBytes }: OpenOptions,
): AsyncGenerator<Uint8Array, void> {
  if (signal !== undefined) addAbortSignal(signal, stream);
  let bytesRead = 0;
  try {
    for await (const chunk of stream) {
      // Not the Buffer itself: parts of it that are kept would print as one, and its slice shares memory.
      const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      yield bytes;
      bytesRead += bytes.length;
      onBytes?.(bytesRead);
    }
  } catch (error) {
    // The stream only says that it was ended, not why.
    signal?.throwIfAborted();
    throw error;
  }
}
