import type { Broadcast } from '@demobase/server';
import { Argument, type Command } from 'commander';
import { UsageError } from '../command-error.ts';
import { withCurrentDatabase } from '../database-access.ts';
import { print, printJson, say } from '../output.ts';
import { printTable } from '../table.ts';
import { formatTime } from '../units.ts';

interface JsonOption {
  readonly json?: boolean;
}

/** `demobase broadcast add`, `list` and `remove` */
export function addBroadcastCommand(program: Command): void {
  const broadcast = program
    .command('broadcast')
    .summary('tell everybody something')
    .description('Tell everybody something: clients show what /broadcasts answers.');
  broadcast
    .command('add')
    .summary('tell everybody something from now on')
    .description('Tell everybody something from now on. Prints the id to remove it by.')
    .argument('<message>', 'what to say, up to 2,000 characters')
    .option('--importance <word>', 'a word by which clients choose how to show it', 'info')
    .option('--json', 'print {"id", "message", "importance", "post_date"}')
    .addHelpText(
      'after',
      '\nExample:\n  $ demobase broadcast add "Down for an hour from 20:00 UTC" --importance warning',
    )
    .action((message: string, { importance, json }: JsonOption & { readonly importance: string }) =>
      withCurrentDatabase(async ({ server, db }) => {
        const added = await server.addBroadcast(db, { message, importance, now: new Date() });
        if (json) printJson(describe(added));
        else print(String(added.id));
      }),
    );
  broadcast
    .command('list')
    .summary('list what everybody is told')
    .description('List what everybody is told now, newest first.')
    .option('--json', 'print [{"id", "message", "importance", "post_date"}]')
    .addHelpText('after', '\nExample:\n  $ demobase broadcast list')
    .action(({ json }: JsonOption) =>
      withCurrentDatabase(async ({ server, db }) => {
        const broadcasts = await server.listBroadcasts(db);
        if (json) return printJson(broadcasts.map(describe));
        printTable(
          ['ID', 'POSTED (UTC)', 'IMPORTANCE', 'MESSAGE'],
          broadcasts.map((it) => [String(it.id), formatTime(it.postDate), it.importance, it.message]),
          { alignRight: ['ID'] },
        );
        if (broadcasts.length === 0) say('There are no broadcasts.');
      }),
    );
  broadcast
    .command('remove')
    .summary('end a broadcast')
    .description('End a broadcast: from now on nobody is told it.')
    .addArgument(new Argument('<id>', 'as list prints it').argParser(parseId))
    .addHelpText('after', '\nExample:\n  $ demobase broadcast remove 3')
    .action((id: bigint) =>
      withCurrentDatabase(async ({ server, db }) => {
        await server.retireBroadcast(db, { id, now: new Date() });
        say(`Broadcast ${id} is over.`);
      }),
    );
}

function describe({ id, message, importance, postDate }: Broadcast) {
  return { id: String(id), message, importance, post_date: postDate.toISOString() };
}

/** @throws {UsageError} */
function parseId(text: string): bigint {
  if (/^[1-9]\d{0,17}$/.test(text)) return BigInt(text);
  throw new UsageError(`"${text}" is not the id of a broadcast. "demobase broadcast list" prints them.`);
}
