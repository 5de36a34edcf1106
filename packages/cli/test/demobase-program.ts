import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/demobase.js', import.meta.url));
if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  throw new Error('These tests run the built program. Run "npm run build" first.');
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
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

  constructor(args: readonly string[], { env = {}, cwd }: RunOptions = {}) {
    this.child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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
  async waitForStderr(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.#stderr);
        if (match) resolve(match);
      };
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
