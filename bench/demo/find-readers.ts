import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { demobase, demoJs, demoJsMinimal, demoRust, type Reader, RUST_PEER_FOLDER } from './readers.ts';

export interface VersionedReader extends Reader {
  readonly version: string;
}

const run = promisify(execFile);

/** The readers that can run here, ours first; builds the one in Rust. What cannot is left out, and said so. */
export async function findReaders(options: {
  /** Names of readers; all of them when left out. */
  readonly only: readonly string[] | undefined;
}): Promise<readonly VersionedReader[]> {
  const isWanted = ({ name }: Reader) => options.only?.includes(name) ?? true;
  const { devDependencies } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const found = [
    { ...demobase, version: devDependencies['@demobase/testkit'] },
    { ...demoJs, version: devDependencies[demoJs.name] },
    { ...demoJsMinimal, version: devDependencies[demoJs.name] },
  ].filter(isWanted);
  if (!isWanted(demoRust)) return found;
  try {
    const { stdout } = await run('rustc', ['--version']);
    await run('cargo', ['build', '--release', '--locked', '--quiet'], { cwd: RUST_PEER_FOLDER });
    const [, rust] = stdout.split(' ');
    found.push({ ...demoRust, version: `${await rustPeerVersion()} (Rust ${rust})` });
  } catch (error) {
    console.error(
      `NOT MEASURED: ${demoRust.name}. Cargo did not build it, which takes Rust 1.91 or newer and, the first time, ` +
        `a connection to crates.io:\n${error instanceof Error ? error.message : error}`,
    );
  }
  return found;
}

async function rustPeerVersion(): Promise<string> {
  const manifest = await readFile(`${RUST_PEER_FOLDER}/Cargo.toml`, 'utf8');
  return /^tf-demo-parser = "=(.+)"$/m.exec(manifest)?.[1] ?? 'unknown';
}
