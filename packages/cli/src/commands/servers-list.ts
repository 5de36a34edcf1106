import {
  type GameServer,
  type GameServerListResult,
  type GameServerObservation,
  type GameServers,
  hasAnswered,
} from '@demobase/steam';
import { type Command, Option } from 'commander';
import { CommandError, UsageError } from '../command-error.ts';
import {
  addPrivateOption,
  type GameServerOptions,
  openGameServers,
  type PrintOptions,
  partOption,
} from '../game-server-options.ts';
import { interruptionSignal } from '../interruption.ts';
import { wholeNumber } from '../number-argument.ts';
import { printJson, printJsonLine, say } from '../output.ts';
import { describeSilence, sentence } from '../part-outcome-text.ts';
import { ProgressBar } from '../progress-bar.ts';
import {
  addServerFilterOptions,
  FILTER_HELP,
  readServerFilter,
  type ServerFilterOptions,
} from '../server-filter-options.ts';
import { listTable, queriedTable } from '../server-list.ts';
import { describeSteamFailure } from '../steam-failure.ts';
import { addSteamOptions, openSteam, type SteamOptions } from '../steam-options.ts';
import { printTable } from '../table.ts';

/** All that Steam gives at once. */
const MAX_LIMIT = 10_000;

type ListResult = Extract<GameServerListResult, { readonly outcome: 'ok' | 'empty' }>;

interface ListOptions extends ServerFilterOptions, SteamOptions, GameServerOptions, PrintOptions {
  readonly limit: number;
  readonly query?: true;
}

/** `demobase servers list` */
export function addServersListCommand(servers: Command): void {
  const list = servers
    .command('list')
    .summary('list game servers')
    .description(
      'List the game servers that Steam knows and that fit every condition given. Steam counts the players that it ' +
        'has authenticated there; with --query each game server is asked what it says itself, too.',
    );
  addServerFilterOptions(list)
    .addOption(
      new Option('--limit <n>', `how many at most; Steam gives no more than ${MAX_LIMIT}`)
        .argParser(wholeNumber({ min: 1, max: MAX_LIMIT }))
        .default(100),
    )
    .option('--query', 'ask each listed game server itself, too')
    .addOption(partOption('ping and players; implies --query').implies({ query: true }));
  addPrivateOption(list)
    .addOption(new Option('--json', 'print a JSON array, in Steam’s words').conflicts('ndjson'))
    .option('--ndjson', 'print a JSON object a line, each as soon as it is there');
  addSteamOptions(list)
    .addHelpText(
      'after',
      `${FILTER_HELP}

Examples:
  $ demobase servers list --tag payload --has-players --not-full
  $ demobase servers list --any-app --name "*dustbowl*" --limit 1000 --json | jq length
  $ demobase servers list --filter '{"or":[{"map":"pl_upward"},{"map":"pl_badwater"}]}'
  $ demobase servers list --query-address 192.0.2.10:27015 --query
  $ demobase servers list --linux --query --ndjson | jq .observation.player_counts`,
    )
    .action(runList);
}

async function runList(options: ListOptions): Promise<void> {
  const filter = readServerFilter(options);
  const gameServers = openGameServers(await openSteam(options, 'Listing game servers'), options);
  const signal = interruptionSignal();
  try {
    const result = await gameServers.list({ filter, limit: options.limit }, { signal });
    if (result.outcome === 'no-key') throw new UsageError('Listing game servers needs a Steam Web API key.');
    if (result.outcome !== 'ok' && result.outcome !== 'empty') {
      throw new CommandError(describeSteamFailure(result));
    }
    const servers = result.outcome === 'ok' ? result.servers : [];
    if (options.query) await printQueried(gameServers, servers, { ...options, signal });
    else printListed(servers, options);
    sayWhatIsMissing(result, options);
  } finally {
    await gameServers.close();
  }
}

function printListed(servers: readonly GameServer[], { json, ndjson }: PrintOptions): void {
  if (json) printJson(servers.map(({ listing }) => listing));
  else if (ndjson) for (const { listing } of servers) printJsonLine(listing);
  else printTable(...listTable(servers));
}

/** Asks every server of the list; lines come as the answers do, a table or an array when all are in. */
async function printQueried(
  gameServers: GameServers,
  servers: readonly GameServer[],
  { part = ['ping', 'players'], json, ndjson, signal }: ListOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const bar = new ProgressBar({ noun: 'game servers' });
  const listed = new Map(servers.map((server) => [server.address, server]));
  const observations = new Map<string, GameServerObservation>();
  try {
    bar.update(0, listed.size);
    for await (const observation of gameServers.queryAll(listed.values(), { parts: part, signal })) {
      const { address } = observation;
      observations.set(address, observation);
      if (ndjson) {
        if (process.stdout.isTTY) bar.clear();
        printJsonLine({ ...listed.get(address)?.listing, observation });
      }
      bar.update(observations.size, listed.size);
    }
  } finally {
    bar.clear();
  }
  if (json)
    printJson(
      servers.map((server) => ({ ...server.listing, observation: observations.get(server.address) })),
    );
  else if (!ndjson) printTable(...queriedTable(servers, observations));
  saySilent([...observations.values()].filter((observation) => !hasAnswered(observation)));
}

/** Why how many of them said nothing: most are silent, but it may also be Steam that took no more calls. */
function saySilent(observations: readonly GameServerObservation[]): void {
  const counts = new Map<string, number>();
  for (const observation of observations) {
    const reason = describeSilence(observation);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of counts) {
    say(`${count} game ${count === 1 ? 'server' : 'servers'}: ${sentence(reason)}`);
  }
}

function sayWhatIsMissing(result: ListResult, { limit }: ListOptions): void {
  if (result.outcome === 'empty') {
    say(
      'Steam’s answer was empty. That is what it says when no game server fits, but also when it does not like ' +
        'the filter and sometimes when it takes no more calls.',
    );
    return;
  }
  const { skipped, isTruncated } = result;
  if (isTruncated && limit < MAX_LIMIT) {
    say(`These are the first ${limit}, and there may be more: --limit asks for up to ${MAX_LIMIT}.`);
  } else if (isTruncated) {
    say(
      `Steam gives no more than ${MAX_LIMIT} at once, and there may be more: narrow the list by more options.`,
    );
  }
  if (skipped > 0) say(`Left out are entries of Steam’s list that could not be read: ${skipped}.`);
}
