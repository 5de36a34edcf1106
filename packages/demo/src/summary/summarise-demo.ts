import { DemoFormatError } from '../demo-format-error.ts';
import { DemoReader } from '../reader/demo-reader.ts';
import type { DemoSummary } from './demo-summary.ts';
import { SummaryBuilder } from './summary-builder.ts';

/**
 * Reads a demo from where it comes and tells what is in it. Damage after the header ends the reading, not the
 * summary: it tells what was read up to there, and `error` why no more.
 *
 * ```ts
 * const { map, players, kills } = await summariseDemo(createReadStream('match.dem'));
 * ```
 * @throws {DemoFormatError} when it is no demo, or its header is incomplete
 */
export async function summariseDemo(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<DemoSummary> {
  const reader = new DemoReader();
  const builder = new SummaryBuilder(reader);
  try {
    await reader.readAll(source);
  } catch (error) {
    if (!(error instanceof DemoFormatError) || reader.header === undefined) throw error;
    return builder.summary(error);
  }
  return builder.summary();
}
