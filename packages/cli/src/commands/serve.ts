import type { Command } from 'commander';

/** `demobase serve` */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .summary('run the service')
    .description(
      'Run the service until it is stopped with Ctrl+C or SIGTERM. Without any settings it keeps everything in ' +
        'one data folder, its database included. Settings are environment variables; DEMOBASE_PORT and ' +
        'DEMOBASE_DATA_DIR are the first to know.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase serve\n  $ DEMOBASE_HOST=0.0.0.0 DEMOBASE_PORT=80 demobase serve',
    )
    .action(async () => {
      const { loadEnvironment, runServer } = await import('@demobase/server');
      process.exitCode = await runServer(loadEnvironment());
    });
}
