import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAnalyseCommand } from './commands/analyse.ts';
import { addAnalysisCommand } from './commands/analysis.ts';
import { addBroadcastCommand } from './commands/broadcast.ts';
import { addDemosCommand } from './commands/demos.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addKeyCommand } from './commands/key.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addPlayerCommand } from './commands/player.ts';
import { addRoleCommand } from './commands/role.ts';
import { addServeCommand } from './commands/serve.ts';
import { addServersCommand } from './commands/servers.ts';
import { addUploadCommand } from './commands/upload.ts';
import { addWorkerCommand } from './commands/worker.ts';

/** The whole command line. Adding a command here is all it takes; what it needs it loads when it runs. */
export function buildProgram(): Command {
  const program = new Command('demobase')
    .description('Collects, keeps, understands and serves game demo recordings.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Try --help.');
  addServeCommand(program);
  addWorkerCommand(program);
  addUploadCommand(program);
  addDemosCommand(program);
  addInspectCommand(program);
  addAnalyseCommand(program);
  addServersCommand(program);
  addPlayerCommand(program);
  addKeyCommand(program);
  addRoleCommand(program);
  addAnalysisCommand(program);
  addBroadcastCommand(program);
  addMigrateCommand(program);
  addDoctorCommand(program);
  for (const group of program.commands) group.helpCommand(false);
  return program;
}

function readVersion(): string {
  const packageFile = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(packageFile);
  return version;
}
