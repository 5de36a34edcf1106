import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError, errorCodeOf } from '../database-error.ts';
import type { Log } from '../log.ts';
import type { Binaries } from './binaries.ts';
import { type ProgramUser, runProgram } from './run-program.ts';

/** The one role, and the one database, of an embedded PostgreSQL. */
export const embeddedName = 'demobase';

/** Kept inside the cluster, so that the two can never be told apart. PostgreSQL ignores files it does not know. */
const passwordFile = 'demobase-password';

const temporaryPrefix = 'cluster-new-';

/** Reads the password that connections over loopback need. */
export async function readPassword(clusterFolder: string): Promise<string> {
  return (await readFile(join(clusterFolder, passwordFile), 'utf8')).trim();
}

/**
 * Refuses a folder that holds the data of another major version of PostgreSQL and none of ours.
 * Throws `data_folder_version`.
 */
async function assertClusterVersion(folder: string, majorVersion: number): Promise<void> {
  const versions = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
  if (versions.length === 0 || versions.includes(String(majorVersion))) return;
  throw new DatabaseError(
    'data_folder_version',
    `${folder} holds data of PostgreSQL ${versions.join(', ')}, and this demobase brings PostgreSQL ${majorVersion}. ` +
      'Run the demobase that made it, or move the data over with pg_dump and pg_restore; nothing was changed.',
  );
}

/**
 * Makes the cluster (PostgreSQL's word for one data directory) unless it exists. It is made elsewhere and
 * renamed into place complete, so a crash leaves none rather than half of one, and of two processes starting
 * at once the second takes what the first made.
 */
export async function createClusterIfMissing({
  clusterFolder,
  folder,
  binaries,
  user,
  log,
}: {
  clusterFolder: string;
  folder: string;
  binaries: Binaries;
  user: ProgramUser | undefined;
  log: Log;
}): Promise<void> {
  await assertClusterVersion(folder, binaries.majorVersion);
  if (await exists(clusterFolder)) return;
  await removeAbandoned(folder);
  log.info({ folder: clusterFolder }, 'creating the PostgreSQL database');
  const temporary = await mkdtemp(join(folder, temporaryPrefix));
  try {
    const password = join(temporary, passwordFile);
    await writeFile(password, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    if (user) for (const path of [temporary, password]) await chown(path, user.uid, user.gid);
    const data = join(temporary, 'data');
    await fillCluster({ data, password, binaries, user });
    await rename(password, join(data, passwordFile));
    await rename(data, clusterFolder);
    await syncFolder(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCodeOf(error) ?? '')) throw error;
    if (!(await exists(clusterFolder))) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fillCluster({
  data,
  password,
  binaries,
  user,
}: {
  data: string;
  password: string;
  binaries: Binaries;
  user: ProgramUser | undefined;
}): Promise<void> {
  const cwd = join(data, '..');
  const init = await runProgram(
    binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${embeddedName}`,
      `--pwfile=${password}`,
      // The socket lies in a folder that only PostgreSQL's user (and root) can enter, so the file system has
      // checked already who connects. A port on loopback is open to everybody on the machine.
      '--auth-local=trust',
      '--auth-host=scram-sha-256',
      '--encoding=UTF8',
      // Not the system's locales: an upgrade of the C library would silently break the order of indexes.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--text-search-config=simple',
      // Written to postgresql.conf, where an operator can change them.
      ...['max_connections=100', 'shared_buffers=128MB', 'timezone=UTC', 'log_timezone=UTC'].flatMap(
        (setting) => ['--set', setting],
      ),
    ],
    { user, cwd },
  );
  if (!init.succeeded) throw new DatabaseError('start_failed', `PostgreSQL's initdb failed: ${init.output}`);
  // Without a server, so that the cluster is complete before anybody can see it.
  const create = await runProgram(binaries.postgres, ['--single', '-D', data, 'postgres'], {
    user,
    cwd,
    input: `create database ${embeddedName}\n`,
  });
  if (!create.succeeded || /ERROR|FATAL/.test(create.output)) {
    throw new DatabaseError('start_failed', `PostgreSQL could not create its database: ${create.output}`);
  }
}

/** A process killed while it made a cluster has left its temporary folder; one made now may be in use. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(folder, name);
    const ageMs = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (ageMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Makes the rename survive a power loss; Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
