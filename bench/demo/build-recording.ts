import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamMatch } from '@demobase/testkit';
import { lookAt, type Recording } from './recordings.ts';

const MB = 1_000_000;

/** Builds SourceTV's recording of a match of 24 players, of this size, into a folder. */
export async function buildRecording(folder: string, megabytes: number): Promise<Recording> {
  const path = join(folder, `built-${megabytes}-mb.dem`);
  const match = streamMatch({ kind: 'stv', players: 24, sizeBytes: megabytes * MB });
  let ticks = 0;
  async function* chunks() {
    for (;;) {
      const step = match.next();
      if (step.done === true) {
        ticks = step.value.lateBytes.playbackTicks;
        return;
      }
      yield step.value;
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path));
  // A stream's header does not know how long it gets.
  return { ...(await lookAt(path)), ticks };
}
