import { type FileHandle, open } from 'node:fs/promises';
import { BlobStoreError } from './blob-store-error.ts';

/** Opens the local file to store. @throws {BlobStoreError} `source_missing` if there is no such file. */
export async function openSource(path: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new BlobStoreError('source_missing', `${path} cannot be opened to store it.`, { cause });
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new BlobStoreError('source_missing', `${path} is not a file.`);
}
