import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamDemo } from '@demobase/testkit';
import { lookAt, type Recording } from './recordings.ts';

const MB = 1_000_000;

/** Builds a demo of this size into a folder. */
export async function buildRecording(folder: string, megabytes: number): Promise<Recording> {
  const path = join(folder, `built-${megabytes}-mb.dem`);
  await pipeline(Readable.from(streamDemo({ sizeBytes: megabytes * MB })), createWriteStream(path));
  return lookAt(path);
}
