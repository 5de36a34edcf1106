import { A2sClient, type GameServerPart, GameServers, type SteamWebApi } from '@demobase/steam';
import { type Command, InvalidArgumentError, Option } from 'commander';

const PARTS: readonly GameServerPart[] = ['ping', 'players', 'rules'];

/** What a command asks game servers for, and how it prints that. */
export interface GameServerOptions {
  readonly part?: readonly GameServerPart[];
  readonly allowPrivate?: true;
}

export interface PrintOptions {
  readonly json?: true;
  readonly ndjson?: true;
}

/** `--part`: `fallback` says what is asked for without it. */
export function partOption(fallback: string): Option {
  return new Option(
    '--part <part>',
    `ask for ping, players or rules; repeat it for more (default: ${fallback})`,
  ).argParser(collectParts);
}

export function addPrivateOption(command: Command): Command {
  return command.option('--allow-private', 'also ask addresses of this machine and of private networks');
}

/** Game servers over UDP, and through Steam where there is a key. To be closed after use. */
export function openGameServers(webApi: SteamWebApi | undefined, { allowPrivate = false }): GameServers {
  return new GameServers({ webApi, a2s: new A2sClient({ allowPrivateAddresses: allowPrivate }) });
}

/** In one order however they were given, each once. */
function collectParts(text: string, parts: readonly GameServerPart[] = []): GameServerPart[] {
  if (!PARTS.some((part) => part === text)) {
    throw new InvalidArgumentError(`It is one of ${PARTS.join(', ')}.`);
  }
  return PARTS.filter((part) => part === text || parts.includes(part));
}
