import { describe, expect, it } from 'vitest';
import { BlobStoreError } from '../blob-store-error.ts';
import { folderError } from './folder-error.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says it`), { code });
}

describe('an error of a folder', () => {
  it.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EACCES', 'denied'],
    ['EROFS', 'denied'],
    ['ENOENT', 'unavailable'],
    ['EIO', 'unavailable'],
    ['EISDIR', 'failed'],
  ])('of the system, %s, reads %s and keeps its cause', (systemCode, code) => {
    const cause = systemError(systemCode);
    expect(folderError(cause, '/blobs')).toMatchObject({ code, cause });
  });

  it('that already has a code is passed on', () => {
    const error = new BlobStoreError('invalid_range', 'no');
    expect(folderError(error, '/blobs')).toBe(error);
  });
});
