import { type DemoEnding, DemoFormatError, type DemoSummary, summariseDemo } from '@demobase/demo';
import { UsageError } from '../command-error.ts';
import { demoFailure, describeEnding, endingOf } from '../demo-ending.ts';
import { type DemoInput, openDemo } from '../demo-file.ts';
import { interruptionSignal } from '../interruption.ts';
import { colour, print, printJson, printJsonLine, say } from '../output.ts';
import { ReadingDisplay } from '../reading-display.ts';
import { visibleText } from '../terminal-text.ts';
import { EVERY_EVENT, type EventChoice } from './event-choice.ts';
import { printEvents } from './print-events.ts';
import { formatSummary } from './summary-text.ts';

export interface InspectOptions {
  readonly json?: boolean;
  readonly events?: boolean;
  readonly ndjson?: boolean;
  readonly only?: EventChoice;
}

/** Prints what is in a demo, as the options of `demobase inspect` say. */
export async function runInspect(path: string, options: InspectOptions): Promise<void> {
  const { events, only } = options;
  if (only !== undefined && !events) throw new UsageError('--only goes with --events.');
  const signal = interruptionSignal();
  const display = new ReadingDisplay();
  const input = await openDemo(path, { signal, onBytes: (bytes) => display.show(bytes, input.sizeBytes) });
  try {
    if (events) await runEvents(input, { choice: only ?? EVERY_EVENT, signal, display });
    else await runSummary(input, { options, display });
  } finally {
    display.end();
  }
}

async function runSummary(
  { name, chunks }: DemoInput,
  { options, display }: { options: InspectOptions; display: ReadingDisplay },
): Promise<void> {
  const summary = await summariseDemo(chunks).catch((error: unknown) => {
    throw error instanceof DemoFormatError ? demoFailure(name, error) : error;
  });
  display.end();
  if (options.json) printJson(summary);
  else if (options.ndjson) printJsonLine(summary);
  else printForPeople(name, summary);
  if (summary.error !== null) throw demoFailure(name, summary.error);
  sayEnding(name, summary.ending);
}

function printForPeople(name: string, summary: DemoSummary): void {
  print(colour(visibleText(name), 'bold'));
  for (const line of formatSummary(summary)) print(line);
}

async function runEvents(
  input: DemoInput,
  { choice, signal, display }: { choice: EventChoice; signal: AbortSignal; display: ReadingDisplay },
): Promise<void> {
  // Events on a screen move all the time: a bar below them would be in the way.
  if (process.stdout.isTTY) display.end();
  const reader = await printEvents(input, { choice, stdout: process.stdout, signal }).catch(
    (error: unknown) => {
      throw error instanceof DemoFormatError ? demoFailure(input.name, error) : error;
    },
  );
  display.end();
  sayEnding(input.name, endingOf(reader));
}

function sayEnding(name: string, ending: DemoEnding): void {
  const text = describeEnding(ending);
  if (text !== undefined) say(`${visibleText(name)}: ${text}`);
}
