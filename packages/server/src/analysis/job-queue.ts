import { randomUUID } from 'node:crypto';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import PgBoss from 'pg-boss';
import { DatabaseError, errorTextOf } from '../database/database-error.ts';
import type { Log } from '../database/log.ts';
import type { Database } from '../database/schema.ts';
import { lockWithoutJob, setJobs } from './queue-store.ts';

type Db = Kysely<Database>;

const QUEUE = 'analyse-demo';
/** Names one queue, so that only those who reach a demo take its job. */
const queueOf = (instanceId: string | undefined) => (instanceId ? `${QUEUE}-${instanceId}` : QUEUE);
/** Also the name of pg-boss's own tables: they are not in our migrations. */
const SCHEMA = 'pgboss';
/** Jobs made at once. */
const BATCH = 500;
const HOUR_SECONDS = 3600;

/** A job: the invitation to analyse a demo. Whether that is still wanted, the row of the analysis says. */
export interface AnalysisJob {
  readonly id: string;
  readonly sessionId: bigint;
}

interface JobQueueOptions {
  readonly db: Db;
  readonly log: Log;
  /** The instance whose demos are within reach; undefined when those of all are. */
  readonly demosOf: string | undefined;
}

/**
 * The queue of analyses, kept by pg-boss: which job is next and whose it is. The truth about a demo is its row in
 * `demo_analyses`; a job is remade from it whenever it got lost, and one the row does not name is no use to anybody.
 */
export class JobQueue {
  readonly #db: Db;
  readonly #boss: PgBoss;
  readonly #demosOf: string | undefined;
  readonly #queue: string;

  constructor({ db, log, demosOf }: JobQueueOptions) {
    this.#db = db;
    this.#demosOf = demosOf;
    this.#queue = queueOf(demosOf);
    this.#boss = new PgBoss({
      db: sqlThrough(db),
      schema: SCHEMA,
      schedule: false,
      archiveCompletedAfterSeconds: HOUR_SECONDS,
      deleteAfterDays: 1,
    });
    this.#boss.on('error', (error) => log.warn({ detail: errorTextOf(error) }, 'pg-boss met an error'));
  }

  /** Makes pg-boss's tables, or brings them up to date. @throws {DatabaseError} `migration_failed` */
  async start(): Promise<void> {
    try {
      await this.#boss.start();
      // A job that ends without success is not given out again: a new one is made from the row.
      await this.#boss.createQueue(this.#queue, { name: this.#queue, retryLimit: 0, expireInHours: 23 });
    } catch (cause) {
      throw new DatabaseError(
        'migration_failed',
        `The job queue cannot be set up in the schema ${SCHEMA}: ${errorTextOf(cause)}. The user of the ` +
          'database has to be allowed to create a schema.',
        { cause },
      );
    }
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ close: false, graceful: false });
  }

  /** Makes a job for each queued row that has none, the most urgent first. Gives how many. */
  async makeJobs(): Promise<number> {
    return this.#db.transaction().execute(async (transaction) => {
      const waiting = await lockWithoutJob(transaction, { limit: BATCH, demosOf: this.#demosOf });
      if (waiting.length === 0) return 0;
      const jobs = waiting.map((analysis) => ({ ...analysis, id: randomUUID() }));
      await this.#boss.insert(
        jobs.map(({ id, sessionId, priority, notBefore }) => ({
          id,
          name: this.#queue,
          data: { sessionId: String(sessionId) },
          priority,
          ...(notBefore && { startAfter: notBefore }),
        })),
        { db: sqlThrough(transaction) },
      );
      await setJobs(transaction, jobs);
      return jobs.length;
    });
  }

  /** Forgets jobs that nobody will do: taken by a process that died in that moment, or gone with pg-boss's tables. */
  async forgetLostJobs(): Promise<number> {
    const { numAffectedRows } = await sql`
      update demo_analyses set job_id = null from sessions
      where sessions.id = session_id and demo_analyses.state = 'queued' and job_id is not null
        and (${this.#demosOf ?? null}::uuid is null or instance_id = ${this.#demosOf ?? null}::uuid)
        and not exists (
          select from ${sql.table(`${SCHEMA}.job`)} as job
          where job.name = ${this.#queue} and job.id = job_id
            and (job.state < 'active' or job.state = 'active' and job.started_on > now() - interval '1 minute')
        )
    `.execute(this.#db);
    return Number(numAffectedRows ?? 0);
  }

  /** Takes jobs that are due, at most so many; nobody else gets them. */
  async fetch(limit: number): Promise<AnalysisJob[]> {
    const jobs = await this.#boss.fetch<{ sessionId: string }>(this.#queue, { batchSize: limit });
    return jobs.map(({ id, data }) => ({ id, sessionId: BigInt(data.sessionId) }));
  }

  async complete({ id }: AnalysisJob): Promise<void> {
    await this.#boss.complete(this.#queue, id);
  }

  async fail({ id }: AnalysisJob, reason: string): Promise<void> {
    await this.#boss.fail(this.#queue, id, { reason });
  }
}

/** Lets pg-boss use our connections. Its scripts open transactions; one that fails must not stay open. */
function sqlThrough(db: Db): PgBoss.Db {
  const run = async (connection: Db, text: string, values: readonly unknown[]) => {
    const { rows } = await connection.executeQuery(CompiledQuery.raw(text, [...values]));
    return { rows: rows ?? [] };
  };
  return {
    executeSql: (text, values = []) => {
      if (db.isTransaction) return run(db, text, values);
      return db.connection().execute(async (connection) => {
        try {
          return await run(connection, text, values);
        } catch (error) {
          await run(connection, 'rollback', []).catch(() => {});
          throw error;
        }
      });
    },
  };
}
