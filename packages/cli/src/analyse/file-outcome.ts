import type { DemoAnalysis, DemoEnding } from '@demobase/demo';

/** What came of one file. */
export type FileOutcome = AnalysedFile | FailedFile;

export interface AnalysedFile {
  readonly outcome: 'analysed';
  readonly analysis: DemoAnalysis;
  readonly tickIntervalSeconds: number;
  readonly ending: DemoEnding;
  /** What is wrong where it is damaged, for people; the analysis goes up to there. */
  readonly damage: string | undefined;
}

export interface FailedFile {
  readonly outcome: 'failed';
  /** Why there is no analysis, for people: a sentence. */
  readonly reason: string;
}
