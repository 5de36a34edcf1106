import { DemoReader } from '@demobase/demo';
import type { DemoInput } from '../demo-file.ts';
import type { EventChoice } from './event-choice.ts';
import { eventJson } from './event-json.ts';
import { listEvents } from './event-listing.ts';
import { LineOutput } from './line-output.ts';

/** So much is read between two looks at whether stdout keeps up. */
const SLICE_BYTES = 64 * 1024;

interface PrintOptions {
  readonly choice: EventChoice;
  readonly stdout: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * Prints a demo event by event, each a line of JSON as soon as it has been read. While whoever reads stdout is
 * busy, nothing more is read.
 * @returns the reader, which knows how the demo ended
 * @throws {DemoFormatError} after everything before the damage was printed
 */
export async function printEvents(
  input: DemoInput,
  { choice, stdout, signal }: PrintOptions,
): Promise<DemoReader> {
  const output = new LineOutput(stdout);
  const reader = new DemoReader();
  listEvents(reader, { choice, onEvent: (event) => output.add(eventJson(event)) });
  try {
    for await (const chunk of input.chunks) {
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        reader.push(chunk.subarray(at, at + SLICE_BYTES));
        await output.flush({ signal });
      }
    }
    reader.end();
  } finally {
    await output.flush({ signal });
  }
  return reader;
}
