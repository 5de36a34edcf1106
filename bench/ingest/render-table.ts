import { describeInWords, type Machine } from '../report/describe-machine.ts';
import { markdownTable } from '../report/markdown-table.ts';
import type { CaseSummary, Medians } from './summarise.ts';

/** Renders a result as Markdown, which reads well in a terminal too: our figure first, then the bare server's. */
export function renderTable(
  result: Machine & {
    readonly rounds: number;
    readonly megabytes: number;
    readonly cases: readonly CaseSummary[];
  },
): string {
  const rows = [
    [
      'streams',
      'frame',
      'MB/s',
      'bare `ws`',
      'ratio',
      'CPU s/GB',
      'bare `ws`',
      'KiB a stream, sending',
      'bare `ws`',
      'KiB a stream, all in all',
      'bare `ws`',
    ],
    ...result.cases.map(renderCase),
  ];
  const line =
    `${describeInWords(result)} Medians of ${result.rounds} rounds; ` +
    `a built demo of ${result.megabytes} MB, shared out among the streams.`;
  return `${line}\n\n${markdownTable(rows)}`;
}

function renderCase({ streamCount, frameBytes, demobase, ws, throughputRatio }: CaseSummary): string[] {
  const pair = (format: (medians: Medians) => string) => [format(demobase), format(ws)];
  const kibibytes = (bytes: number) => (bytes / 1024).toFixed(0);
  return [
    streamCount.toLocaleString('en'),
    `${frameBytes / 1024} KiB`,
    ...pair((medians) => medians.megabytesPerSecond.toFixed(0)),
    throughputRatio.toFixed(2),
    ...pair((medians) => medians.cpuSecondsPerGigabyte.toFixed(2)),
    ...pair((medians) => kibibytes(medians.bytesPerStreamAboveConnected)),
    ...pair((medians) => kibibytes(medians.bytesPerStreamAboveStarted)),
  ];
}
