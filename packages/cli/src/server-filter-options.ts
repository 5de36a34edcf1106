import { encodeServerFilter, type ServerFilter, ServerFilterError } from '@demobase/steam';
import { type Command, Option } from 'commander';
import { UsageError } from './command-error.ts';
import { parseAppId } from './number-argument.ts';

/** Team Fortress 2. */
const DEFAULT_APP_ID = 440;

/** The conditions of a list of servers, as commander names them. Absent means "either way". */
export interface ServerFilterOptions {
  readonly appId?: number;
  readonly anyApp?: true;
  readonly notAppId?: number;
  readonly gameDir?: string;
  readonly map?: string;
  readonly tag?: readonly string[];
  readonly hiddenTag?: readonly string[];
  readonly anyHiddenTag?: readonly string[];
  readonly name?: string;
  readonly versionMatch?: string;
  readonly hasPlayers?: true;
  readonly empty?: true;
  readonly notFull?: true;
  readonly full?: true;
  readonly password?: boolean;
  readonly secure?: boolean;
  readonly dedicated?: boolean;
  readonly linux?: boolean;
  readonly spectatorProxy?: boolean;
  readonly whitelisted?: boolean;
  readonly uniqueAddress?: true;
  readonly gameAddress?: string;
  readonly queryAddress?: string;
  readonly filter?: ServerFilter;
}

/** Adds an option for every condition that servers can be listed by; where it has an opposite, for that too. */
export function addServerFilterOptions(command: Command): Command {
  return command
    .option('--app-id <id>', `runs this app (default: ${DEFAULT_APP_ID}, Team Fortress 2)`, parseAppId)
    .addOption(new Option('--any-app', 'whatever app it runs').conflicts('appId'))
    .option('--not-app-id <id>', 'does not run this app', parseAppId)
    .option('--game-dir <folder>', 'folder of the mod, exactly, as tf')
    .option('--map <map>', 'map, exactly')
    .option('--tag <tag>', 'has this tag (sv_tags); repeat it for more, all are needed', collect)
    .option('--hidden-tag <tag>', 'has this hidden tag; repeat it for more, all are needed', collect)
    .option('--any-hidden-tag <tag>', 'has this hidden tag; repeat it for more, one is enough', collect)
    .option('--name <pattern>', 'host name; * stands for any text')
    .option('--version-match <pattern>', 'version; * stands for any text')
    .addOption(new Option('--has-players', 'somebody is on').conflicts('empty'))
    .option('--empty', 'nobody is on')
    .addOption(new Option('--not-full', 'has room').conflicts('full'))
    .option('--full', 'has none')
    .option('--password', 'wants a password')
    .option('--no-password', 'wants none')
    .option('--secure', 'anti-cheat (VAC) is on')
    .option('--no-secure', 'anti-cheat is off')
    .option('--dedicated', 'runs by itself')
    .option('--no-dedicated', 'runs inside somebody’s game')
    .option('--linux', 'runs on Linux')
    .option('--no-linux', 'runs on another system')
    .option('--spectator-proxy', 'relays a match to spectators (SourceTV)')
    .option('--no-spectator-proxy', 'is no such relay')
    .option('--whitelisted', 'is on Valve’s whitelist')
    .option('--no-whitelisted', 'is not on it')
    .option('--unique-address', 'one game server an IP address')
    .option('--game-address <ip[:port]>', 'where games connect to')
    .option('--query-address <ip[:port]>', 'where queries go to')
    .option('--filter <json>', 'more conditions, nested ones too; see below', parseFilter);
}

/** What the JSON of `--filter` may say, for the help of a command. */
export const FILTER_HELP = `
--filter takes an object with appId, notAppId, gameDir, map, tags, hiddenTagsAll,
hiddenTagsAny, nameMatch, versionMatch, hasPlayers, notFull, passwordProtected,
secure, dedicated, linux, spectatorProxy, whitelisted, uniqueAddress,
gameAddress, queryAddress, and with lists of such objects under or, and, nor,
nand. All of it must hold, and the options too.`;

/**
 * The filter that the options make together.
 *
 * @throws {UsageError} for values that Steam would misread, and for a condition given twice.
 */
export function readServerFilter(options: ServerFilterOptions): ServerFilter {
  const { filter = {} } = options;
  const isAppOpen = options.anyApp || filter.appId !== undefined;
  const given: ServerFilter = {
    appId: options.appId ?? (isAppOpen ? undefined : DEFAULT_APP_ID),
    notAppId: options.notAppId,
    gameDir: options.gameDir,
    map: options.map,
    tags: options.tag,
    hiddenTagsAll: options.hiddenTag,
    hiddenTagsAny: options.anyHiddenTag,
    nameMatch: options.name,
    versionMatch: options.versionMatch,
    hasPlayers: options.empty ? false : options.hasPlayers,
    notFull: options.full ? false : options.notFull,
    passwordProtected: options.password,
    secure: options.secure,
    dedicated: options.dedicated,
    linux: options.linux,
    spectatorProxy: options.spectatorProxy,
    whitelisted: options.whitelisted,
    uniqueAddress: options.uniqueAddress,
    gameAddress: options.gameAddress,
    queryAddress: options.queryAddress,
  };
  const conditions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const twice = Object.keys(conditions).find((name) => name in filter);
  if (twice !== undefined) {
    throw new UsageError(`An option and ${twice} in --filter say the same. Leave one of them out.`);
  }
  checkFilter(conditions);
  return { ...conditions, ...filter };
}

function parseFilter(json: string): ServerFilter {
  let filter: ServerFilter;
  try {
    filter = JSON.parse(json);
  } catch (cause) {
    throw new UsageError(`--filter is not JSON: ${cause instanceof Error ? cause.message : cause}.`, {
      cause,
    });
  }
  // Reads everything in it, so that what is no filter goes no further.
  checkFilter(filter, { origin: '--filter: ' });
  return filter;
}

function checkFilter(filter: ServerFilter, { origin = '' } = {}): void {
  try {
    encodeServerFilter(filter);
  } catch (error) {
    if (!(error instanceof ServerFilterError)) throw error;
    throw new UsageError(`${origin}${error.message}`, { cause: error });
  }
}

function collect(text: string, texts: readonly string[] = []): readonly string[] {
  return [...texts, text];
}
