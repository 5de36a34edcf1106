import { median } from '../report/median.ts';
import type { RunFigures } from './run-program.ts';

/** All runs of one program, and their medians. */
export interface ProgramSummary {
  readonly name: string;
  readonly version: string;
  readonly concurrency: number;
  /** Right answers a second, of the first sweep. */
  readonly firstRate: number;
  /** The same of the last, which is the longest. */
  readonly lastRate: number;
  readonly cpuMicrosecondsPerServer: number;
  readonly peakBytes: number;
  readonly requestsPerServer: number;
  readonly fleetBusyShare: number;
  /** Of all sweeps of all rounds together. */
  readonly right: number;
  readonly wrong: number;
  readonly missing: number;
  readonly runs: readonly RunFigures[];
}

export function summarise(
  program: { readonly name: string; readonly version: string },
  runs: readonly RunFigures[],
): ProgramSummary {
  const medianOf = (figure: (run: RunFigures) => number) => median(runs.map(figure));
  const total = (figure: (sweep: RunFigures['sweeps'][number]) => number) =>
    runs.flatMap(({ sweeps }) => sweeps).reduce((sum, sweep) => sum + figure(sweep), 0);
  return {
    name: program.name,
    version: program.version,
    concurrency: runs[0]?.concurrency ?? Number.NaN,
    firstRate: medianOf(firstRateOf),
    lastRate: medianOf(lastRateOf),
    cpuMicrosecondsPerServer: medianOf(cpuOf),
    peakBytes: medianOf(({ peakBytes }) => peakBytes),
    requestsPerServer: medianOf(({ requestsPerServer }) => requestsPerServer),
    fleetBusyShare: medianOf(({ fleetBusyShare }) => fleetBusyShare),
    right: total(({ right }) => right),
    wrong: total(({ wrong }) => wrong),
    missing: total(({ missing }) => missing),
    runs,
  };
}

/** Median, over the rounds, of the first program's rate by the second's in the same round. */
export function ratioOf(
  ours: ProgramSummary,
  theirs: ProgramSummary,
  rateOf: (run: RunFigures) => number,
): number {
  return median(
    ours.runs.flatMap((run, round) => {
      const other = theirs.runs[round];
      return other ? rateOf(run) / rateOf(other) : [];
    }),
  );
}

export function firstRateOf({ sweeps }: RunFigures): number {
  return rateOf(sweeps.at(0));
}

export function lastRateOf({ sweeps }: RunFigures): number {
  return rateOf(sweeps.at(-1));
}

/** Only what is right counts: a fast wrong answer is no answer. */
function rateOf(sweep: RunFigures['sweeps'][number] | undefined): number {
  return sweep ? sweep.right / sweep.seconds : Number.NaN;
}

function cpuOf({ sweeps }: RunFigures): number {
  const cpuSeconds = sweeps.reduce((sum, sweep) => sum + sweep.cpuSeconds, 0);
  const servers = sweeps.reduce((sum, { right }) => sum + right, 0);
  return (cpuSeconds / servers) * 1e6;
}
