import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError, errorCodeOf, errorTextOf } from './database-error.ts';

/**
 * The id of the instance that a data folder belongs to, made at its first start. Of several processes making
 * it at once one wins, and all get that one. Throws `data_folder_unusable`.
 */
export async function readInstanceId(dataDir: string): Promise<string> {
  const file = join(dataDir, 'instance-id');
  try {
    const text = (await readIfPresent(file)) ?? (await create(dataDir, file));
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n?$/.test(text)) return text.trim();
  } catch (cause) {
    const message = `The data folder ${dataDir} cannot be used: ${errorTextOf(cause)}. Make it writable or choose another.`;
    throw new DatabaseError('data_folder_unusable', message, { cause });
  }
  throw new DatabaseError(
    'data_folder_unusable',
    `${file} does not hold an instance id. Restore it from a backup; unfinished uploads belong to that id.`,
  );
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function create(dataDir: string, file: string): Promise<string> {
  // Others may pass through, as PostgreSQL's user must when we are root, and see nothing.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const id = randomUUID();
  const temporary = `${file}-${id}`;
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(`${id}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a rename, a link never replaces what another process has put there.
    await link(temporary, file);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  return await readFile(file, 'utf8');
}
