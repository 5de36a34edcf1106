import { median } from '../report/median.ts';
import type { Case } from './measure.ts';
import type { Found, RunFigures } from './run-reader.ts';

/** The medians of a case. */
export type CaseSummary =
  | {
      readonly outcome: 'read';
      /** Of the one reading of a new process. */
      readonly firstSeconds: number;
      /** Of all later readings of a process that reads over and over; absent where none does. */
      readonly againSeconds?: number;
      readonly processSeconds: number;
      readonly bytesAboveIdle: number;
      /** Of a summary, the same in every round. */
      readonly found?: Found;
    }
  | { readonly outcome: 'failed'; readonly errorName: string };

export function summarise({ once, often }: Case): CaseSummary {
  const failed = [...once, ...often].find((run) => run.outcome === 'failed');
  if (failed) return { outcome: 'failed', errorName: failed.failure.name };
  const reads = once.filter((run) => run.outcome === 'read');
  const found = reads[0]?.result.found;
  const again = often.map(againSecondsOf).filter((seconds) => !Number.isNaN(seconds));
  return {
    outcome: 'read',
    firstSeconds: median(once.map(firstSecondsOf)),
    ...(again.length > 0 ? { againSeconds: median(again) } : {}),
    processSeconds: median(reads.map(({ processSeconds }) => processSeconds)),
    bytesAboveIdle: median(reads.map(({ bytesAboveIdle }) => bytesAboveIdle)),
    ...(found ? { found } : {}),
  };
}

/** Median, over the rounds, of their time by ours in the same round; NaN when one of them failed. */
export function ratioOf(ours: Case, theirs: Case): number {
  const secondsOf = ours.often.length > 0 ? againSecondsOf : firstSecondsOf;
  const runsOf = ({ once, often }: Case) => (often.length > 0 ? often : once);
  return median(
    runsOf(ours).flatMap((run, round) => {
      const other = runsOf(theirs)[round];
      return other ? secondsOf(other) / secondsOf(run) : [];
    }),
  );
}

function firstSecondsOf(run: RunFigures): number {
  return run.outcome === 'read' ? (run.seconds[0] ?? Number.NaN) : Number.NaN;
}

function againSecondsOf(run: RunFigures): number {
  return run.outcome === 'read' ? median(run.seconds.slice(1)) : Number.NaN;
}
