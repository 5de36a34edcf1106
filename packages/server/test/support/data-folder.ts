import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { isPostmasterAlive, readPostmasterFile } from '../../src/database/embedded/postmaster-file.ts';
import { openDatabase, openDatabaseForTool } from '../../src/database/open-database.ts';

const log = pino({ level: 'silent' });
const childProgram = fileURLToPath(new URL('./database-child.ts', import.meta.url));

export interface DatabaseChild {
  readonly pid: number;
  /** What `database-child.ts` wrote. */
  readonly outcome: { status: string; code?: string; message?: string };
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** A data folder with an embedded PostgreSQL, and what tests do to it. */
export class DataFolder {
  readonly dataDir: string;
  readonly #root: string;
  readonly #children: ChildProcessByStdio<Writable, Readable, null>[] = [];
  readonly #opened: { close(): Promise<void> }[] = [];

  private constructor(root: string, dataDir: string) {
    this.#root = root;
    this.dataDir = dataDir;
  }

  static async create(subfolder = 'data'): Promise<DataFolder> {
    const root = await mkdtemp(join(tmpdir(), `demobase-test-folder-`));
    await chmod(root, 0o755); // Ours is the data folder; the way to it is open on a real system.
    return new DataFolder(root, join(root, subfolder));
  }

  get clusterFolder(): string {
    return join(this.dataDir, 'postgresql', '18');
  }

  async open() {
    const database = await openDatabase({ kind: 'embedded', dataDir: this.dataDir }, { log });
    this.#opened.push(database);
    return database;
  }

  async openForTool() {
    const database = await openDatabaseForTool({ kind: 'embedded', dataDir: this.dataDir }, { log });
    this.#opened.push(database);
    return database;
  }

  /** Opens it in a process of its own, run by `user` if given. */
  async openInChild(user: { uid: number; gid: number } | undefined = undefined): Promise<DatabaseChild> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--conditions=source', childProgram, this.dataDir],
      { ...user, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    this.#children.push(child);
    const exited = once(child, 'exit');
    const [line] = await once(createInterface(child.stdout), 'line');
    return {
      pid: child.pid ?? 0,
      outcome: JSON.parse(String(line)),
      async kill() {
        child.kill('SIGKILL');
        await exited;
      },
      async close() {
        child.stdin.end();
        await exited;
      },
    };
  }

  /** The id of PostgreSQL's first process; undefined when none runs. */
  async postmasterPid(): Promise<number | undefined> {
    const file = await readPostmasterFile(this.clusterFolder);
    return file && (await isPostmasterAlive(file)) ? file.pid : undefined;
  }

  async killPostmaster(): Promise<void> {
    const pid = await this.postmasterPid();
    if (pid) process.kill(pid, 'SIGKILL');
    while (await this.postmasterPid()) await new Promise(setImmediate);
  }

  async readLog(): Promise<string> {
    return readFile(join(this.dataDir, 'postgresql', 'postgresql.log'), 'utf8');
  }

  /** Ends everything that still runs, and removes it. */
  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const database of this.#opened) await database.close();
    if (await this.postmasterPid()) await (await this.openForTool()).close();
    await rm(this.#root, { recursive: true, force: true });
  }
}

/** The user a process belongs to. Linux only. */
export async function readProcessUser(pid: number): Promise<number> {
  return (await stat(`/proc/${pid}`)).uid;
}
