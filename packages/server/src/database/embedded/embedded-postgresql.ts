import { chmod, chown, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionSettings } from '../connection.ts';
import { DatabaseError, errorTextOf } from '../database-error.ts';
import type { Log } from '../log.ts';
import { type Binaries, findBinariesPackage, prepareBinaries } from './binaries.ts';
import { createClusterIfMissing, embeddedName, readPassword } from './cluster.ts';
import { isPostmasterAlive, readPostmasterFile } from './postmaster-file.ts';
import { type Probe, probePostmaster } from './probe-postmaster.ts';
import { findProgramUser, openWayTo } from './program-user.ts';
import { type ProgramUser, runProgram } from './run-program.ts';
import { type StartedPostmaster, startPostmaster } from './start-postmaster.ts';

/** A socket's path may have 107 bytes on Linux and 103 on macOS. */
const socketPathMaxBytes = 100;
/** How long a PostgreSQL may give no answer at all. One that says it is recovering is waited for. */
const silenceMaxMs = 30_000;
const stopMaxMs = 60_000;
/** Another PostgreSQL is just starting here, or one that was killed is not entirely gone: both pass. */
const passingFailure =
  /lock file ".+" (already exists|is empty)|pre-existing shared memory block|could not bind/;

interface Parts {
  readonly clusterFolder: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly user: ProgramUser | undefined;
  readonly password: string;
  readonly log: Log;
}

/**
 * The PostgreSQL inside a data folder: made at the first start, found again at the next ones. Its processes
 * are not children that live and die with us: they survive our crash, and whoever opens the folder next goes
 * on with them. Who may stop them is decided by `DataFolderLock`, not here.
 */
export class EmbeddedPostgresql {
  readonly #parts: Parts;
  readonly #usesSocket: boolean;
  #port = 5432;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#usesSocket = hasRoomForSocket(parts.socketFolder);
    if (!this.#usesSocket) this.#port = 0;
  }

  /** Makes the programs and the cluster ready, and starts nothing. `dataDir` is the platform's data folder. */
  static async prepare({ dataDir, log }: { dataDir: string; log: Log }): Promise<EmbeddedPostgresql> {
    const folder = join(resolve(dataDir), 'postgresql');
    const packageFolder = findBinariesPackage();
    try {
      const isRoot = process.getuid?.() === 0;
      await mkdir(folder, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
      const user = await findProgramUser(folder);
      await openWayTo(folder, { user, log });
      const binaries = await prepareBinaries({ packageFolder, folder, user, log });
      const clusterFolder = join(folder, String(binaries.majorVersion));
      await createClusterIfMissing({ clusterFolder, folder, binaries, user, log });
      return new EmbeddedPostgresql({
        clusterFolder,
        socketFolder: join(folder, 'socket'),
        logFile: join(folder, 'postgresql.log'),
        binaries,
        user,
        password: await readPassword(clusterFolder),
        log,
      });
    } catch (cause) {
      if (cause instanceof DatabaseError) throw cause;
      throw new DatabaseError(
        'data_folder_unusable',
        `The data folder ${dataDir} cannot be used: ${errorTextOf(cause)}. Make it writable for the user that ` +
          'runs demobase, start as the user who made it, or choose another.',
        { cause },
      );
    }
  }

  get clusterFolder(): string {
    return this.#parts.clusterFolder;
  }

  /** Where it listens; right after `ensureRunning`. */
  get connection(): ConnectionSettings {
    const { socketFolder, password } = this.#parts;
    const host = this.#usesSocket ? socketFolder : '127.0.0.1';
    return { host, port: this.#port, user: embeddedName, password, database: embeddedName, ssl: false };
  }

  /**
   * Finds it running, waits until it has recovered, or starts it. Safe to call from several processes at once.
   * Throws `start_failed` or `unreachable`.
   */
  async ensureRunning({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    const { log } = this.#parts;
    let started: StartedPostmaster | undefined;
    let failure: string | undefined;
    let answeredAt = Date.now();
    let loggedAt = Date.now();
    for (;;) {
      signal?.throwIfAborted();
      const probe = await this.#probe();
      if (probe.status === 'ready') {
        this.#port = probe.port;
        return;
      }
      if (probe.status === 'refused') throw this.#startFailed(errorTextOf(probe.error), probe.error);
      if (probe.status === 'busy') answeredAt = Date.now();
      if (Date.now() - answeredAt > silenceMaxMs) throw this.#noAnswer(probe, failure);
      if (Date.now() - loggedAt > 5_000) {
        log.info({ ...probe, failure }, 'waiting for the embedded PostgreSQL');
        loggedAt = Date.now();
      }
      if (probe.status === 'absent') {
        failure = await started?.failure();
        if (failure && !passingFailure.test(failure)) throw this.#startFailed(failure);
        if (failure) await delay(500, undefined, { signal });
        if (failure || !started) started = await this.#start(probe.foreignPid);
      }
      await delay(30, undefined, { signal });
    }
  }

  /** Ends connections and stops it in an orderly way, so that the next start has nothing to recover. */
  async stop(): Promise<void> {
    const { binaries, clusterFolder, user, log } = this.#parts;
    const running = await readPostmasterFile(clusterFolder);
    if (!running) return;
    // pg_ctl, as PostgreSQL's user: signals do not exist on Windows, and root must not kill by an id that
    // a file of another user names. Its own waiting would take a PostgreSQL that another process starts in
    // the next moment for this one.
    const args = ['stop', '-D', clusterFolder, '-m', 'fast', '-W'];
    const { output } = await runProgram(binaries.pgCtl, args, { user, cwd: '/' });
    const deadline = Date.now() + stopMaxMs;
    while (
      (await readPostmasterFile(clusterFolder))?.pid === running.pid &&
      (await isPostmasterAlive(running))
    ) {
      if (Date.now() > deadline) {
        log.warn(
          { pid: running.pid, output },
          'the embedded PostgreSQL has not stopped yet; no data is at risk',
        );
        return;
      }
      await delay(20);
    }
  }

  #probe(): Promise<Probe> {
    const { connection } = this;
    return probePostmaster({
      clusterFolder: this.#parts.clusterFolder,
      connection,
      usesSocket: this.#usesSocket,
    });
  }

  async #start(foreignPid: number | undefined): Promise<StartedPostmaster> {
    const { binaries, clusterFolder, socketFolder, logFile, user, log } = this.#parts;
    const settings = this.#usesSocket
      ? { listen_addresses: '', unix_socket_directories: socketFolder, port: String(this.#port) }
      : {
          listen_addresses: '127.0.0.1',
          unix_socket_directories: '',
          // The port of before, if there was one: the pool goes on using it after a restart.
          port: String(this.#port || (await findFreePort())),
        };
    if (this.#usesSocket) {
      await mkdir(socketFolder, { recursive: true });
      await chmod(socketFolder, 0o700);
      if (user) await chown(socketFolder, user.uid, user.gid);
    }
    log.info({ folder: clusterFolder, ...(user && { uid: user.uid }) }, 'starting the embedded PostgreSQL');
    return startPostmaster({
      postgres: binaries.postgres,
      clusterFolder,
      settings: { ...settings, logging_collector: 'off', log_checkpoints: 'off' },
      logFile,
      user,
      foreignPid,
    });
  }

  #startFailed(detail: string, cause?: unknown): DatabaseError {
    const { clusterFolder, logFile } = this.#parts;
    const message = `PostgreSQL could not start on ${clusterFolder}: ${detail}\nMore may be in ${logFile}.`;
    return new DatabaseError('start_failed', message, { cause });
  }

  #noAnswer(probe: Probe, failure: string | undefined): DatabaseError {
    if (probe.status !== 'silent') return this.#startFailed(failure ?? 'it gave no answer');
    return new DatabaseError(
      'unreachable',
      `The PostgreSQL in ${this.#parts.clusterFolder} (process ${probe.pid}) runs but gives no answer. Stop it ` +
        `with "kill -INT ${probe.pid}" and start demobase again; its messages are in ${this.#parts.logFile}.`,
    );
  }
}

function hasRoomForSocket(socketFolder: string): boolean {
  return (
    process.platform !== 'win32' &&
    Buffer.byteLength(join(socketFolder, '.s.PGSQL.5432')) <= socketPathMaxBytes
  );
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}
