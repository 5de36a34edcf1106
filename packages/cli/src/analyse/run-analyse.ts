import { availableParallelism } from 'node:os';
import { encodeAnalysis } from '@demobase/demo';
import { UsageError } from '../command-error.ts';
import { describeEnding } from '../demo-ending.ts';
import { exitCode } from '../exit-code.ts';
import { interruptionSignal } from '../interruption.ts';
import { colour, print, say } from '../output.ts';
import { harmlessJson, visibleText } from '../terminal-text.ts';
import { analyseFiles } from './analysis-pool.ts';
import { AnalysisProgress } from './analysis-progress.ts';
import { formatAnalysis } from './analysis-text.ts';
import type { ParameterSetting } from './detector-plan.ts';
import type { AnalysedFile, FileOutcome } from './file-outcome.ts';

export interface AnalyseOptions {
  readonly detector?: readonly string[];
  readonly parameter?: readonly ParameterSetting[];
  readonly author?: string;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

/** Analyses demos side by side and prints what was found, as the options of `demobase analyse` say. */
export async function runAnalyse(paths: readonly string[], options: AnalyseOptions): Promise<void> {
  requireOneStdin(paths);
  const { json, ndjson, jobs = availableParallelism() } = options;
  const progress = await AnalysisProgress.of(paths);
  const outcomes = analyseFiles(paths, {
    plan: {
      detectors: options.detector ?? [],
      parameters: options.parameter ?? [],
      author: options.author,
    },
    jobs: Math.min(jobs, paths.length),
    signal: interruptionSignal(),
    onBytes: (place, bytesRead) => progress.update(place, bytesRead),
  });
  const texts: string[] = [];
  let place = 0;
  let shown = 0;
  try {
    for await (const outcome of outcomes) {
      progress.clear();
      const name = paths[place] === '-' ? 'stdin' : (paths[place] ?? '');
      if (json) texts.push(jsonText(outcome));
      else if (ndjson) print(jsonText(outcome));
      else if (outcome.outcome === 'analysed') printForPeople(name, outcome, { isFirst: shown++ === 0 });
      sayWhatIsWrong(name, outcome);
      place += 1;
    }
  } finally {
    progress.clear();
  }
  if (json) print(paths.length === 1 ? (texts[0] ?? 'null') : `[${texts.join(',')}]`);
}

function requireOneStdin(paths: readonly string[]): void {
  const count = paths.filter((path) => path === '-').length;
  if (count > 1) throw new UsageError('There is one stdin, so - can be given once.');
  if (count === 1 && process.stdin.isTTY) {
    throw new UsageError('There is no demo on stdin: pipe one in, or name a file.');
  }
}

/** Null keeps the place of a file that could not be analysed. */
function jsonText(outcome: FileOutcome): string {
  return outcome.outcome === 'analysed' ? harmlessJson(encodeAnalysis(outcome.analysis)) : 'null';
}

function printForPeople(name: string, file: AnalysedFile, { isFirst }: { isFirst: boolean }): void {
  if (!isFirst) print('');
  print(colour(visibleText(name), 'bold'));
  for (const line of formatAnalysis(file)) print(line);
}

function sayWhatIsWrong(name: string, outcome: FileOutcome): void {
  const failure = outcome.outcome === 'failed' ? outcome.reason : outcome.damage;
  if (failure !== undefined) process.exitCode = exitCode.failed;
  const text = failure ?? (outcome.outcome === 'analysed' ? describeEnding(outcome.ending) : undefined);
  if (text !== undefined) say(`${visibleText(name)}: ${text}`);
}
