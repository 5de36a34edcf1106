import type { SteamWebApi, WebApiFailure } from '@demobase/steam';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { interruptionSignal } from '../interruption.ts';
import { print, printJson, say } from '../output.ts';
import { type NamedFriend, playerJson } from '../player-json.ts';
import { lookUpPlayer, type PlayerLookup } from '../player-lookup.ts';
import { formatPlayer } from '../player-text.ts';
import { describeSteamFailure } from '../steam-failure.ts';
import { addSteamOptions, openSteam, type SteamOptions } from '../steam-options.ts';
import { printTable } from '../table.ts';
import { visibleText } from '../terminal-text.ts';

interface PlayerOptions extends SteamOptions {
  readonly friends?: true;
  readonly json?: true;
}

/** `demobase player` */
export function addPlayerCommand(program: Command): void {
  const player = program
    .command('player <steam-id>')
    .summary('show what Steam tells about a player')
    .description(
      'Show what Steam tells about a player: Steam ID in every spelling, profile, age of the account, bans, friends, ' +
        'game server. The player is named by a Steam ID in any spelling, or by the address or the name of a profile. ' +
        'Ends with 1 when Steam left a part unanswered; the others are shown all the same.',
    )
    .option('--friends', 'list the friends too, where they are public')
    .option('--json', 'print a JSON object; each part has its outcome');
  addSteamOptions(player)
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase player "[U:1:46143802]"\n' +
        '  $ demobase player https://steamcommunity.com/id/gabelogannewell --json | jq .bans',
    )
    .action(runPlayer);
}

async function runPlayer(text: string, options: PlayerOptions): Promise<void> {
  const steam = await openSteam(options, 'Looking up a player');
  const signal = interruptionSignal();
  const resolved = await steam.resolveSteamId(text, { signal });
  if (resolved.outcome === 'not-found') {
    throw new CommandError(
      `Steam knows no user "${visibleText(text)}". A Steam ID reads 76561198006409530, STEAM_0:0:23071901 or ` +
        '[U:1:46143802]; a name is what follows https://steamcommunity.com/id/ in the address of a profile.',
    );
  }
  if (resolved.outcome !== 'ok') throw new CommandError(describeSteamFailure(resolved));
  const lookup = await lookUpPlayer(steam, resolved.steamId, { signal });
  sayUnanswered('profile', lookup.profile);
  sayUnanswered('bans', lookup.bans);
  sayUnanswered('friends', lookup.friends);
  const friendList = options.friends ? await nameFriends(steam, lookup, signal) : undefined;
  if (options.json) {
    printJson(playerJson(lookup, { friendList }));
    return;
  }
  for (const line of formatPlayer(lookup)) print(line);
  if (friendList) printFriends(friendList);
}

/** The friends with their names, as far as Steam gives them. */
async function nameFriends(
  steam: SteamWebApi,
  { friends }: PlayerLookup,
  signal: AbortSignal,
): Promise<NamedFriend[] | undefined> {
  if (friends.outcome !== 'ok') return undefined;
  const ids = friends.friends.map(({ steamId }) => steamId);
  const summaries = await steam.playerSummaries(ids, { signal });
  sayUnanswered('names of friends', summaries);
  const players = summaries.outcome === 'ok' ? summaries.players : undefined;
  return friends.friends.map((friend) => [friend, players?.get(friend.steamId.toSteamId64())]);
}

function printFriends(friends: readonly NamedFriend[]): void {
  print('');
  printTable(
    ['STEAM ID', 'FRIEND SINCE', 'NAME'],
    friends.map(([{ steamId, friendSince }, summary]) => [
      steamId.toSteamId64(),
      friendSince?.toISOString().slice(0, 10) ?? '-',
      summary?.personaName ?? '-',
    ]),
  );
}

type Answered = { readonly outcome: 'ok' } | { readonly outcome: 'private' };

function sayUnanswered(
  part: string,
  result: Answered | { readonly outcome: 'unknown' } | WebApiFailure,
): void {
  if (result.outcome === 'ok' || result.outcome === 'private') return;
  process.exitCode = exitCode.failed;
  const reason =
    result.outcome === 'unknown'
      ? 'Steam’s answer leaves this user out. Either there is none, or it takes no more calls for now.'
      : describeSteamFailure(result);
  say(`${part}: ${reason}`);
}
