import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { BlobStoreError } from './blobs/blob-store.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { DatabaseError } from './database/database-error.ts';
import { type RunningServer, startServer } from './start-server.ts';

const STEAM_OPENID_URL = 'https://steamcommunity.com/openid/login';

/** How long an orderly stop may take before the process ends anyway. */
const STOP_TIMEOUT_MS = 30_000;

/**
 * The whole life of the `serve` process: reads the settings, starts an instance, and stops it on SIGINT or
 * SIGTERM. A second signal ends it at once; nothing is lost by that either.
 *
 * @returns the exit code: 0 after an orderly stop, 1 after a failure, 2 for settings that cannot be used.
 */
export async function runServer(environment: NodeJS.ProcessEnv): Promise<number> {
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

  let server: RunningServer;
  try {
    server = await startServer(config, { log, signal: aborter.signal });
  } catch (error) {
    if (aborter.signal.aborted) return 0;
    if (!isExpected(error)) throw error;
    say(`demobase: ${error.message}`);
    return 1;
  }
  for (const warning of warningsOf(config)) say(`demobase: warning: ${warning}`);
  say(`Demobase is ready at ${server.url}`);

  const doom = await Promise.race([signalled, server.doomed]);
  if (doom !== undefined) say(`demobase: ${doom}`);
  log.info('stopping');
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  await server.stop();
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
  if (error instanceof DatabaseError || error instanceof BlobStoreError) return true;
  return (
    error instanceof Error &&
    'code' in error &&
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(String(error.code))
  );
}

/** What is allowed but deserves a second look. */
function warningsOf(config: Config): string[] {
  const warnings: string[] = [];
  if (!config.steam.apiKey) {
    warnings.push('STEAM_API_KEY is not set, so accounts without a set-up Steam profile are let in too.');
  }
  if (config.steam.openIdUrl !== STEAM_OPENID_URL) {
    warnings.push(`sign-in is not by Steam: ${config.steam.openIdUrl} decides who signs in.`);
  }
  const { check, unchecked, allowsPrivate } = config.gameServers;
  if (check === 'require' && !config.steam.apiKey) {
    const becomes = unchecked === 'refuse' ? 'is refused' : 'is let in unchecked';
    warnings.push(
      `DEMOBASE_GAME_SERVER_CHECK=require without STEAM_API_KEY: whoever plays behind Steam's relay ${becomes}.`,
    );
  }
  if (allowsPrivate && check !== 'off') {
    warnings.push('DEMOBASE_GAME_SERVER_PRIVATE is true: anyone with a key can have this network probed.');
  }
  const isOpen = config.host !== '127.0.0.1' && config.host !== '::1' && config.host !== 'localhost';
  if (isOpen && !config.publicUrl) {
    warnings.push('DEMOBASE_PUBLIC_URL is not set, so Steam sign-in works from this machine only.');
  }
  if (config.publicUrl?.startsWith('http:') && isOpen) {
    warnings.push('DEMOBASE_PUBLIC_URL is plain http: API keys travel in clear. Put TLS in front.');
  }
  return warnings;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
