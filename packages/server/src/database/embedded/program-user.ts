import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseError } from '../database-error.ts';
import type { Log } from '../log.ts';
import { type ProgramUser, runProgram } from './run-program.ts';

/**
 * Who runs PostgreSQL, which refuses to run as root: undefined (whoever we are) unless we are root; then the
 * owner of the data that is in `folder` already, or `nobody`, which every system has.
 */
export async function findProgramUser(folder: string): Promise<ProgramUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of await readdir(folder)) {
    if (!/^\d+$/.test(name)) continue;
    const { uid, gid } = await stat(join(folder, name));
    if (uid !== 0) return { uid, gid };
  }
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, , uid, gid] = /^nobody:.*$/m.exec(users)?.[0].split(':').map(Number) ?? [];
  if (uid !== undefined && uid > 0 && gid !== undefined && gid > 0) return { uid, gid };
  throw new DatabaseError(
    'no_unprivileged_user',
    'PostgreSQL refuses to run as root, and this system has no user "nobody" to run it as. ' +
      'Start demobase as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/**
 * Makes sure that PostgreSQL's user reaches `folder`, its own folder inside the data folder. Only the data
 * folder itself may be opened for this, and only for passing through; folders above it belong to others.
 */
export async function openWayTo(
  folder: string,
  { user, log }: { user: ProgramUser | undefined; log: Log },
): Promise<void> {
  if (!user || (await canEnter(user, folder))) return;
  const dataDir = dirname(folder);
  if ((await canEnter(user, dirname(dataDir))) && !(await canEnter(user, dataDir))) {
    const { mode } = await stat(dataDir);
    await chmod(dataDir, (mode & 0o7777) | 0o001);
    log.info(
      { dataDir },
      'let other users pass through the data folder (o+x): PostgreSQL does not run as root',
    );
    if (await canEnter(user, folder)) return;
  }
  throw new DatabaseError(
    'data_folder_unusable',
    `PostgreSQL runs as user ${user.uid}, because it refuses to run as root, and that user cannot enter ` +
      `${folder}. Use a data folder it can reach, such as /var/lib/demobase, or start demobase as an ordinary user.`,
  );
}

/** Asked of the system itself: modes alone do not tell (access lists, mount options, user namespaces). */
async function canEnter(user: ProgramUser, folder: string): Promise<boolean> {
  const { succeeded } = await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { user, cwd: '/' });
  return succeeded;
}
