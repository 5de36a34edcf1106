import { open } from 'node:fs/promises';

const isWindows = process.platform === 'win32';

/** Returns once the content of a file survives a power loss. */
export async function syncFile(path: string): Promise<void> {
  // Windows flushes only through a handle that may write.
  await syncPath(path, isWindows ? 'r+' : 'r');
}

/** Returns once the entries of a folder survive a power loss: a new or renamed file needs it. */
export async function syncFolder(path: string): Promise<void> {
  // Windows has no such call; NTFS keeps its entries in a journal.
  if (!isWindows) await syncPath(path, 'r');
}

async function syncPath(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
