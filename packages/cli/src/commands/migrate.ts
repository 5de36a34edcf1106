import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { withDatabase } from '../database-access.ts';
import { print, printJson, say } from '../output.ts';
import { printTable } from '../table.ts';
import { formatTime } from '../units.ts';

interface JsonOption {
  readonly json?: boolean;
}

/** `demobase migrate up`, `down`, `status` and `make` */
export function addMigrateCommand(program: Command): void {
  const migrate = program
    .command('migrate')
    .summary('change the database schema')
    .description(
      'Bring the database schema up to date, or back. "demobase serve" does the former by itself.',
    );
  migrate
    .command('up')
    .summary('run the migrations that are missing')
    .description('Run every migration that the database has not seen, all or none.')
    .option('--json', 'print {"migrations"}')
    .addHelpText('after', '\nExample:\n  $ demobase migrate up')
    .action(({ json }: JsonOption) =>
      withDatabase(async ({ server, db }) => report(await server.migrateToLatest(db), { verb: 'Ran', json })),
    );
  migrate
    .command('down')
    .summary('undo the last migration')
    .description('Undo the last migration. What its tables held is gone: make a backup first.')
    .option('--json', 'print {"migrations"}')
    .addHelpText('after', '\nExample:\n  $ demobase migrate down')
    .action(({ json }: JsonOption) =>
      withDatabase(async ({ server, db }) => report(await server.migrateDown(db), { verb: 'Undid', json })),
    );
  migrate
    .command('status')
    .summary('list the migrations')
    .description('List every migration, and when it ran.')
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  $ demobase migrate status')
    .action(runStatus);
  migrate
    .command('make <name>')
    .summary('write a new migration file')
    .description('Write the file of a new migration, to be filled in. For work on the sources of demobase.')
    .option('--json', 'print {"file"}')
    .addHelpText('after', '\nExample:\n  $ demobase migrate make add-demo-map')
    .action(runMake);
}

function report(migrations: string[], { verb, json }: { verb: string; json: boolean | undefined }): void {
  if (json) printJson({ migrations });
  else if (migrations.length === 0) say('There was nothing to do.');
  else say(`${verb} ${migrations.join(', ')}.`);
}

async function runStatus({ json }: JsonOption): Promise<void> {
  const migrations = await withDatabase(({ server, db }) => server.migrationStatus(db));
  if (json) {
    printJson(
      migrations.map(({ name, executedAt, isKnown }) => ({
        name,
        executed_at: executedAt?.toISOString() ?? null,
        is_known: isKnown,
      })),
    );
    return;
  }
  const rows = migrations.map(({ name, executedAt, isKnown }) => [
    name,
    executedAt ? formatTime(executedAt) : 'not yet',
    isKnown ? '' : 'of a newer demobase',
  ]);
  printTable(['MIGRATION', 'RAN (UTC)', 'NOTE'], rows);
}

async function runMake(name: string, { json }: JsonOption): Promise<void> {
  const { makeMigration } = await import('@demobase/server');
  const serverPackage = import.meta.resolve('@demobase/server');
  const folder = fileURLToPath(new URL('../src/database/migrations/', serverPackage));
  const file = await makeMigration(name, folder);
  if (json) printJson({ file });
  else print(file);
}
