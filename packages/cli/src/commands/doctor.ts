import type { Command } from 'commander';
import { checkInstallation, type Finding } from '../checks.ts';
import { exitCode } from '../exit-code.ts';
import { interruptionSignal } from '../interruption.ts';
import { colour, print, printJson } from '../output.ts';

const MARKS = {
  fine: { sign: '✓', colour: 'green' },
  failed: { sign: '✗', colour: 'red' },
  note: { sign: '–', colour: 'yellow' },
} as const;

/** `demobase doctor` */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('find out what keeps the service from working')
    .description(
      'Check everything the service needs: Node, settings, data folder, database, storage, Steam. Safe while it ' +
        'runs. Ends with 1 when something is wrong.',
    )
    .option('--json', 'print a JSON array of {"check", "status", "detail"}')
    .addHelpText('after', '\nExample:\n  $ demobase doctor')
    .action(runDoctor);
}

async function runDoctor({ json }: { json?: boolean }): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of checkInstallation({ signal: interruptionSignal() })) {
    findings.push(finding);
    if (!json) print(formatFinding(finding));
  }
  if (json) printJson(findings);
  if (findings.some(({ status }) => status === 'failed')) process.exitCode = exitCode.failed;
}

function formatFinding({ check, status, detail }: Finding): string {
  const mark = MARKS[status];
  return `${colour(mark.sign, mark.colour)} ${check}: ${detail}`;
}
