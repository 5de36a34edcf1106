import { RunningProgram, type RunResult } from './demobase-program.ts';

/** `demobase serve` on a free port, with everything in one data folder. */
export class RunningService {
  readonly url: string;
  readonly #program: RunningProgram;

  private constructor(url: string, program: RunningProgram) {
    this.url = url;
    this.#program = program;
  }

  static async start(dataDir: string): Promise<RunningService> {
    const program = new RunningProgram(['serve'], { env: serviceEnvironment(dataDir) });
    const [, url = ''] = await program.waitForStderr(/Demobase is ready at (\S+)/);
    return new RunningService(url, program);
  }

  /** Ends it in an orderly way, its PostgreSQL too. */
  stop(): Promise<RunResult> {
    return this.#program.end('SIGTERM');
  }

  /** As a crash would. */
  kill(): Promise<RunResult> {
    return this.#program.end('SIGKILL');
  }
}

/** What the service and the commands that open its database are set to. */
export function serviceEnvironment(dataDir: string): Record<string, string> {
  return { DEMOBASE_DATA_DIR: dataDir, DEMOBASE_PORT: '0', DEMOBASE_LOG_LEVEL: 'warn' };
}
