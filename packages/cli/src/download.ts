import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DemobaseApiError, type DemobaseClient, readStoredDemo, type StoredDemo } from '@demobase/client';
import { CommandError } from './command-error.ts';
import { hashFile } from './file-source.ts';

const MAX_ATTEMPTS_WITHOUT_PROGRESS = 6;

interface DownloadOptions {
  readonly client: DemobaseClient;
  readonly sessionId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, totalBytes: number) => void;
  readonly onRetry: (reason: string) => void;
}

/**
 * Downloads a demo into a file, through a partial file beside it that a later call goes on with. The file
 * appears only when it is whole and its SHA-256 is right.
 *
 * @throws {CommandError} when what arrived is not what the service keeps.
 */
export async function downloadToFile(path: string, options: DownloadOptions): Promise<StoredDemo> {
  const { client, sessionId, signal } = options;
  const demo = await client.describeDemo(sessionId, { signal });
  // Its name says which bytes it is a part of, so that those of another version are never gone on with.
  const version = createHash('sha256').update(`${sessionId} ${demo.etag} ${demo.sizeBytes}`).digest('hex');
  const partialPath = join(dirname(path), `.${basename(path)}.${version.slice(0, 8)}.partial`);
  let attempt = 0;
  let sizeBytes = await sizeOf(partialPath);
  while (sizeBytes < demo.sizeBytes) {
    const before = sizeBytes;
    const failure = await fetchRest(partialPath, { ...options, demo, start: sizeBytes });
    sizeBytes = await sizeOf(partialPath);
    attempt = sizeBytes > before ? 0 : attempt + 1;
    if (!failure) continue;
    if (attempt >= MAX_ATTEMPTS_WITHOUT_PROGRESS) throw failure;
    options.onRetry(failure.message);
    await delay(500 * 2 ** attempt, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  const sha256 = await hashFile(partialPath, { sizeBytes });
  if (sizeBytes !== demo.sizeBytes || (demo.sha256 !== undefined && sha256 !== demo.sha256)) {
    await rm(partialPath, { force: true });
    throw new CommandError('What arrived differs from what the service keeps. It was removed; try again.');
  }
  await rename(partialPath, path);
  return { ...demo, sha256 };
}

/**
 * Writes a demo to a stream as it comes.
 *
 * @throws {CommandError} when what arrived is not what the service keeps; it has been written by then.
 */
export async function downloadToStream(
  stream: NodeJS.WritableStream,
  { client, sessionId, signal, onProgress }: DownloadOptions,
): Promise<StoredDemo> {
  const response = await client.getDemo(sessionId, { signal });
  const demo = readStoredDemo(response);
  const hash = createHash('sha256');
  const measure = countBytes(0, (bytes) => onProgress(bytes, demo.sizeBytes));
  measure.on('data', (chunk: Buffer) => hash.update(chunk));
  await pipeline(bodyOf(response), measure, stream, { signal, end: false });
  const sha256 = hash.digest('hex');
  if (demo.sha256 === undefined || sha256 === demo.sha256) return { ...demo, sha256 };
  throw new CommandError('What arrived differs from what the service keeps. Do not use it; try again.');
}

/** Appends what is missing; returns the failure of a connection, which another try may not meet. */
async function fetchRest(
  partialPath: string,
  options: DownloadOptions & { readonly demo: StoredDemo; readonly start: number },
): Promise<Error | undefined> {
  const { client, sessionId, signal, onProgress, demo, start } = options;
  try {
    const range = start > 0 ? { range: { start } } : {};
    const ifRange = start > 0 && demo.etag !== undefined ? { ifRange: demo.etag } : {};
    const response = await client.getDemo(sessionId, { ...range, ...ifRange, signal });
    const from = response.status === 206 ? start : 0;
    const measure = countBytes(from, (bytes) => onProgress(bytes, demo.sizeBytes));
    const file = createWriteStream(partialPath, { flags: from > 0 ? 'a' : 'w' });
    await pipeline(bodyOf(response), measure, file, { signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DemobaseApiError && error.status < 500) throw error;
    if (isFileError(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

function bodyOf(response: Response): Readable {
  return response.body ? Readable.fromWeb(response.body) : Readable.from([]);
}

function countBytes(start: number, onCount: (bytes: number) => void): Transform {
  let bytes = start;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onCount(bytes);
      done(null, chunk);
    },
  });
}

/** A disk that is full or closed to us does not get better by trying. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'path' in error;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
