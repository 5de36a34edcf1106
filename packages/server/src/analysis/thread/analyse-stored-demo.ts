import {
  Analysis,
  DemoFormatError,
  DemoReader,
  type DemoSummary,
  DetectorError,
  encodeAnalysis,
  SummaryBuilder,
} from '@demobase/demo';
import { type BlobStore, BlobStoreError, demoBlobName, type OpenBlob } from '../../blobs/blob-store.ts';
import { storableJson } from '../storable-json.ts';
import { searchableRows } from './searchable-rows.ts';
import type { AnalysisOutcome, AnalysisResult, DemoProblemReport } from './thread-messages.ts';

/** Whose the detections of our own detectors are. */
export const OWN_AUTHOR = 'demobase';

/**
 * The largest summary kept, and the largest of what is made of it. A match has a hundredth of it; a demo that was
 * made to fill memory would fill that of whoever asks for its summary, too.
 */
const MAX_DOCUMENT_BYTES = 64 * 1024 ** 2;

/** Of a demo nobody could say anything of, whatever its bytes. */
const unreadableCodes: readonly DemoFormatError['code'][] = [
  'not-a-demo',
  'unsupported-protocol',
  'incomplete-header',
];

export interface AnalyseOptions {
  /** Told now and then how much of the demo is read, from 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/**
 * Reads a stored demo once, for its summary and all detectors together. Bytes are read as fast as they are
 * understood, and a demo of any size is never held. A detector that fails costs its detections, not the summary:
 * then the demo is read again without detectors.
 */
export async function analyseStoredDemo(
  blobs: BlobStore,
  sessionId: bigint,
  options: AnalyseOptions,
): Promise<AnalysisOutcome> {
  try {
    const first = await readStoredDemo(blobs, sessionId, { ...options, hasDetectors: true });
    if (first.outcome !== 'detector-failed') return first;
    const second = await readStoredDemo(blobs, sessionId, { ...options, hasDetectors: false });
    if (second.outcome === 'detector-failed') return { outcome: 'crashed', problem: first.problem };
    if (second.outcome !== 'analysed') return second;
    return { ...second, problem: second.problem ?? first.problem };
  } catch (error) {
    if (error instanceof BlobStoreError) return { outcome: 'storage-failed', reason: error.message };
    return { outcome: 'crashed', problem: { code: 'reader_failed', reason: describe(error) } };
  }
}

type Reading = AnalysisOutcome | { readonly outcome: 'detector-failed'; readonly problem: DemoProblemReport };

async function readStoredDemo(
  blobs: BlobStore,
  sessionId: bigint,
  options: AnalyseOptions & { readonly hasDetectors: boolean },
): Promise<Reading> {
  const blob = await blobs.get(demoBlobName(sessionId));
  if (!blob) return { outcome: 'missing' };
  const reader = new DemoReader();
  const builder = new SummaryBuilder(reader);
  const analysis = new Analysis(reader, {
    author: OWN_AUTHOR,
    ...(!options.hasDetectors && { detectors: [] }),
  });
  try {
    const error = await readAll(reader, blob, options);
    if (error && reader.header === undefined) {
      return { outcome: 'unreadable', problem: problemOf(error), result: undefined };
    }
    const result = encodeResult(builder.summary(error), encodeAnalysis(analysis.end()));
    const largest = Math.max(...Object.values(result).map(({ byteLength }) => byteLength));
    if (largest > MAX_DOCUMENT_BYTES) return { outcome: 'crashed', problem: tooLarge(largest) };
    if (!error) return { outcome: 'analysed', result, problem: undefined };
    const outcome = unreadableCodes.includes(error.code) ? 'unreadable' : 'analysed';
    return { outcome, result, problem: problemOf(error) };
  } catch (error) {
    if (!(error instanceof DetectorError)) throw error;
    return { outcome: 'detector-failed', problem: { code: 'detector_failed', reason: error.message } };
  } finally {
    blob.body.destroy();
  }
}

/** Reads to the end, or to where the bytes stop being a demo: then why. */
async function readAll(
  reader: DemoReader,
  { body, sizeBytes }: OpenBlob,
  { onProgress }: AnalyseOptions,
): Promise<DemoFormatError | undefined> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next: IteratorResult<Buffer> = await chunks.next().catch(storageFailed);
      if (next.done) break;
      reader.push(next.value);
      onProgress(reader.bytesRead / sizeBytes);
    }
    reader.end();
    return undefined;
  } catch (error) {
    if (error instanceof DemoFormatError) return error;
    throw error;
  }
}

/** A body that breaks off says nothing about the demo. */
function storageFailed(cause: unknown): never {
  if (cause instanceof BlobStoreError) throw cause;
  throw new BlobStoreError('unavailable', `The demo could not be read to its end: ${describe(cause)}`, {
    cause,
  });
}

function encodeResult(summary: DemoSummary, analysis: string): AnalysisResult {
  const encoder = new TextEncoder();
  return {
    summary: encoder.encode(storableJson(JSON.stringify(summary))),
    rows: encoder.encode(storableJson(JSON.stringify(searchableRows(summary)))),
    analysis: encoder.encode(storableJson(analysis)),
  };
}

function tooLarge(sizeBytes: number): DemoProblemReport {
  const reason = `What is in the demo takes ${sizeBytes} bytes to tell; more than ${MAX_DOCUMENT_BYTES} are not kept.`;
  return { code: 'result_too_large', reason };
}

function problemOf(error: DemoFormatError): DemoProblemReport {
  const reason = `${error.reason.charAt(0).toUpperCase()}${error.reason.slice(1)}, at byte ${error.offset}.`;
  return { code: error.code.replaceAll('-', '_'), reason };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
