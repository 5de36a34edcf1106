import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { DatabaseError, errorTextOf } from '../database-error.ts';
import { postmasterArguments } from './postmaster-file.ts';
import { type ProgramUser, programEnvironment } from './run-program.ts';

const logFileMaxBytes = 10 * 1024 * 1024;

/** A postmaster (PostgreSQL's first process) that this process started. */
export interface StartedPostmaster {
  /** Why it ended, or undefined while it runs. */
  readonly failure: () => Promise<string | undefined>;
}

/**
 * Starts PostgreSQL so that nothing ties it to this process: a session of its own, no shared pipes, its
 * messages in its own log file. Killing us therefore never kills the database in the middle of a write.
 */
export async function startPostmaster({
  postgres,
  clusterFolder,
  settings,
  logFile,
  user,
  foreignPid,
}: {
  postgres: string;
  clusterFolder: string;
  settings: Readonly<Record<string, string>>;
  logFile: string;
  user: ProgramUser | undefined;
  /** The process that has the id in a left-over `postmaster.pid`, known not to be PostgreSQL. */
  foreignPid: number | undefined;
}): Promise<StartedPostmaster> {
  await makeRoomForLog(logFile);
  const log = await open(logFile, 'a', 0o600);
  try {
    const { size } = await log.stat();
    // PostgreSQL takes an id in `postmaster.pid` that is in use for a running server, unless it is its own
    // parent's or grandparent's. This variable (pg_ctl's) names the grandparent. Removing the file instead
    // would also remove PostgreSQL's check for processes that still have the old shared memory.
    const env = foreignPid
      ? { ...programEnvironment, PG_GRANDPARENT_PID: String(foreignPid) }
      : programEnvironment;
    const child = spawn(
      postgres,
      [
        ...postmasterArguments(clusterFolder),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...user, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd], env, windowsHide: true },
    );
    await once(child, 'spawn');
    child.unref();
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    return { failure: async () => (hasEnded() ? await readFrom(logFile, size) : undefined) };
  } catch (cause) {
    throw new DatabaseError('start_failed', `PostgreSQL could not be started: ${errorTextOf(cause)}`, {
      cause,
    });
  } finally {
    await log.close();
  }
}

async function makeRoomForLog(logFile: string): Promise<void> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size <= logFileMaxBytes) return;
  await rm(`${logFile}.1`, { force: true });
  await rename(logFile, `${logFile}.1`);
}

async function readFrom(file: string, offset: number): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, offset);
    return buffer.toString('utf8', 0, bytesRead).trim() || 'it ended without a message';
  } catch (error) {
    return `its log cannot be read: ${String(error)}`;
  } finally {
    await handle?.close();
  }
}
