import { AnalysisFormatError } from '@demobase/demo';
import type { Transaction } from 'kysely';
import type { AppParts } from '../app-parts.ts';
import { analysisBlobName } from '../blobs/blob-store.ts';
import type { Database } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { Turns } from '../game-servers/turns.ts';
import { AnalysisDocument } from './ingest-document.ts';
import {
  deleteDetections,
  type IngestableSession,
  insertDetections,
  lockIngestableSession,
  noteIngest,
} from './ingest-store.ts';

export const MAX_ANALYSIS_BYTES = 64 * 1024 ** 2;
/** Each holds a whole analysis in memory and, at its end, one of the database's connections. */
const MAX_RUNNING = 2;
const MAX_WAITING = 200;
/** A storage that says nothing for this long is not waited for: others want their turn. */
const STORAGE_TIMEOUT_MS = 60_000;

/** An analysis to take in. */
export interface IngestRequest {
  readonly sessionId: bigint;
  /** Whose key it came with. */
  readonly ingestedBy: bigint;
  /** False when nobody waits for it any more, by the time its turn has come. */
  readonly isWanted: () => boolean;
}

/** What takes in analyses that programs elsewhere have made, a few at a time. */
export class Ingestion {
  readonly #parts: Pick<AppParts, 'db' | 'blobs' | 'log' | 'now'>;
  readonly #turns = new Turns({ maxRunning: MAX_RUNNING, maxWaiting: MAX_WAITING });

  constructor(parts: Pick<AppParts, 'db' | 'blobs' | 'log' | 'now'>) {
    this.#parts = parts;
  }

  /**
   * Takes in the analysis that lies in the storage for a session.
   *
   * @throws {DemobaseError} `analysis_missing`, and as {@link Ingestion.ingestStream}
   */
  ingestStored(request: IngestRequest): Promise<void> {
    return this.#takeTurn(request, async () => {
      const bytes = await this.#readStored(request.sessionId);
      await this.#ingest(request, bytes);
    });
  }

  /**
   * Takes in an analysis as it arrives. `alongside` belongs to the same transaction, which it begins.
   *
   * @throws {DemobaseError} `analysis_invalid`, `analysis_too_large`, `analysis_busy`, `session_unknown`,
   *   `demo_not_ready`, `demo_rejected`, `demo_empty`, and what `alongside` throws
   */
  ingestStream(
    request: IngestRequest,
    body: AsyncIterable<Buffer>,
    alongside: (transaction: Transaction<Database>) => Promise<void>,
  ): Promise<void> {
    return this.#takeTurn(request, async () => {
      await this.#ingest(request, await collect(body, request.sessionId), alongside);
    });
  }

  async #takeTurn({ isWanted }: IngestRequest, work: () => Promise<void>): Promise<void> {
    const done = await this.#turns.take(async () => {
      await work();
      return true;
    }, isWanted);
    if (!done) throw errors.analysisBusy();
  }

  async #readStored(sessionId: bigint): Promise<Buffer> {
    const signal = AbortSignal.timeout(STORAGE_TIMEOUT_MS);
    try {
      const blob = await this.#parts.blobs.get(analysisBlobName(sessionId), { signal });
      if (!blob) throw errors.analysisMissing({ sessionId });
      return await collect(blob.body, sessionId);
    } catch (error) {
      throw signal.aborted ? errors.storageUnavailable({}, { cause: error }) : error;
    }
  }

  async #ingest(
    { sessionId, ingestedBy }: IngestRequest,
    bytes: Buffer,
    alongside: (transaction: Transaction<Database>) => Promise<void> = async () => {},
  ): Promise<void> {
    const startedAt = Date.now();
    try {
      const { head, batches } = await readDocument(bytes);
      await this.#parts.db.transaction().execute(async (transaction) => {
        checkIngestable(sessionId, await lockIngestableSession(transaction, sessionId));
        await alongside(transaction);
        await deleteDetections(transaction, sessionId, head.author);
        for (const batch of batches()) {
          await insertDetections(transaction, { sessionId, author: head.author }, batch);
        }
        await noteIngest(transaction, { ...head, sessionId, ingestedBy, ingestedAt: this.#parts.now() });
      });
      this.#parts.log.info(
        {
          operation: 'ingest-analysis',
          sessionId: String(sessionId),
          detections: head.detectionCount,
          bytes: bytes.length,
          ms: Date.now() - startedAt,
        },
        'analysis taken in',
      );
    } catch (error) {
      if (!(error instanceof AnalysisFormatError)) throw error;
      throw errors.analysisInvalid({ sessionId, reason: error.reason }, { cause: error });
    }
  }
}

async function readDocument(bytes: Buffer) {
  const document = await AnalysisDocument.open(bytes);
  return { head: document.head, batches: () => document.batches() };
}

/** An analysis outlives its demo, so one of a pruned demo is still good. */
function checkIngestable(sessionId: bigint, session: IngestableSession | undefined): void {
  if (!session) throw errors.sessionUnknown({ sessionId });
  const { state } = session;
  switch (state) {
    case 'open':
    case 'streaming':
    case 'detached':
      throw errors.demoNotReady({ sessionId, state });
    case 'rejected':
      throw errors.demoRejected({ sessionId, reason: session.rejection_reason ?? 'it was not a demo' });
    case 'closing':
      // Stored before, and only being completed by its late bytes, when it has a size.
      if (session.size_bytes === null) throw errors.demoNotReady({ sessionId, state });
      return;
    case 'closed':
    case 'pruned':
      if (session.size_bytes === null) throw errors.demoEmpty({ sessionId });
  }
}

/** Reads to the end, or leaves off at the limit. */
async function collect(stream: AsyncIterable<Buffer>, sessionId: bigint): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANALYSIS_BYTES) {
      throw errors.analysisTooLarge({ sessionId, maxBytes: MAX_ANALYSIS_BYTES });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
}
