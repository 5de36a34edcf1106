import type { Config } from './config.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import { startServer } from './start-server.ts';
import { startWorker } from './start-worker.ts';

const STEAM_OPENID_URL = 'https://steamcommunity.com/openid/login';

/**
 * The whole life of the `serve` process: reads the settings, starts an instance, and stops it on SIGINT or
 * SIGTERM. A second signal ends it at once; nothing is lost by that either.
 *
 * @returns the exit code: 0 after an orderly stop, 1 after a failure, 2 for settings that cannot be used.
 */
export async function runServer(environment: NodeJS.ProcessEnv): Promise<number> {
  return runUntilStopped(environment, {
    start: async (config, options) => {
      const server = await startServer(config, options);
      for (const warning of warningsOf(config)) options.warn(warning);
      return { ...server, readyText: `Demobase is ready at ${server.url}` };
    },
  });
}

/** The whole life of the `worker` process, which analyses demos and does nothing else; else as {@link runServer}. */
export async function runWorker(environment: NodeJS.ProcessEnv): Promise<number> {
  return runUntilStopped(environment, { start: startWorker });
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
