import type { Command } from 'commander';
import { addServersListCommand } from './servers-list.ts';
import { addServersQueryCommand } from './servers-query.ts';
import { addServersWatchCommand } from './servers-watch.ts';

/** `demobase servers list`, `query` and `watch` */
export function addServersCommand(program: Command): void {
  const servers = program
    .command('servers')
    .summary('list, query and watch game servers')
    .description(
      'List the game servers that Steam knows, ask them what they say of themselves, and watch one. No service of ' +
        'ours is needed for it.',
    );
  addServersListCommand(servers);
  addServersQueryCommand(servers);
  addServersWatchCommand(servers);
}
