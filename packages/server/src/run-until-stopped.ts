import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { BlobStoreError } from './blobs/blob-store.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { DatabaseError } from './database/database-error.ts';

/** How long an orderly stop may take before the process ends anyway. */
const STOP_TIMEOUT_MS = 30_000;

/** What runs until it is stopped. */
export interface Running {
  /** Said to the operator once it runs. */
  readonly readyText: string;
  /** Resolves with the reason if it cannot go on and must be stopped. */
  readonly doomed?: Promise<string>;
  /** Safe to repeat. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly log: Logger;
  /** Aborts when the operator does not want to wait for the start. */
  readonly signal: AbortSignal;
  /** Tells the operator what is allowed but deserves a second look. */
  readonly warn: (warning: string) => void;
}

/**
 * The life of a process of ours: settings, log, start, signals, stop.
 *
 * @returns the exit code: 0 after an orderly stop, 1 after a failure, 2 for settings that cannot be used.
 */
export async function runUntilStopped(
  environment: NodeJS.ProcessEnv,
  { start }: { readonly start: (config: Config, options: StartOptions) => Promise<Running> },
): Promise<number> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(`demobase: ${error.message}`);
    return 2;
  }
  const log = createLog(config.logLevel);
  const aborter = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    const onSignal = () => {
      if (aborter.signal.aborted) process.exit(130);
      aborter.abort();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });

  let running: Running;
  try {
    const warn = (warning: string) => say(`demobase: warning: ${warning}`);
    running = await start(config, { log, signal: aborter.signal, warn });
  } catch (error) {
    if (aborter.signal.aborted) return 0;
    if (!isExpected(error)) throw error;
    say(`demobase: ${error.message}`);
    return error instanceof ConfigError ? 2 : 1;
  }
  say(running.readyText);

  const doom = await Promise.race([signalled, ...(running.doomed ? [running.doomed] : [])]);
  if (doom !== undefined) say(`demobase: ${doom}`);
  log.info('stopping');
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  await running.stop();
  log.info('stopped');
  return doom === undefined ? 0 : 1;
}

function createLog(level: string): Logger {
  const stream = process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' })
    : pino.destination({ dest: 2, sync: true });
  return pino({ level }, stream);
}

function isExpected(error: unknown): error is Error {
  const isOurs =
    error instanceof DatabaseError || error instanceof BlobStoreError || error instanceof ConfigError;
  if (isOurs) return true;
  return (
    error instanceof Error &&
    'code' in error &&
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(String(error.code))
  );
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
