import { spawn } from 'node:child_process';

/** Who runs a program; undefined means whoever runs this process. */
export interface ProgramUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL's programs get a fixed environment, so that a stray `PGDATA`, `PGPORT` or locale cannot change
 * what they do, and their messages stay in English. Windows programs need the inherited one to run at all.
 */
export const programEnvironment =
  process.platform === 'win32' ? undefined : { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' };

export interface ProgramResult {
  readonly succeeded: boolean;
  /** What it wrote on stdout and stderr, or why it could not be run. */
  readonly output: string;
}

/** Runs a short program to its end; a program that cannot be run is a failed one, not a thrown error. */
export function runProgram(
  file: string,
  args: readonly string[],
  { user, cwd, input = '' }: { user?: ProgramUser | undefined; cwd?: string; input?: string } = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve({ succeeded: false, output: String(error) });
    try {
      const child = spawn(file, args, { ...user, cwd, env: programEnvironment, windowsHide: true });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
        });
      }
      child.stdin.on('error', () => {}); // It ended without reading; its exit code tells.
      child.stdin.end(input);
      child.on('error', fail);
      child.on('close', (exitCode) => resolve({ succeeded: exitCode === 0, output: output.trim() }));
    } catch (error) {
      fail(error);
    }
  });
}
