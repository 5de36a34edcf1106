import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { RunningProgram, type RunResult, runDemobase } from '../../../cli/test/demobase-program.ts';
import { type Answer, ask, type Question } from './ask.ts';
import { Player } from './player.ts';

type Settings = Readonly<Record<string, string>>;

/** A number no Steam account will have for long: the last part of the id of a test's first player. */
let nextAccountNumber = 4_000_000_000n;

/** The built server as somebody runs it, with everything in one folder of its own. */
export class RunningServer {
  readonly #settings: Settings;
  #folder = '';
  #program: RunningProgram | undefined;
  #url = 'http://127.0.0.1:0';
  readonly #answers: string[] = [];

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  get pid(): number {
    return this.#program?.child.pid ?? 0;
  }

  get dataDir(): string {
    return join(this.#folder, 'data');
  }

  /** Every answer with a status of 500 or more that this server gave to `ask`. */
  get serverErrors(): readonly string[] {
    return this.#answers;
  }

  /** Starts it; again on the same folder and port once it ended. Settings given here are for this run. */
  async start(settings: Settings = {}): Promise<void> {
    if (!this.#folder) {
      this.#folder = await mkdtemp(join(tmpdir(), 'demobase-acceptance-'));
      // The embedded PostgreSQL of root runs as nobody, who has to get there.
      await chmod(this.#folder, 0o755);
    }
    this.#program = this.#serve(settings);
    const [, url = ''] = await this.#program.waitForStderr(/Demobase is ready at (\S+)/);
    this.#url = url;
  }

  /** Starts a second one on the folder of this one, and waits for its end. */
  serveAgain(): Promise<RunResult> {
    return this.#serve({ DEMOBASE_PORT: '0' }).ended;
  }

  /** Starts a process that analyses the demos of this server, beside it. */
  async startWorker(settings: Settings = {}): Promise<RunningProgram> {
    const env = { ...this.#environment(settings), DEMOBASE_ANALYSIS_WORKERS: '1' };
    const worker = new RunningProgram(['worker'], { env, cwd: this.#folder });
    await worker.waitForStderr(/Demobase analyses/);
    return worker;
  }

  /** Runs a command of the operator on the data of this server; gives what it printed. */
  async run(...args: readonly string[]): Promise<string> {
    return (await this.#runTool(args)).stdout;
  }

  /** Ends it with a signal; resolves with all it wrote. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<RunResult> {
    if (!this.#program) throw new Error('The server does not run.');
    const ended = this.#program.end(signal);
    this.#program = undefined;
    return ended;
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Holds it still: it takes no step until it is killed or continued. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#program?.child.kill(signal);
  }

  async ask(path: string, question: Question = {}): Promise<Answer> {
    const answer = await ask(this.#url, path, question);
    if (answer.status >= 500) {
      this.#answers.push(`${question.method ?? ''} ${path}: ${answer.status} ${answer.text}`);
    }
    return answer;
  }

  /** A new account with a key, and with roles besides `player` if given. */
  async createPlayer(...roles: readonly ('analyst' | 'admin')[]): Promise<Player> {
    const steamId = String(76_561_197_960_265_728n + nextAccountNumber++);
    const { stdout } = await this.#runTool(['key', 'create', '--steam-id', steamId, '--json']);
    for (const role of roles) await this.#runTool(['role', 'grant', steamId, role]);
    return new Player(this, { steamId, key: JSON.parse(stdout).api_key });
  }

  /** Takes a role away, `player` too. */
  async revokeRole(player: Player, role: string): Promise<void> {
    await this.#runTool(['role', 'revoke', player.steamId, role]);
  }

  /** Names of the files in a folder of the data folder; none where it does not exist. */
  async listFiles(folder: 'spool' | 'rejected' | 'blobs/demoblobs'): Promise<string[]> {
    try {
      return (await readdir(join(this.dataDir, folder))).sort();
    } catch {
      return [];
    }
  }

  /** Ends it in an orderly way, its PostgreSQL too, and removes its folder unless that is wanted. */
  async remove(options: { readonly isFolderKept: boolean }): Promise<RunResult> {
    // A killed server leaves its PostgreSQL to the next, so there has to be a next one to end it.
    if (!this.#program) await this.start();
    this.signal('SIGCONT');
    const result = await this.end('SIGTERM');
    if (!options.isFolderKept) await rm(this.#folder, { recursive: true });
    else process.stderr.write(`Kept ${this.#folder}. The server wrote:\n${result.stderr}\n`);
    return result;
  }

  #serve(settings: Settings): RunningProgram {
    return new RunningProgram(['serve'], { env: this.#environment(settings), cwd: this.#folder });
  }

  #environment(settings: Settings): Settings {
    return {
      DEMOBASE_DATA_DIR: this.dataDir,
      DEMOBASE_PORT: String(this.port),
      DEMOBASE_RATE_LIMIT_PER_MINUTE: '0',
      DEMOBASE_LOG_LEVEL: 'info',
      // Sessions of these tests name game servers all over the world; nobody there is to hear of it.
      DEMOBASE_GAME_SERVER_CHECK: 'off',
      // Tests of analyses have them; in others, the machine is for what they are about.
      DEMOBASE_ANALYSIS_WORKERS: '0',
      ...this.#settings,
      ...settings,
    };
  }

  async #runTool(args: readonly string[]): Promise<RunResult> {
    const result = await runDemobase(args, {
      env: { DEMOBASE_DATA_DIR: this.dataDir },
      cwd: this.#folder,
    });
    if (result.exitCode !== 0) throw new Error(`demobase ${args.join(' ')}: ${result.stderr}`);
    return result;
  }
}

/**
 * The server of a test file: started before its first test and ended after its last. Every file ends with the
 * same two checks: the server never answered 500, and it stopped in an orderly way. A failure keeps its folder.
 */
export function useServer(settings: Settings = {}): RunningServer {
  const server = new RunningServer(settings);
  let hasFailed = false;
  beforeAll(() => server.start());
  afterEach(({ task }) => {
    hasFailed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    const internalErrors = server.serverErrors.filter((answer) => !answer.includes(': 503 '));
    const isFolderKept = hasFailed || internalErrors.length > 0;
    const { exitCode } = await server.remove({ isFolderKept });
    expect(internalErrors).toEqual([]);
    expect(exitCode).toBe(0);
  });
  return server;
}
