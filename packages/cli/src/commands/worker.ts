import type { Command } from 'commander';

/** `demobase worker` */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .summary('analyse demos, and nothing else')
    .description(
      'Analyse stored demos until it is stopped with Ctrl+C or SIGTERM. "demobase serve" does so by itself; run ' +
        'this beside it, on as many machines as you like, where demos come faster than it can read them. It takes ' +
        'the same settings, and needs the same database and storage. DEMOBASE_ANALYSIS_WORKERS says how many demos ' +
        'it reads at once.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase worker\n  $ DEMOBASE_ANALYSIS_WORKERS=8 DEMOBASE_BLOB_STORE=s3 demobase worker',
    )
    .action(async () => {
      const { loadEnvironment, runWorker } = await import('@demobase/server');
      process.exitCode = await runWorker(loadEnvironment());
    });
}
