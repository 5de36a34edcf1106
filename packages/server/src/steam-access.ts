import { A2sClient, GameServers, SteamWebApi } from '@demobase/steam';
import type { Config } from './config.ts';

/** When a game server has been asked for this long it is not asked again; live ones answer within a quarter second. */
const GAME_SERVER_TIMEOUT_MS = 1_500;
const GAME_SERVER_LEG_MS = 500;

/** How this process reaches Steam and game servers: one of each, so that its limits are the limits of them all. */
export interface SteamAccess {
  /** Absent without a key. Whoever lets a person wait makes urgent calls, so that no background work starves them. */
  readonly webApi?: SteamWebApi;
  readonly gameServers: GameServers;
}

export function openSteamAccess({ steam, gameServers }: Pick<Config, 'steam' | 'gameServers'>): SteamAccess {
  const { apiKey: key, apiUrl: baseUrl } = steam;
  const webApi = key === undefined ? undefined : new SteamWebApi({ key, baseUrl });
  const a2s = new A2sClient({
    allowPrivateAddresses: gameServers.allowsPrivate,
    legTimeoutMs: GAME_SERVER_LEG_MS,
    queryTimeoutMs: GAME_SERVER_TIMEOUT_MS,
  });
  return { ...(webApi && { webApi }), gameServers: new GameServers({ webApi, a2s }) };
}
