import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { type DatabaseAccess, withCurrentDatabase } from '../database-access.ts';
import { print, printJson, say } from '../output.ts';
import { parseSteamId } from '../steam-id-argument.ts';
import { printTable } from '../table.ts';
import { formatTime } from '../units.ts';

/** `demobase key create`, `list` and `revoke` */
export function addKeyCommand(program: Command): void {
  const key = program
    .command('key')
    .summary('create, list and revoke API keys')
    .description('Create, list and revoke API keys, in the database that the settings name.');
  key
    .command('create')
    .summary('create an API key')
    .description(
      'Create an API key for an account, and the account if there is none. Other keys stay as they are.',
    )
    .requiredOption('--steam-id <id>', 'whose key; any spelling of a Steam ID', parseSteamId)
    .option('--json', 'print {"api_key"}')
    .addHelpText('after', '\nExample:\n  $ demobase key create --steam-id 76561198006409530')
    .action(runCreate);
  key
    .command('list')
    .summary('list API keys')
    .description('List the API keys that work, oldest first. The keys themselves are kept nowhere.')
    .option('--steam-id <id>', 'only of this account', parseSteamId)
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  $ demobase key list --steam-id "[U:1:46143802]"')
    .action(runList);
  key
    .command('revoke <key>')
    .summary('revoke an API key')
    .description('Revoke an API key, named by its id or its first characters, at once and for good.')
    .option('--json', 'print {"id", "prefix", "steam_id"}')
    .addHelpText('after', '\nExamples:\n  $ demobase key revoke 3\n  $ demobase key revoke MB-x4Yp_')
    .action(runRevoke);
}

async function runCreate({ steamId, json }: { steamId: bigint; json?: boolean }): Promise<void> {
  const created = await withCurrentDatabase(async ({ server, db }) => {
    await server.createAccount(db, steamId);
    return server.createApiKey(db, steamId);
  });
  if (json) {
    printJson({ api_key: created.key });
    return;
  }
  say(`API key ${created.id} of ${steamId}. It is shown only this once:`);
  print(created.key);
}

async function runList({ steamId, json }: { steamId?: bigint; json?: boolean }): Promise<void> {
  const keys = await withCurrentDatabase(({ server, db }) => server.listApiKeys(db, steamId));
  if (json) {
    printJson(
      keys.map((key) => ({
        id: String(key.id),
        steam_id: String(key.steamId),
        prefix: key.prefix,
        created_at: key.createdAt.toISOString(),
        last_used_at: key.lastUsedAt?.toISOString() ?? null,
      })),
    );
    return;
  }
  printTable(
    ['ID', 'STEAM ID', 'BEGINS', 'CREATED (UTC)', 'LAST USED (UTC)'],
    keys.map((key) => [
      String(key.id),
      String(key.steamId),
      key.prefix,
      formatTime(key.createdAt),
      formatTime(key.lastUsedAt ?? null),
    ]),
    { alignRight: ['ID'] },
  );
  if (keys.length === 0) say('There are no API keys.');
}

async function runRevoke(idOrPrefix: string, { json }: { json?: boolean }): Promise<void> {
  const key = await withCurrentDatabase(async (access) => {
    const found = await findKey(access, idOrPrefix);
    await access.server.revokeApiKey(access.db, { steamId: found.steamId, keyId: found.id });
    return found;
  });
  if (json) printJson({ id: String(key.id), prefix: key.prefix, steam_id: String(key.steamId) });
  else say(`Revoked API key ${key.id} (${key.prefix}…) of ${key.steamId}.`);
}

async function findKey({ server, db }: DatabaseAccess, idOrPrefix: string) {
  const keys = await server.listApiKeys(db);
  // Somebody may paste a whole key: its beginning is all that is known here.
  const matches = keys.filter(({ id, prefix }) => String(id) === idOrPrefix || idOrPrefix.startsWith(prefix));
  const [key] = matches;
  if (key === undefined) throw new CommandError('There is no such API key. See "demobase key list".');
  if (matches.length === 1) return key;
  const ids = matches.map(({ id }) => id).join(', ');
  throw new CommandError(`More than one API key begins like this. Name one by its id: ${ids}.`);
}
