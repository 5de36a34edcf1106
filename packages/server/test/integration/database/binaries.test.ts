import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinariesPackage, prepareBinaries } from '../../../src/database/embedded/binaries.ts';

const isRoot = process.getuid?.() === 0;
const log = pino({ level: 'silent' });

describe('prepareBinaries', () => {
  let root: string;
  let folder: string;
  let packageFolder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'demobase-binaries-'));
    await chmod(root, 0o755);
    folder = join(root, 'postgresql');
    packageFolder = join(root, 'package');
    await mkdir(folder);
  });
  afterEach(() => rm(root, { recursive: true }));

  /** As npm unpacks it when install scripts are switched off: without symbolic links. */
  async function copyPackage() {
    const isNoLink = async (path: string) => !(await lstat(path)).isSymbolicLink();
    await cp(findBinariesPackage(), packageFolder, { recursive: true, filter: isNoLink });
  }

  it('uses the package where it is when its programs run there', async () => {
    const binaries = await prepareBinaries({
      packageFolder: findBinariesPackage(),
      folder,
      user: undefined,
      log,
    });
    expect(binaries.postgres.startsWith(findBinariesPackage())).toBe(true);
    expect(binaries.majorVersion).toBe(18);
  });

  it.runIf(process.platform === 'linux')(
    'makes one whole copy when the package lacks its links, and mends a broken copy',
    async () => {
      await copyPackage();
      const options = { packageFolder, folder, user: undefined, log };
      const { postgres } = await prepareBinaries(options);
      const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
      expect(postgres).toBe(join(folder, `binaries-${version}`, 'bin', 'postgres'));
      const { ino } = await stat(postgres);
      await prepareBinaries(options);
      expect((await stat(postgres)).ino).toBe(ino);
      await writeFile(postgres, '');
      await prepareBinaries(options);
      expect((await stat(postgres)).size).toBeGreaterThan(1_000_000);
    },
  );

  it.runIf(isRoot)('makes a copy when the package lies where the user cannot go', async () => {
    await cp(findBinariesPackage(), packageFolder, { recursive: true, verbatimSymlinks: true });
    await chmod(packageFolder, 0o700);
    const user = { uid: 65534, gid: 65534 };
    const { postgres } = await prepareBinaries({ packageFolder, folder, user, log });
    expect(postgres.startsWith(folder)).toBe(true);
  });

  it('says to set DATABASE_URL when the programs do not run on this system', async () => {
    await copyPackage();
    await writeFile(join(packageFolder, 'native', 'bin', 'postgres'), 'not a program');
    await expect(prepareBinaries({ packageFolder, folder, user: undefined, log })).rejects.toMatchObject({
      code: 'binaries_unusable',
      message: expect.stringContaining('DATABASE_URL'),
    });
  });
});
