import { type GameServerObservation, type GameServerPart, hasAnswered } from '@demobase/steam';
import { type Command, Option } from 'commander';
import { exitCode } from '../exit-code.ts';
import { needsRelay, readServerAddresses } from '../game-server-arguments.ts';
import {
  addPrivateOption,
  type GameServerOptions,
  openGameServers,
  type PrintOptions,
  partOption,
} from '../game-server-options.ts';
import { interruptionSignal } from '../interruption.ts';
import { parseAppId } from '../number-argument.ts';
import { formatObservation } from '../observation-text.ts';
import { colour, print, printJson, printJsonLine, say } from '../output.ts';
import { describeSilence, sentence } from '../part-outcome-text.ts';
import { ProgressBar } from '../progress-bar.ts';
import { addSteamOptions, openSteam, type SteamOptions } from '../steam-options.ts';
import { visibleText } from '../terminal-text.ts';

const ALL_PARTS: readonly GameServerPart[] = ['ping', 'players', 'rules'];

interface QueryOptions extends GameServerOptions, PrintOptions, SteamOptions {
  readonly appId?: number;
}

/** `demobase servers query` */
export function addServersQueryCommand(servers: Command): void {
  const query = servers
    .command('query <address...>')
    .summary('ask game servers what they say of themselves')
    .description(
      'Ask game servers for what they say of themselves, for who plays there and for their rules: over UDP, or ' +
        'through Steam’s relay for an SDR address (169.254.x.x), which needs a key. - reads addresses from stdin, ' +
        'one a line. Ends with 1 when one of them did not answer at all.',
    )
    .addOption(partOption('all three'))
    .option(
      '--app-id <id>',
      'app the game server runs; only the relay wants to know (default: 440)',
      parseAppId,
    );
  addPrivateOption(query)
    .addOption(
      new Option('--json', 'print a JSON object for one address, an array for several or for -').conflicts(
        'ndjson',
      ),
    )
    .option('--ndjson', 'print a JSON object a line, each as soon as it is there');
  addSteamOptions(query)
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase servers query 192.0.2.10:27015\n' +
        '  $ demobase servers query tf.example:27015 --part players --json | jq -r ".players_data.players[].name"\n' +
        '  $ demobase servers list --ndjson | jq -r .addr | demobase servers query - --ndjson > observations.ndjson',
    )
    .action(runQuery);
}

async function runQuery(args: readonly string[], options: QueryOptions): Promise<void> {
  const { part: parts = ALL_PARTS, appId, json, ndjson } = options;
  const addresses = await readServerAddresses(args);
  const webApi = needsRelay(addresses)
    ? await openSteam(options, 'A game server behind Steam’s relay (169.254.x.x)')
    : undefined;
  // Not before stdin was read: nothing would heed it there.
  const signal = interruptionSignal();
  const gameServers = openGameServers(webApi, options);
  const bar = new ProgressBar({ noun: 'game servers' });
  const showProgress = (done: number) => {
    if (addresses.length > 1) bar.update(done, addresses.length);
  };
  const kept = new Map<string, GameServerObservation>();
  let done = 0;
  let shown = 0;
  try {
    showProgress(0);
    for await (const observation of gameServers.queryAll(addresses, { appId, parts, signal })) {
      const isSilent = !hasAnswered(observation);
      // Lines on a screen go above the bar; those into a file do not touch it.
      if (process.stdout.isTTY || isSilent) bar.clear();
      if (isSilent) saySilent(observation);
      if (json) kept.set(observation.address, observation);
      else if (ndjson) printJsonLine(observation);
      else if (!isSilent) printForPeople(observation, { parts, isFirst: shown === 0 });
      shown += isSilent ? 0 : 1;
      done += 1;
      showProgress(done);
    }
  } finally {
    bar.clear();
    await gameServers.close();
  }
  if (json) {
    const inOrder = addresses.map((address) => kept.get(address));
    printJson(args.length === 1 && args[0] !== '-' ? inOrder[0] : inOrder);
  }
}

function printForPeople(
  observation: GameServerObservation,
  { parts, isFirst }: { parts: readonly GameServerPart[]; isFirst: boolean },
): void {
  if (!isFirst) print('');
  print(colour(visibleText(observation.address), 'bold'));
  for (const line of formatObservation(observation, { parts })) print(line);
}

function saySilent(observation: GameServerObservation): void {
  process.exitCode = exitCode.failed;
  const advice =
    observation.failure?.outcome === 'address-forbidden' ? ' --allow-private asks it all the same.' : '';
  say(`${visibleText(observation.address)}: ${sentence(describeSilence(observation))}${advice}`);
}
