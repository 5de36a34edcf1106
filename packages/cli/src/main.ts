import { DemobaseConnectionError } from '@demobase/client';
import { CommanderError } from 'commander';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { colour, endQuietlyOnClosedPipe, say } from './output.ts';
import { buildProgram } from './program.ts';

endQuietlyOnClosedPipe();
process.exitCode = await runCommandLine(process.argv.slice(2));

async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    // Commander has said what is wrong by itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
    say(`${colour('demobase:', 'red', process.stderr)} ${describeError(error)}`);
    if (process.env.DEBUG) console.error(error);
    return error instanceof CommandError ? error.exitCode : exitCode.failed;
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof DemobaseConnectionError)) return error.message;
  return `${error.message}. Is the service running there? Name another with --url or DEMOBASE_URL.`;
}
