import { createWriteStream } from 'node:fs';
import { link } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { openSource } from '../open-source.ts';
import { systemCode } from './folder-error.ts';

/** Another disk, a file system without hard links, a file of another user, or one linked too often. */
const noLinkCodes = new Set(['EXDEV', 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Makes a file appear under a second path: as a hard link, so that a demo of gigabytes is never copied, or where
 * that cannot be, as a copy. @throws {BlobStoreError} `source_missing` if there is no such file.
 */
export async function linkOrCopy(
  source: string,
  target: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const file = await openSource(source);
  try {
    await link(source, target);
  } catch (error) {
    if (!noLinkCodes.has(systemCode(error) ?? '')) throw error;
    const copy = createWriteStream(target, { flags: 'wx' });
    await pipeline(file.createReadStream(), copy, { signal: options.signal });
  } finally {
    await file.close();
  }
}
