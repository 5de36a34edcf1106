import {
  type DemoEnding,
  DemoFormatError,
  type DemoReader,
  type DemoSummary,
  summariseDemo,
} from '@demobase/demo';
import { type Command, Option } from 'commander';
import { UsageError } from '../command-error.ts';
import { demoFailure, describeEnding } from '../demo-failure.ts';
import { type DemoInput, openDemo } from '../demo-file.ts';
import { EVENT_KINDS, EVERY_EVENT, type EventChoice, parseEventChoice } from '../inspect/event-choice.ts';
import { printEvents } from '../inspect/print-events.ts';
import { formatSummary } from '../inspect/summary-text.ts';
import { interruptionSignal } from '../interruption.ts';
import { colour, print, printJson, printJsonLine, say } from '../output.ts';
import { ReadingDisplay } from '../reading-display.ts';
import { visibleText } from '../terminal-text.ts';

interface InspectOptions {
  readonly json?: boolean;
  readonly events?: boolean;
  readonly ndjson?: boolean;
  readonly only?: EventChoice;
}

/** `demobase inspect FILE` */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect <file>')
    .summary('show what is in a demo')
    .description(
      'Show what is in a demo without playing it: who played, what they did and said, rounds, votes; or every ' +
        'event, one a line. - reads stdin, also while the demo is still being recorded. A demo that is cut off is ' +
        'told as far as it goes; one that is damaged, too, and then this ends with 1.',
    )
    .addOption(new Option('--json', 'print the summary as JSON').conflicts(['ndjson', 'events']))
    .option('--events', 'print every event instead of a summary, each as a JSON object a line')
    .option('--ndjson', 'print a JSON object a line: what --events does, or the summary as one line')
    .addOption(
      new Option(
        '--only <kinds>',
        `with --events: only these, by commas; the others are not even read. Kinds: ${EVENT_KINDS.join(', ')}. ` +
          'Those of one name: game-event:player_death, user-message:SayText2, entity:CTFPlayer, …',
      ).argParser(parseEventChoice),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase inspect match.dem\n' +
        '  $ demobase inspect match.dem --json | jq -r ".players[].name"\n' +
        '  $ demobase inspect match.dem --events --ndjson --only game-event:player_death | jq .values.weapon\n' +
        '  $ tail -c +1 -f match.dem | demobase inspect - --events --only user-message:SayText2',
    )
    .action(runInspect);
}

async function runInspect(path: string, options: InspectOptions): Promise<void> {
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

function endingOf({ isComplete, isCutInsideCommand }: DemoReader): DemoEnding {
  if (isComplete) return 'stop';
  return isCutInsideCommand ? 'cut-inside-command' : 'cut-between-commands';
}

function sayEnding(name: string, ending: DemoEnding): void {
  const text = describeEnding(ending);
  if (text !== undefined) say(`${visibleText(name)}: ${text}`);
}
