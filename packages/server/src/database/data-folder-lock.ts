import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { DataFolderInUseError } from './data-folder-in-use-error.ts';
import { DatabaseError, errorTextOf } from './database-error.ts';
import {
  findLockHolder,
  isHolderGone,
  type LockAccess,
  type LockHolder,
  lockConnectionName,
  tryLock,
} from './lock-holder.ts';
import type { Log } from './log.ts';

export type LockState =
  | { readonly status: 'held' }
  /** The connection dropped, and with it the lock. It is being taken again. */
  | { readonly status: 'lost' }
  /** Another process has the data folder: stop. It is not tried again. */
  | { readonly status: 'taken'; readonly holder: LockHolder | undefined }
  | { readonly status: 'released' };

interface LockOptions {
  /** The platform's data folder. */
  readonly dataDir: string;
  /** From `readInstanceId`; what the lock is on. */
  readonly instanceId: string;
  readonly access: LockAccess;
  /** Opens a connection of this name, which will keep the lock. */
  readonly connect: (name: string, cancel: { signal: AbortSignal | undefined }) => Promise<pg.Client>;
  readonly log: Log;
}

type Attempt =
  | { status: 'locked'; client: pg.Client }
  | { status: 'refused'; holder: LockHolder | undefined };

/** How long a start waits for a command that has the folder, or for a killed process to be gone entirely. */
const passingHolderMaxMs = 15_000;
const retryMs = 200;
const heartbeatMs = 10_000;

/**
 * One process per data folder. The proof is an advisory lock in PostgreSQL that lives as long as one
 * connection: the kernel closes it when its process dies, however it dies. So nothing is ever left to clean
 * up, and neither clocks nor reused process ids can mislead.
 *
 * Throws `DataFolderInUseError` when another process has the folder.
 */
export async function lockDataFolder(
  options: LockOptions,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<DataFolderLock> {
  const deadline = Date.now() + passingHolderMaxMs;
  for (;;) {
    try {
      const attempt = await tryToLock(options, { signal });
      if (attempt.status === 'locked') return new DataFolderLock(options, attempt.client);
      if (!isPassing(attempt.holder) || Date.now() > deadline) {
        throw new DataFolderInUseError(options.dataDir, attempt.holder);
      }
    } catch (error) {
      // A command that ends just now may have stopped the PostgreSQL we were speaking to.
      if (error instanceof DatabaseError || Date.now() > deadline) throw error;
    }
    await delay(retryMs, undefined, { signal });
  }
}

/** A held data folder, with what happens to it while the process runs. */
export class DataFolderLock {
  readonly instanceId: string;
  readonly #options: LockOptions;
  readonly #listeners = new Set<(state: LockState) => void>();
  readonly #stopping = new AbortController();
  #takingAgain: Promise<void> | undefined;
  #releasing: Promise<void> | undefined;
  #state: LockState = { status: 'held' };
  #client: pg.Client;

  constructor(options: LockOptions, client: pg.Client) {
    this.#options = options;
    this.instanceId = options.instanceId;
    this.#client = client;
    this.#watch(client);
  }

  get state(): LockState {
    return this.#state;
  }

  /** Calls `listener` at every change of state, until the returned function is called. */
  onChange(listener: (state: LockState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Gives the folder up. `lastly` runs while nobody else can have it yet, if it is held. Safe to repeat. */
  release({ lastly }: { lastly?: () => Promise<void> } = {}): Promise<void> {
    this.#releasing ??= this.#release(lastly);
    return this.#releasing;
  }

  async #release(lastly: (() => Promise<void>) | undefined): Promise<void> {
    this.#stopping.abort();
    await this.#takingAgain; // It may have succeeded in this moment, and started what `lastly` stops.
    const isHeld = this.#state.status === 'held';
    this.#change({ status: 'released' });
    if (isHeld) await lastly?.();
    await this.#client.end().catch(() => {});
  }

  #watch(client: pg.Client): void {
    // A connection cut without a word (a cable, a firewall) is noticed by asking over it.
    const heartbeat = setInterval(() => {
      const timer = setTimeout(() => client.end().catch(() => {}), heartbeatMs).unref();
      client.query('select').then(
        () => clearTimeout(timer),
        () => clearTimeout(timer),
      );
    }, heartbeatMs).unref();
    client.once('end', () => {
      clearInterval(heartbeat);
      if (!this.#stopping.signal.aborted) this.#takingAgain = this.#takeAgain();
    });
  }

  async #takeAgain(): Promise<void> {
    const { log, dataDir } = this.#options;
    const { signal } = this.#stopping;
    log.warn({ dataDir }, 'the database connection that keeps the data folder dropped; connecting again');
    this.#change({ status: 'lost' });
    while (!signal.aborted) {
      try {
        const attempt = await tryToLock(this.#options, { signal });
        if (attempt.status === 'locked') return this.#resume(attempt.client);
        // Our own dropped connection may be the one that has it, until PostgreSQL notices.
        if (attempt.holder && attempt.holder.name !== lockConnectionName(this.#options.access)) {
          log.error({ dataDir, holder: attempt.holder }, 'another demobase has taken the data folder');
          return this.#change({ status: 'taken', holder: attempt.holder });
        }
      } catch (error) {
        if (!signal.aborted)
          log.warn({ detail: errorTextOf(error) }, 'the database cannot be reached; trying again');
      }
      await delay(1_000, undefined, { signal }).catch(() => {});
    }
  }

  #resume(client: pg.Client): void {
    this.#client = client;
    this.#watch(client);
    this.#options.log.info({ dataDir: this.#options.dataDir }, 'the data folder is held again');
    this.#change({ status: 'held' });
  }

  #change(state: LockState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

async function tryToLock(
  { connect, access, instanceId }: LockOptions,
  cancel: { signal: AbortSignal | undefined },
): Promise<Attempt> {
  const client = await connect(lockConnectionName(access), cancel);
  try {
    // Lets PostgreSQL notice within a minute that this machine is gone, and idle is what this connection is.
    await client.query(
      `set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3;
       set idle_session_timeout = 0; set statement_timeout = 0`,
    );
    if (await tryLock(client, instanceId)) return { status: 'locked', client };
    const holder = await findLockHolder(client, instanceId);
    await client.end();
    return { status: 'refused', holder };
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** Whoever has it will soon not: nobody is listed any more, it is a command, or its process is dead. */
function isPassing(holder: LockHolder | undefined): boolean {
  return holder === undefined || holder.access === 'tool' || isHolderGone(holder);
}
