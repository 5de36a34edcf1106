import type { AppParts } from '../app-parts.ts';
import type { ExternalJobState } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { storableText } from '../game-servers/storable-text.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import type { Ingestion, IngestRequest } from './ingest.ts';
import {
  changeLease,
  type ExternalJobRow,
  findAwaiting,
  findJob,
  type HeldLease,
  insertLease,
  lockOldestAwaiting,
  setAsideExpired,
} from './jobs-store.ts';

/** A demo that was lent so often and never came to an end is set aside: something about it is wrong. */
export const MAX_ATTEMPTS = 3;
const MAX_REASON_CHARACTERS = 2_000;
/** Two who claim at once may find the same demo; one of them looks again. */
const MAX_LOOKS = 20;

type JobParts = Pick<AppParts, 'db' | 'log' | 'now'>;

/** A demo lent to a program. */
export interface Job {
  readonly jobId: string;
  readonly sessionId: bigint;
  readonly sizeBytes: number;
  readonly sha256: string | undefined;
  readonly map: string;
  readonly attempt: number;
  readonly leaseExpiresAt: Date;
}

/** The demos that await an analysis from elsewhere, oldest first. Nothing is lent by asking. */
export async function listAwaiting(parts: JobParts, limit: number): Promise<bigint[]> {
  return findAwaiting(parts.db, { now: parts.now(), maxAttempts: MAX_ATTEMPTS, limit });
}

/** Lends the oldest demo that awaits an analysis; undefined when there is none. */
export async function claimJob(
  parts: JobParts,
  { holder, leaseSeconds }: { readonly holder: bigint; readonly leaseSeconds: number },
): Promise<Job | undefined> {
  const now = parts.now();
  const rule = { now, maxAttempts: MAX_ATTEMPTS };
  for (const sessionId of await setAsideExpired(parts.db, rule)) {
    parts.log.warn({ sessionId: String(sessionId) }, 'a demo nobody could analyse elsewhere was set aside');
  }
  const expiresAt = new Date(now.getTime() + leaseSeconds * 1000);
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const found = await parts.db.transaction().execute(async (transaction) => {
      const demo = await lockOldestAwaiting(transaction, rule);
      if (!demo) return 'none';
      const lease = { sessionId: demo.id, holder, expiresAt, ...rule };
      const row = await insertLease(transaction, lease);
      return row ? { demo, row } : 'taken';
    });
    if (found === 'none') return undefined;
    if (found === 'taken') continue;
    const { demo, row } = found;
    return {
      jobId: jobIdOf(row),
      sessionId: demo.id,
      sizeBytes: Number(demo.size_bytes),
      sha256: demo.sha256?.toString('hex'),
      map: demo.map,
      attempt: row.attempt,
      leaseExpiresAt: row.lease_expires_at,
    };
  }
  return undefined;
}

/** Who speaks of which job. */
export interface JobWord {
  readonly jobId: string;
  readonly holder: bigint;
}

/**
 * Holds on to a job: its lease lasts for so long from now on.
 *
 * @throws {DemobaseError} `job_unknown`, `job_of_another_account` or `job_over`
 */
export async function keepJob(parts: JobParts, word: JobWord, leaseSeconds: number): Promise<Date> {
  const now = parts.now();
  const expiresAt = new Date(now.getTime() + leaseSeconds * 1000);
  const changes = { lease_expires_at: expiresAt, updated_at: now };
  if (await changeLease(parts.db, leaseOf(word), changes)) return expiresAt;
  throw errors.jobOver({ jobId: word.jobId, state: wordFor((await findHeldJob(parts, word)).state) });
}

/**
 * Gives a job up, with the reason. Somebody may try again, unless it was the last try. Saying it twice is fine.
 *
 * @throws {DemobaseError} as {@link keepJob}
 */
export async function failJob(
  parts: JobParts,
  word: JobWord,
  reason: string,
): Promise<'failed' | 'set_aside'> {
  const lease = leaseOf(word);
  const state = lease.attempt < MAX_ATTEMPTS ? 'failed' : 'set_aside';
  const changes = {
    state,
    last_error: storableText(reason, MAX_REASON_CHARACTERS),
    updated_at: parts.now(),
  } as const;
  if (await changeLease(parts.db, lease, changes)) {
    parts.log.info({ operation: 'fail-job', jobId: word.jobId, outcome: state }, 'a program gave a demo up');
    return state;
  }
  const job = await findHeldJob(parts, word);
  if (job.state === 'failed' || job.state === 'set_aside') return job.state;
  throw errors.jobOver({ jobId: word.jobId, state: wordFor(job.state) });
}

/**
 * Ends a job with its result, an analysis. The result counts and the job is done, or neither. Saying it again
 * changes nothing, and the body is not looked at.
 *
 * @throws {DemobaseError} as {@link keepJob} and {@link Ingestion.ingestStream}
 */
export async function completeJob(
  parts: JobParts,
  word: JobWord,
  result: {
    readonly ingestion: Ingestion;
    readonly body: AsyncIterable<Buffer>;
    readonly isWanted: IngestRequest['isWanted'];
  },
): Promise<{ readonly sessionId: bigint }> {
  const lease = leaseOf(word);
  const { sessionId } = lease;
  const job = await findHeldJob(parts, word);
  if (job.state === 'done') return { sessionId };
  if (job.state !== 'leased') throw errors.jobOver({ jobId: word.jobId, state: wordFor(job.state) });
  const request = { sessionId, ingestedBy: word.holder, isWanted: result.isWanted };
  try {
    await result.ingestion.ingestStream(request, result.body, async (transaction) => {
      const changes = { state: 'done', updated_at: parts.now() } as const;
      if (!(await changeLease(transaction, lease, changes))) {
        throw errors.jobOver({ jobId: word.jobId, state: 'over or handed out again' });
      }
    });
  } catch (error) {
    // The same word twice at once: the other one was heard.
    const after = await findJob(parts.db, sessionId);
    const isDone = after?.state === 'done' && after.attempt === lease.attempt;
    if (!isDone || after.holder_steam_id !== word.holder) throw error;
  }
  return { sessionId };
}

/** A job is named by its session and the number of the lease, so that an old lease is told from a new one. */
function jobIdOf({ session_id, attempt }: ExternalJobRow): string {
  return `${session_id}-${attempt}`;
}

/** @throws {DemobaseError} `job_unknown` */
function leaseOf({ jobId, holder }: JobWord): HeldLease {
  const [, session, attempt] = /^([1-9]\d{0,15})-([1-9]\d{0,5})$/.exec(jobId) ?? [];
  if (session === undefined || attempt === undefined) throw errors.jobUnknown({ jobId });
  return { sessionId: parseSessionId(session), attempt: Number(attempt), holder };
}

/** @throws {DemobaseError} `job_unknown`, `job_of_another_account`, or `job_over` for an earlier lease */
async function findHeldJob(parts: JobParts, word: JobWord): Promise<ExternalJobRow> {
  const { jobId } = word;
  const lease = leaseOf(word);
  const job = await findJob(parts.db, lease.sessionId);
  if (!job || lease.attempt > job.attempt) throw errors.jobUnknown({ jobId });
  if (lease.attempt < job.attempt) throw errors.jobOver({ jobId, state: 'handed out again since' });
  if (job.holder_steam_id !== lease.holder) throw errors.jobOfAnotherAccount({ jobId });
  return job;
}

function wordFor(state: ExternalJobState): string {
  return state.replace('_', ' ');
}
