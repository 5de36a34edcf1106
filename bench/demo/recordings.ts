import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DemoFormatError, parseDemoHeader } from '@demobase/demo';

/** A file that is read, and how much there is in it. */
export interface Recording {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** As the header has it; of a file that is cut off, fewer are there. */
  readonly ticks: number;
}

/** The recordings in a folder that a reader can be expected to read. What is left out, or absent, is said. */
export async function findRecordings(folder: string): Promise<readonly Recording[]> {
  if (!existsSync(folder)) {
    console.error(`NOT MEASURED: real recordings. There is no folder ${folder}; name another with --demos.`);
    return [];
  }
  const recordings: Recording[] = [];
  for (const name of (await readdir(folder)).filter((name) => name.endsWith('.dem')).sort()) {
    try {
      recordings.push(await lookAt(join(folder, name)));
    } catch (error) {
      if (!(error instanceof DemoFormatError)) throw error;
      console.error(`Left out: ${name}. ${error.message}`);
    }
  }
  return recordings;
}

/**
 * Also brings the whole file into the page cache, so that no reader waits for the disk.
 * @throws {DemoFormatError} when it is not a demo, or of another demo protocol
 */
export async function lookAt(path: string): Promise<Recording> {
  const bytes = await readFile(path);
  const { late } = parseDemoHeader(bytes);
  return { name: basename(path, '.dem'), path, sizeBytes: bytes.length, ticks: late.playbackTicks };
}
