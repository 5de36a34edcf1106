import type { Fetch } from '../http/request-text.ts';
import type { SteamId } from '../steam-id.ts';
import type { WebApiAccess } from './call-web-api.ts';
import { fetchPlayerSummaries, type PlayerSummariesResult } from './player-summaries.ts';

export interface SteamWebApiOptions {
  /** From https://steamcommunity.com/dev/apikey; kept out of every outcome, error and inspection. */
  readonly key: string;
  /** Default `https://api.steampowered.com`. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: Fetch | undefined;
}

export interface WebApiCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Steam Web API, one method an endpoint. What can go wrong is in each method's result, not thrown;
 * a method rejects only with the reason of `signal` when that aborts.
 *
 * @example
 * const api = new SteamWebApi({ key });
 * const result = await api.playerSummaries([SteamId.parse('[U:1:22202]')]);
 * if (result.outcome === 'ok') console.log(result.players.get('76561197960287930')?.personaName);
 */
export class SteamWebApi {
  readonly #access: WebApiAccess;

  /** Throws a TypeError when the key is empty or `baseUrl` is not an http(s) URL. */
  constructor({ key, baseUrl = 'https://api.steampowered.com', fetch }: SteamWebApiOptions) {
    if (key === '')
      throw new TypeError('The Steam Web API needs a key: https://steamcommunity.com/dev/apikey');
    if (!/^https?:\/\//.test(baseUrl))
      throw new TypeError('The base URL of the Steam Web API is not http(s).');
    this.#access = { key, baseUrl: baseUrl.replace(/\/$/, ''), fetch: fetch ?? globalThis.fetch };
  }

  /** What Steam shows about these users (ISteamUser/GetPlayerSummaries/v2), 100 of them a call. */
  playerSummaries(
    ids: readonly SteamId[],
    { signal }: WebApiCallOptions = {},
  ): Promise<PlayerSummariesResult> {
    return fetchPlayerSummaries(this.#access, ids, signal);
  }
}
