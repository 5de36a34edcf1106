import { Analysis, type AnalysisOptions, DemoFormatError, DemoReader } from '@demobase/demo';
import { describeDamage, endingOf } from '../demo-ending.ts';
import { openDemo } from '../demo-file.ts';
import { sentence } from '../part-outcome-text.ts';
import type { FileOutcome } from './file-outcome.ts';

interface AnalyseOptions {
  /** What to look for. */
  readonly options: AnalysisOptions;
  readonly onBytes: (bytesRead: number) => void;
}

/** Reads a demo and looks for what detectors find. Whatever goes wrong with it is its outcome, never thrown. */
export async function analyseFile(path: string, { options, onBytes }: AnalyseOptions): Promise<FileOutcome> {
  try {
    const { chunks } = await openDemo(path, { onBytes });
    const reader = new DemoReader();
    const analysis = new Analysis(reader, options);
    const damage = await readToDamage(reader, chunks);
    return {
      outcome: 'analysed',
      analysis: analysis.end(),
      tickIntervalSeconds: reader.tickIntervalSeconds,
      ending: damage === undefined ? endingOf(reader) : 'damaged',
      damage: damage && describeDamage(damage),
    };
  } catch (error) {
    return { outcome: 'failed', reason: describeFailure(error) };
  }
}

/** Reads a demo as far as it is one, and tells why no further. */
async function readToDamage(
  reader: DemoReader,
  chunks: AsyncIterable<Uint8Array>,
): Promise<DemoFormatError | undefined> {
  try {
    await reader.readAll(chunks);
    return undefined;
  } catch (error) {
    if (error instanceof DemoFormatError && reader.header !== undefined) return error;
    throw error;
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof DemoFormatError) return describeDamage(error);
  return sentence(error instanceof Error ? error.message : String(error));
}
