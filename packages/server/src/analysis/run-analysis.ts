import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { errorCodeOf, errorTextOf } from '../database/database-error.ts';
import type { Log } from '../database/log.ts';
import type { Database } from '../database/schema.ts';
import { version } from '../version.ts';
import type { AnalysisThread, TaskEnd } from './analysis-thread.ts';
import {
  claim,
  finish,
  type Lease,
  lockLease,
  noteFailure,
  renewLease,
  returnLease,
  settleGone,
} from './lease-store.ts';
import { replaceResult } from './result-store.ts';
import { OWN_AUTHOR } from './thread/analyse-stored-demo.ts';
import type { AnalysisResult, DemoProblemReport } from './thread/thread-messages.ts';

/** How often a worker shows that it lives; one that was silent for `LEASE_SECONDS` is taken for dead. */
const HEARTBEAT_MS = 3_000;
/** How often a demo may crash the reader or take too long before it is set aside. */
const MAX_FAILURES = 3;
const FAILURE_PAUSE_SECONDS = 5;
/** How long a demo waits where it could not be read through no fault of its own. */
const OUTAGE_PAUSE_SECONDS = 30;
/** Writing what is in a demo may wait for the locks of another. */
const WRITE_TRIES = 3;
const WRITE_PAUSE_MS = 1_000;

/** The version of what reads demos; results of another can be made anew. All our packages have one version. */
export const READER_VERSION = version;

export interface RunParts {
  readonly db: Kysely<Database>;
  readonly log: Log;
  readonly timeoutMs: number;
}

export interface Attempt {
  readonly lease: Lease;
  readonly jobId: string;
  readonly thread: AnalysisThread;
  /** Aborts when this process has to stop. */
  readonly signal: AbortSignal;
}

/**
 * Makes one attempt at one demo: takes the lease, has a thread read the demo, and writes what it found, if the
 * lease is still held then. Gives why the attempt failed, if it did.
 */
export async function runAnalysis(parts: RunParts, attempt: Attempt): Promise<string | undefined> {
  const { lease, jobId } = attempt;
  if (!(await claim(parts.db, lease, jobId))) {
    await settleGone(parts.db, lease.sessionId);
    return undefined;
  }
  const startedAt = Date.now();
  const end = await readWhileHeld(parts, attempt);
  const ms = Date.now() - startedAt;
  const sessionId = String(lease.sessionId);
  const problem = await settle(parts, lease, end);
  parts.log.info(
    { operation: 'analyse-demo', sessionId, outcome: end.outcome, ms, ...(problem && { problem }) },
    'demo analysed',
  );
  return problem;
}

type AttemptEnd = TaskEnd | { readonly outcome: 'lease-lost' };

async function readWhileHeld(parts: RunParts, attempt: Attempt): Promise<AttemptEnd> {
  const { lease, thread } = attempt;
  const { sessionId } = lease;
  const lost = new AbortController();
  const timeout = AbortSignal.timeout(parts.timeoutMs);
  let progress = 0;
  let renewing: Promise<void> | undefined;
  const heartbeat = setInterval(() => {
    renewing ??= renewLease(parts.db, lease, progress)
      .then((isHeld) => {
        if (!isHeld) lost.abort();
      })
      // The database may be back at the next beat; if it is not, others will take us for dead.
      .catch((error: unknown) => parts.log.warn({ detail: errorTextOf(error) }, 'lease not renewed yet'))
      .finally(() => {
        renewing = undefined;
      });
  }, HEARTBEAT_MS);
  try {
    const end = await thread.run(
      { sessionId },
      {
        signal: AbortSignal.any([attempt.signal, lost.signal, timeout]),
        onProgress: (value) => {
          progress = value;
        },
      },
    );
    if (end.outcome !== 'interrupted') return end;
    if (lost.signal.aborted) return { outcome: 'lease-lost' };
    if (attempt.signal.aborted) return end;
    const seconds = Math.round(parts.timeoutMs / 1000);
    const reason = `Reading the demo took longer than ${seconds} seconds.`;
    return { outcome: 'crashed', problem: { code: 'timed_out', reason } };
  } finally {
    clearInterval(heartbeat);
    await renewing;
  }
}

/** Writes down how the attempt ended. Gives what went wrong, if something did. */
async function settle(parts: RunParts, lease: Lease, end: AttemptEnd): Promise<string | undefined> {
  const { db } = parts;
  switch (end.outcome) {
    case 'lease-lost':
      return 'The demo changed, was deleted, or another worker has it.';
    case 'interrupted':
      await returnLease(db, lease, 0);
      return 'This process is stopping.';
    case 'not-begun':
    case 'storage-failed':
      await returnLease(db, lease, OUTAGE_PAUSE_SECONDS);
      return end.reason;
    case 'crashed':
      await fail(parts, lease, end.problem);
      return end.problem.reason;
    case 'missing': {
      const problem = { code: 'demo_missing', reason: 'The demo is missing from the storage.' };
      await finish(db, lease, { state: 'failed', problem, readerVersion: READER_VERSION });
      return problem.reason;
    }
    case 'unreadable':
      await write(parts, lease, { ...end, state: 'failed' });
      return end.problem.reason;
    case 'analysed':
      await write(parts, lease, { ...end, state: 'done' });
      return end.problem?.reason;
  }
}

interface Findings {
  readonly state: 'done' | 'failed';
  readonly result: AnalysisResult | undefined;
  readonly problem: DemoProblemReport | undefined;
}

/** In one transaction: readers see what was known before, or all that is known now. */
async function write(parts: RunParts, lease: Lease, findings: Findings): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await parts.db.transaction().execute(async (transaction) => {
        if (!(await lockLease(transaction, lease))) return;
        const { state, result, problem } = findings;
        if (result) await replaceResult(transaction, lease.sessionId, { result, author: OWN_AUTHOR });
        await finish(transaction, lease, { state, problem, readerVersion: READER_VERSION });
      });
    } catch (error) {
      if (isRefusal(error)) {
        // What the database will not take now it will not take later either.
        const reason = `The database refused what was found: ${errorTextOf(error)}.`;
        return fail(parts, lease, { code: 'result_refused', reason });
      }
      if (tries >= WRITE_TRIES) throw error;
      parts.log.warn(
        { detail: errorTextOf(error), sessionId: String(lease.sessionId) },
        'result not written yet',
      );
      await delay(WRITE_PAUSE_MS * tries);
    }
  }
}

async function fail(parts: RunParts, lease: Lease, problem: DemoProblemReport): Promise<void> {
  const state = await noteFailure(parts.db, lease, {
    problem,
    readerVersion: READER_VERSION,
    maxFailures: MAX_FAILURES,
    pauseSeconds: FAILURE_PAUSE_SECONDS,
  });
  if (state === 'set_aside') {
    parts.log.error({ sessionId: String(lease.sessionId), ...problem }, 'demo set aside');
  }
}

/**
 * Whether PostgreSQL will not take this at another try either. The SQLSTATE classes left out pass: the connection
 * (08), another transaction (25, 40, 55), resources (53), and its own going and coming (57, 58).
 */
function isRefusal(error: unknown): boolean {
  const code = errorCodeOf(error) ?? '';
  return /^[0-9][0-9A-Z]{4}$/.test(code) && !/^(08|25|40|53|55|57|58)/.test(code);
}
