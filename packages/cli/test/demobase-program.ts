import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/demobase.js', import.meta.url));
if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  throw new Error('These tests run the built program. Run "npm run build" first.');
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** What it can read from stdin; nothing without. */
  readonly stdin?: string | Uint8Array | Readable;
}

export interface RunResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as somebody runs it, with nothing of our own environment but the way to Node. */
export class RunningProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<RunResult>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], { env = {}, cwd, stdin }: RunOptions = {}) {
    this.child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
      cwd,
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    if (stdin instanceof Readable) this.#pipe(stdin);
    else this.child.stdin?.end(stdin);
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.#stdout += chunk;
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (exitCode) =>
        resolve({ exitCode, stdout: this.#stdout, stderr: this.#stderr }),
      );
    });
  }

  /** Resolves with what a pattern found on stderr; rejects if the program ends before. */
  waitForStderr(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#waitFor(pattern, () => this.#stderr);
  }

  /** As {@link waitForStderr}, on stdout. */
  waitForStdout(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#waitFor(pattern, () => this.#stdout);
  }

  /** A program that ends before its input does closes the pipe. */
  #pipe(source: Readable): void {
    const { stdin } = this.child;
    if (stdin === null) return;
    stdin.on('error', () => source.destroy());
    source.pipe(stdin);
  }

  #waitFor(pattern: RegExp, read: () => string): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(read());
        if (match) resolve(match);
      };
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      this.child.once('close', () => reject(new Error(`It ended without ${pattern}:\n${this.#stderr}`)));
      look();
    });
  }

  async end(signal: NodeJS.Signals): Promise<RunResult> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Runs the command to its end. */
export function runDemobase(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new RunningProgram(args, options).ended;
}
