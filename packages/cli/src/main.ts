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
    say(`${colour('demobase:', 'red', process.stderr)} ${error instanceof Error ? error.message : error}`);
    if (process.env.DEBUG) console.error(error);
    return error instanceof CommandError ? error.exitCode : exitCode.failed;
  }
}
