import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { demobase, type Program, peers, pythonA2s } from './programs.ts';

const PYTHON_VERSION =
  'import a2s, importlib.metadata as m, platform; print(m.version("python-a2s"), platform.python_version())';

export interface VersionedProgram extends Program {
  readonly version: string;
}

/** The programs that can run here, ours first. What cannot is left out, and said so. */
export async function findPrograms(options: {
  readonly python: string;
  /** Names of programs; all of them when left out. */
  readonly only: readonly string[] | undefined;
}): Promise<readonly VersionedProgram[]> {
  const { devDependencies } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const found: VersionedProgram[] = [
    { ...demobase, version: devDependencies['@demobase/testkit'] },
    ...peers.map((peer) => ({ ...peer, version: devDependencies[peer.name] ?? '' })),
  ];
  const python = pythonA2s(options.python);
  try {
    const { stdout } = await promisify(execFile)(options.python, ['-c', PYTHON_VERSION]);
    const [version, pythonVersion] = stdout.trim().split(' ');
    found.push({ ...python, version: `${version} (Python ${pythonVersion})` });
  } catch {
    console.error(
      `NOT MEASURED: ${python.name}. ${options.python} does not have it: ` +
        'pip install python-a2s==1.4.2, or name another with --python.',
    );
  }
  const { only } = options;
  return only ? found.filter(({ name }) => only.includes(name)) : found;
}
