import { type ConnectionSettings, connect } from '../connection.ts';
import { errorCodeOf, errorTextOf } from '../database-error.ts';
import { isProcessAlive } from '../process-alive.ts';
import { isPostmasterAlive, type PostmasterFile, readPostmasterFile } from './postmaster-file.ts';

export type Probe =
  | { status: 'ready'; port: number }
  /** It answered that it is starting, recovering or stopping. */
  | { status: 'busy'; detail: string }
  | { status: 'silent'; pid: number }
  /** `foreignPid` is a process that has the id in a left-over `postmaster.pid`, and is not PostgreSQL. */
  | { status: 'absent'; foreignPid: number | undefined }
  | { status: 'refused'; error: unknown };

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAGAIN']);

/** Looks whether a PostgreSQL runs on a data directory, and in which state it is. */
export async function probePostmaster({
  clusterFolder,
  connection,
  usesSocket,
}: {
  clusterFolder: string;
  connection: ConnectionSettings;
  usesSocket: boolean;
}): Promise<Probe> {
  const file = await readPostmasterFile(clusterFolder);
  if (!file) return { status: 'absent', foreignPid: undefined };
  // A socket is tried before the process is looked for: it also finds a PostgreSQL in another container that
  // has this folder mounted, whose processes we cannot see. A port may belong to anybody by now.
  if (!usesSocket && !(await isPostmasterAlive(file))) return absent(file);
  try {
    const client = await connect({ ...connection, port: file.port }, { applicationName: 'demobase probe' });
    await client.end();
    return { status: 'ready', port: file.port };
  } catch (error) {
    const code = errorCodeOf(error);
    // cannot_connect_now
    if (code === '57P03') return { status: 'busy', detail: errorTextOf(error) };
    if (code && !networkCodes.has(code)) return { status: 'refused', error };
    return (await isPostmasterAlive(file)) ? { status: 'silent', pid: file.pid } : absent(file);
  }
}

function absent(file: PostmasterFile): Probe {
  return { status: 'absent', foreignPid: isProcessAlive(file.pid) ? file.pid : undefined };
}
