import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server under measurement: a process of its own, and where it takes and puts streams. */
export interface MeasuredServer {
  readonly pid: number;
  /** As `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Makes this many streams possible and says where each goes; nothing is connected yet. */
  prepareStreams(count: number): Promise<readonly StreamTarget[]>;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

/** Where one stream goes. */
export interface StreamTarget {
  /** What the handshake asks for: path and query. */
  readonly path: string;
  /** The file in which its bytes end up. */
  readonly filePath: string;
}

interface StartOptions {
  readonly arguments: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Starts a Node program and waits for the line on stderr in which it says `ready at <url>`.
 *
 * @throws {Error} with what it wrote when it ends before that.
 */
export async function startProgram(
  options: StartOptions,
): Promise<{ readonly pid: number; readonly url: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, options.arguments, {
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await readUrl(child);
  return {
    pid: child.pid ?? 0,
    url,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (!stderr) throw new Error('stderr is not piped');
  const written: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: stderr }).on('line', (line) => {
      written.push(line);
      const url = / ready at (\S+)/.exec(` ${line}`)?.[1];
      if (url) resolve(url);
      else if (written.length > 1) process.stderr.write(`${line}\n`);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`A server did not start: ${written.join('\n')}`)));
  });
}
