import { median } from '../report/median.ts';
import type { RunFigures } from './run-figures.ts';

/** Every run of one case, and the medians of them. */
export interface CaseSummary {
  readonly streamCount: number;
  readonly frameBytes: number;
  readonly demobase: Medians;
  readonly ws: Medians;
  /** Median over the rounds of our throughput by the peer's in the same round. */
  readonly throughputRatio: number;
  readonly runs: { readonly demobase: readonly RunFigures[]; readonly ws: readonly RunFigures[] };
}

export interface Medians {
  readonly megabytesPerSecond: number;
  readonly cpuSecondsPerGigabyte: number;
  /** Peak memory above that of the started server, by streams. */
  readonly bytesPerStreamAboveStarted: number;
  /** Peak memory above that of the connected, silent streams, by streams. */
  readonly bytesPerStreamAboveConnected: number;
}

export function summarise(measured: Pick<CaseSummary, 'streamCount' | 'frameBytes' | 'runs'>): CaseSummary {
  const { streamCount, runs } = measured;
  const ratios = runs.demobase.map((ours, round) => rateOf(ours) / rateOf(runs.ws[round] ?? ours));
  return {
    ...measured,
    demobase: mediansOf(runs.demobase, streamCount),
    ws: mediansOf(runs.ws, streamCount),
    throughputRatio: median(ratios),
  };
}

function mediansOf(runs: readonly RunFigures[], streamCount: number): Medians {
  return {
    megabytesPerSecond: median(runs.map((run) => rateOf(run) / 1e6)),
    cpuSecondsPerGigabyte: median(runs.map((run) => run.cpuSeconds / (run.bytes / 1e9))),
    bytesPerStreamAboveStarted: median(runs.map((run) => (run.peakBytes - run.startedBytes) / streamCount)),
    bytesPerStreamAboveConnected: median(
      runs.map((run) => (run.peakBytes - run.connectedBytes) / streamCount),
    ),
  };
}

function rateOf(run: RunFigures): number {
  return run.bytes / run.seconds;
}
