import { readFile } from 'node:fs/promises';
import { DemobaseClient } from '@demobase/client';
import type { Command } from 'commander';
import { WebSocket } from 'ws';
import { CommandError, UsageError } from './command-error.ts';
import { loadEnvironmentFile } from './environment.ts';

const DEFAULT_URL = 'http://127.0.0.1:8000';

/** How a command reaches a service, as its options say. */
export interface ServiceOptions {
  readonly url?: string;
  readonly apiKeyFile?: string;
  readonly apiKey?: string;
}

/** Adds the options by which every command that talks to a running service finds it. */
export function addServiceOptions(command: Command): Command {
  return command
    .option('--url <url>', `where the service is (default: $DEMOBASE_URL, else ${DEFAULT_URL})`)
    .option('--api-key-file <file>', 'file that holds the API key (default: the key in $DEMOBASE_API_KEY)')
    .option(
      '--api-key <key>',
      'the API key itself; everybody on this machine can see it in the process list',
    );
}

/**
 * A client for the service that options, environment and a file `.env` here name.
 *
 * @throws {UsageError} when no API key is given, or the URL is none.
 */
export async function createClient(options: ServiceOptions): Promise<DemobaseClient> {
  loadEnvironmentFile();
  const baseUrl = options.url ?? (process.env.DEMOBASE_URL || DEFAULT_URL);
  if (!/^https?:\/\/./.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new UsageError(`${baseUrl} is not a URL of a service. It looks like https://demos.example.`);
  }
  return new DemobaseClient({ baseUrl, apiKey: await readApiKey(options), webSocket: WebSocket });
}

async function readApiKey({ apiKey, apiKeyFile }: ServiceOptions): Promise<string> {
  const key =
    apiKey ?? (apiKeyFile === undefined ? process.env.DEMOBASE_API_KEY : await readKeyFile(apiKeyFile));
  if (!key) {
    throw new UsageError(
      'An API key is needed. Put it into DEMOBASE_API_KEY, or into a file named with --api-key-file. ' +
        'You get one by signing in at the service under /provision.',
    );
  }
  // Anything else would not pass as a header, and must not be quoted in a message.
  if (!/^[\w-]+$/.test(key))
    throw new UsageError('The API key is malformed: it reads MB- and 43 characters.');
  return key;
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new CommandError(`The API key cannot be read from ${path}: ${(cause as Error).message}`, { cause });
  }
}
