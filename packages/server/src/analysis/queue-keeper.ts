import type { Kysely } from 'kysely';
import type { Log } from '../database/log.ts';
import type { Database } from '../database/schema.ts';
import type { JobQueue } from './job-queue.ts';
import { takeLostLeases } from './lease-store.ts';
import { queueMissingAnalyses } from './queue-analysis.ts';
import { READER_VERSION } from './run-analysis.ts';

type Db = Kysely<Database>;

const ROUND_MS = 1_000;
/** In rounds: looking for these costs more, and they are rare. */
const ROUNDS_BETWEEN = { lostLeases: 5, lostJobs: 60, missing: 3_600 };
/** How long a worker may be silent. */
const LEASE_SECONDS = 20;
/** A demo that so many processes did not survive is at fault, though none could say so. */
const MAX_LOSSES = 10;

interface KeeperOptions {
  readonly db: Db;
  readonly log: Log;
  readonly jobs: JobQueue;
  /** Called when there is work. */
  readonly onJobs: () => void;
}

/**
 * Sees to it that whatever is queued has a job: what was queued a moment ago, what a crash left, and demos that
 * nobody queued. All instances do this beside each other; all they need to know is in the database.
 */
export class QueueKeeper {
  readonly #options: KeeperOptions;
  readonly #timer: NodeJS.Timeout;
  #round: Promise<void> | undefined;
  #rounds = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#begin(), ROUND_MS).unref();
    this.#begin();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  #begin(): void {
    this.#round ??= this.#makeRound()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'queue of analyses not kept'))
      .finally(() => {
        this.#round = undefined;
      });
  }

  async #makeRound(): Promise<void> {
    const { db, log, jobs, onJobs } = this.#options;
    const round = this.#rounds++;
    if (round % ROUNDS_BETWEEN.missing === 0) {
      const missing = await queueMissingAnalyses(db);
      if (missing > 0) log.info({ demos: missing }, 'demos without an analysis queued');
    }
    if (round % ROUNDS_BETWEEN.lostJobs === 0) await jobs.forgetLostJobs();
    if (round % ROUNDS_BETWEEN.lostLeases === 0) {
      await takeLost({ db, log }, { silentSeconds: LEASE_SECONDS });
    }
    if ((await jobs.makeJobs()) > 0) onJobs();
  }
}

/** Queues again what workers left that are dead, or are taken for it. */
export async function takeLost(
  { db, log }: { readonly db: Db; readonly log: Log },
  lost: { readonly silentSeconds: number } | { readonly workersOf: string },
): Promise<void> {
  const sessions = await takeLostLeases(db, lost, { maxLosses: MAX_LOSSES, readerVersion: READER_VERSION });
  if (sessions.length > 0) log.warn({ sessions: sessions.map(String) }, 'interrupted analyses queued again');
}
