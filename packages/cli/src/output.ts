import { styleText } from 'node:util';
import { harmlessJson } from './terminal-text.ts';

type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

/** Data goes to stdout: it may be piped into another program. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A JSON document on stdout. Its fields are stable. */
export function printJson(value: unknown): void {
  print(harmlessJson(JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined)));
}

/** A line of NDJSON on stdout: one document of many, as soon as it is there. */
export function printJsonLine(value: unknown): void {
  print(harmlessJson(JSON.stringify(value)));
}

/** Talk goes to stderr: it is for the person in front. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Colours text for a stream that shows it: a terminal, where NO_COLOR (https://no-color.org) is not set. */
export function colour(text: string, colour: Colour, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText(colour, text) : text;
}

/** A reader that has seen enough, as `head`, is no failure: stop without a word. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}
