import { type GameServerObservation, hasAnswered } from '@demobase/steam';
import { type Command, Option } from 'commander';
import { CommandError, UsageError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { checkServerAddress, needsRelay } from '../game-server-arguments.ts';
import { addPrivateOption, openGameServers } from '../game-server-options.ts';
import { interruptionSignal } from '../interruption.ts';
import { parseAppId, wholeNumber } from '../number-argument.ts';
import { print, printJsonLine } from '../output.ts';
import { describeSilence, sentence } from '../part-outcome-text.ts';
import { addSteamOptions, openSteam, type SteamOptions } from '../steam-options.ts';
import { WatchLines } from '../watch-lines.ts';

/** More often, game servers begin to drop queries. */
const MIN_INTERVAL_SECONDS = 10;

interface WatchOptions extends SteamOptions {
  readonly interval: number;
  readonly count?: number;
  readonly appId?: number;
  readonly allowPrivate?: true;
  readonly ndjson?: true;
}

/** `demobase servers watch` */
export function addServersWatchCommand(servers: Command): void {
  const watch = servers
    .command('watch <address>')
    .summary('look at a game server again and again')
    .description(
      'Ask a game server again and again, and print a line each time: time (UTC), players, map, then what changed: ' +
        '+name came, -name left. Goes on until Ctrl+C. Ends with 1 when no look had an answer.',
    )
    .addOption(
      new Option('--interval <seconds>', `from one look to the next, ${MIN_INTERVAL_SECONDS} at least`)
        .argParser(wholeNumber({ min: 1, max: 86_400 }))
        .default(30),
    )
    .option('--count <n>', 'stop after so many looks', wholeNumber({ min: 1, max: 1_000_000_000 }))
    .option(
      '--app-id <id>',
      'app the game server runs; only the relay wants to know (default: 440)',
      parseAppId,
    );
  addPrivateOption(watch).option('--ndjson', 'print each look as a JSON object');
  addSteamOptions(watch)
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase servers watch 192.0.2.10:27015\n' +
        '  $ demobase servers watch 192.0.2.10:27015 --interval 60 --count 60 --ndjson > hour.ndjson',
    )
    .action(runWatch);
}

async function runWatch(text: string, options: WatchOptions): Promise<void> {
  const { interval, count = Number.POSITIVE_INFINITY, appId, allowPrivate, ndjson } = options;
  const address = checkServerAddress(text);
  if (interval < MIN_INTERVAL_SECONDS && !allowPrivate) {
    throw new UsageError(
      `Game servers of others are not asked more often than every ${MIN_INTERVAL_SECONDS} seconds: they would ` +
        'begin to drop the queries. With --allow-private the interval is yours.',
    );
  }
  const webApi = needsRelay([address])
    ? await openSteam(options, 'A game server behind Steam’s relay (169.254.x.x)')
    : undefined;
  const gameServers = openGameServers(webApi, { allowPrivate });
  const signal = interruptionSignal();
  const lines = new WatchLines();
  let looks = 0;
  let isHeard = false;
  try {
    const request = { intervalMs: interval * 1000, appId, parts: ['ping', 'players'] as const, signal };
    for await (const observation of gameServers.watch(address, request)) {
      refuseToGoOn(observation);
      isHeard ||= hasAnswered(observation);
      if (ndjson) printJsonLine(observation);
      else print(lines.next(observation));
      looks += 1;
      if (looks >= count) break;
    }
    // One look in many without an answer is what UDP is like; all of them is not.
    if (!isHeard) process.exitCode = exitCode.failed;
  } catch (error) {
    // That is how one ends it: nothing went wrong.
    if (!signal.aborted) throw error;
    process.exitCode = exitCode.interrupted;
  } finally {
    await gameServers.close();
  }
}

/** @throws {CommandError} when no later look can bring more. */
function refuseToGoOn(observation: GameServerObservation): void {
  if (observation.failure?.outcome === 'address-forbidden') {
    throw new CommandError(`${sentence(describeSilence(observation))} --allow-private asks it all the same.`);
  }
  if (observation.outcomes.ping.outcome === 'key-rejected')
    throw new CommandError(describeSilence(observation));
}
