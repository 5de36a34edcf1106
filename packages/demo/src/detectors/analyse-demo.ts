import { DemoReader } from '../reader/demo-reader.ts';
import { Analysis, type AnalysisOptions } from './analysis.ts';
import type { DemoAnalysis } from './demo-analysis.ts';

/**
 * Reads a demo from where it comes and runs detectors over it. To keep what was found in a demo that turns out
 * damaged, attach an {@link Analysis} to a reader.
 *
 * ```ts
 * const { detections } = await analyseDemo(createReadStream('match.dem'));
 * for (const { tick, algorithm, player } of detections) console.log(tick, algorithm, player);
 * ```
 * @throws {DemoFormatError} where the bytes are no demo, or stop being one
 * @throws {DetectorError} when a detector fails
 */
export async function analyseDemo(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: AnalysisOptions = {},
): Promise<DemoAnalysis> {
  const reader = new DemoReader();
  const analysis = new Analysis(reader, options);
  await reader.readAll(source);
  return analysis.end();
}
