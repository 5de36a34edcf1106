import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCodeOf } from '../database-error.ts';
import { isProcessAlive } from '../process-alive.ts';

/** What `postmaster.pid` says; a PostgreSQL that was killed leaves it behind. */
export interface PostmasterFile {
  readonly pid: number;
  readonly dataFolder: string;
  readonly port: number;
}

/**
 * Reads `postmaster.pid` of a data directory: undefined when there is none, or none that is complete.
 * Its lines are described in PostgreSQL's `src/include/utils/pidfile.h`.
 */
export async function readPostmasterFile(clusterFolder: string): Promise<PostmasterFile | undefined> {
  try {
    return parsePostmasterFile(await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8'));
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Exported for its test. */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const [pidText, dataFolder = '', , portText] = text.split('\n');
  const [pid, port] = [Number(pidText), Number(portText)];
  if (!Number.isSafeInteger(pid) || pid <= 1 || !Number.isSafeInteger(port) || port <= 0) return undefined;
  return { pid, dataFolder, port };
}

/** The arguments every postmaster of ours begins with; a process with the same id is recognised by them. */
export function postmasterArguments(clusterFolder: string): string[] {
  return ['-D', clusterFolder];
}

/**
 * True when the process that the file names still is that PostgreSQL. Ids are used again, in containers at
 * every start, so the id alone proves nothing. A zombie has no command line and counts as gone.
 */
export async function isPostmasterAlive({ pid, dataFolder }: PostmasterFile): Promise<boolean> {
  if (!isProcessAlive(pid)) return false;
  const command = await readCommand(pid);
  if (command === undefined) return true; // The system does not tell; PostgreSQL itself would refuse as well.
  return command.replaceAll('\0', ' ').includes(`${postmasterArguments(dataFolder).join(' ')} `);
}

async function readCommand(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8');
    if (process.platform === 'win32') return undefined;
    return (await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
  } catch {
    return undefined;
  }
}
