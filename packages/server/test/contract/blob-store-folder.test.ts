import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BlobInfo, type BlobStore, demoBlobName } from '../../src/blobs/blob-store.ts';
import { openFolderBlobStore } from '../../src/blobs/folder/blob-store.ts';
import { describeBlobStore } from './blob-store.contract.ts';

const folders: string[] = [];

async function newFolder(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'demobase-blobs-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describeBlobStore('a folder', async () => openFolderBlobStore({ path: join(await newFolder(), 'blobs') }));

const otherDisk = await findOtherDisk();
if (otherDisk) {
  describeBlobStore('a folder on another disk than the spool', async () =>
    openFolderBlobStore({ path: await newFolder(otherDisk) }),
  );
} else {
  it.skip('folder on another disk SKIPPED: /dev/shm is not another file system here');
}

describe('a folder of blobs', () => {
  it('links a file of the same disk instead of copying it', async () => {
    const folder = await newFolder();
    const store = await openFolderBlobStore({ path: join(folder, 'blobs') });
    const source = join(folder, 'source');
    await writeFile(source, 'linked');
    await store.putFile(demoBlobName(1n), source);
    const [from, to] = await Promise.all([stat(source), stat(join(folder, 'blobs/demoblobs/1.dem'))]);
    expect(to.ino).toBe(from.ino);
  });

  it('leaves no second name of a blob behind, whether its put succeeded or not', async () => {
    const folder = await newFolder();
    const store = await openFolderBlobStore({ path: folder });
    const source = join(folder, 'source');
    await writeFile(source, 'linked');
    await store.putFile(demoBlobName(1n), source);
    await store.putFile(demoBlobName(1n), source);
    await mkdir(join(folder, 'demoblobs/2.dem'));
    await expect(store.putFile(demoBlobName(2n), source)).rejects.toMatchObject({ name: 'BlobStoreError' });
    expect(await readdir(join(folder, '.incoming'))).toEqual([]);
  });

  it('shows nothing of a put a crash cut short, and removes its rest at the next start', async () => {
    const folder = await newFolder();
    await openFolderBlobStore({ path: folder });
    const rest = join(folder, '.incoming', 'rest-of-a-crash');
    await writeFile(rest, randomBytes(1000));
    const young = await openFolderBlobStore({ path: folder });
    expect(await listDemos(young)).toEqual([]);
    expect(await readdir(join(folder, '.incoming'))).toHaveLength(1);
    await openFolderBlobStore({ path: folder, leftoverAfterMs: 0 });
    expect(await readdir(join(folder, '.incoming'))).toEqual([]);
  });

  it('lists blobs only, whatever else lies in the folder', async () => {
    const folder = await newFolder();
    const store = await openFolderBlobStore({ path: folder });
    await writeFile(join(folder, 'demoblobs/notes.txt'), 'mine');
    await writeFile(join(folder, 'demoblobs/7.dem'), 'put here by hand');
    expect(await listDemos(store)).toEqual([{ name: 'demoblobs/7.dem', sizeBytes: 16 }]);
  });

  it('fails its check when the folder is gone', async () => {
    const folder = await newFolder();
    const store = await openFolderBlobStore({ path: join(folder, 'blobs') });
    await rm(join(folder, 'blobs'), { recursive: true });
    await expect(store.check()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('refuses to open where a file stands in the way', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'blobs'), '');
    await expect(openFolderBlobStore({ path: join(folder, 'blobs') })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(folder),
    });
  });
});

async function listDemos(store: BlobStore): Promise<BlobInfo[]> {
  const found: BlobInfo[] = [];
  for await (const blob of store.list('demoblobs/')) found.push(blob);
  return found;
}

async function findOtherDisk(): Promise<string | undefined> {
  const memory = await stat('/dev/shm').catch(() => undefined);
  return memory && memory.dev !== (await stat(tmpdir())).dev ? '/dev/shm' : undefined;
}
