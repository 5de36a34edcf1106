import { readFile } from 'node:fs/promises';
import { SteamWebApi, steamApiKeyFromEnvironment, steamApiKeyFromFile } from '@demobase/steam';
import type { Command } from 'commander';
import { CommandError, UsageError } from './command-error.ts';
import { loadEnvironmentFile } from './environment.ts';

/** How a command reaches Steam. There is no option for the key itself: everybody could read it in the process list. */
export interface SteamOptions {
  readonly steamApiKeyFile?: string;
}

/** Adds the option by which every command that asks Steam finds the key. */
export function addSteamOptions(command: Command): Command {
  return command.option(
    '--steam-api-key-file <file>',
    'file that holds the Steam Web API key: .json, .toml, or text with nothing else (default: the key in $STEAM_API_KEY)',
  );
}

/**
 * Steam's Web API with the key that the option, the environment or a file `.env` here gives.
 *
 * @throws {UsageError} without a key, or with what is none; `purpose` says what needs it.
 */
export async function openSteam({ steamApiKeyFile }: SteamOptions, purpose: string): Promise<SteamWebApi> {
  loadEnvironmentFile();
  const key =
    steamApiKeyFile === undefined ? steamApiKeyFromEnvironment() : await readKeyFile(steamApiKeyFile);
  if (key === undefined) {
    throw new UsageError(
      `${purpose} needs a Steam Web API key. Put it into STEAM_API_KEY, or into a file named with ` +
        '--steam-api-key-file. Anybody with a Steam account gets one at https://steamcommunity.com/dev/apikey.',
    );
  }
  // Not quoted: it may be a secret of another kind.
  if (!/^[0-9a-f]{32}$/i.test(key)) {
    throw new UsageError('The Steam Web API key is malformed: it is 32 hexadecimal digits.');
  }
  return new SteamWebApi({ key, ...baseUrl() });
}

/** Elsewhere only to try things against the simulator. */
function baseUrl(): { baseUrl?: string } {
  const url = process.env.DEMOBASE_STEAM_API_URL;
  if (!url) return {};
  if (/^https?:\/\/./.test(url) && URL.canParse(url)) return { baseUrl: url };
  throw new UsageError('DEMOBASE_STEAM_API_URL is not a URL. It looks like https://api.steampowered.com.');
}

async function readKeyFile(path: string): Promise<string> {
  if (/\.(json|toml)$/i.test(path)) return steamApiKeyFromFile(path);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`The Steam Web API key cannot be read from ${path}: ${reason}`, { cause });
  }
}
