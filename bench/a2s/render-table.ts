import { describeInWords, type Machine } from '../report/describe-machine.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { firstRateOf, lastRateOf, type ProgramSummary, ratioOf } from './summarise.ts';

export interface BenchResult extends Machine {
  readonly rounds: number;
  readonly passes: number;
  readonly serverCount: number;
  readonly delayMs: number;
  readonly lossShare: number;
  readonly fleetProcesses: number;
  readonly bareLoop: ProgramSummary;
  readonly programs: readonly ProgramSummary[];
}

export function renderTable(result: BenchResult): string {
  const [ours] = result.programs;
  const rows = [
    [
      'library',
      'at a time',
      'servers/s',
      'ours is',
      'servers/s, on and on',
      'ours is',
      'CPU µs a server',
      'peak MiB',
      'datagrams a server',
      'right',
      'wrong',
      'missing',
    ],
    ...result.programs.map((program) => renderProgram(program, ours ?? program)),
  ];
  const line =
    `${describeInWords(result)} Medians of ${result.rounds} rounds over ` +
    `${result.serverCount.toLocaleString('en')} fake servers that answer after ${result.delayMs} ms and lose ` +
    `${result.lossShare * 100} % of all datagrams each way. Those answer a bare loop at ` +
    `${wholeNumber(result.bareLoop.lastRate)} servers/s, which keeps them ${percent(result.bareLoop.fleetBusyShare)} busy.`;
  return `${line}\n\n${markdownTable(rows)}`;
}

function renderProgram(program: ProgramSummary, ours: ProgramSummary): string[] {
  const times = (rateOf: typeof firstRateOf) =>
    program === ours ? '' : `${ratioOf(ours, program, rateOf).toFixed(1)} ×`;
  return [
    `${program.name} ${program.version}`,
    wholeNumber(program.concurrency),
    wholeNumber(program.firstRate),
    times(firstRateOf),
    wholeNumber(program.lastRate),
    times(lastRateOf),
    wholeNumber(program.cpuMicrosecondsPerServer),
    wholeNumber(program.peakBytes / 2 ** 20),
    program.requestsPerServer.toFixed(2),
    wholeNumber(program.right),
    wholeNumber(program.wrong),
    wholeNumber(program.missing),
  ];
}

function wholeNumber(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
