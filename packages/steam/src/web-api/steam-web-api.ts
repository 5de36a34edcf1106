import type { Fetch } from '../http/request-text.ts';
import type { SteamId } from '../steam-id.ts';
import type { CallBudgetOptions } from './call-budget.ts';
import type { RetryOptions, WebApiAccess, WebApiCallOptions } from './call-web-api.ts';
import { type CurrentPlayersResult, fetchCurrentPlayers } from './current-players.ts';
import { type FriendListResult, fetchFriendList } from './friend-list.ts';
import { KeyRing } from './key-ring.ts';
import { fetchPlayerBans, type PlayerBansResult } from './player-bans.ts';
import { fetchPlayerSummaries, type PlayerSummariesResult } from './player-summaries.ts';
import {
  type FakeIpParts,
  type FakeIpRequest,
  type FakeIpResult,
  fetchByFakeIp,
} from './query-by-fake-ip.ts';
import { fetchVanityUrl, type ResolveResult, resolveSteamIdText } from './resolve-vanity-url.ts';
import { fetchServerList, type ServerListRequest, type ServerListResult } from './server-list.ts';

export type { WebApiCallOptions } from './call-web-api.ts';

/** The longest a timer can wait; with more it does not wait at all. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface SteamWebApiOptions {
  /** From https://steamcommunity.com/dev/apikey; kept out of every outcome, error and inspection. */
  readonly key?: string | undefined;
  /** Several keys, in place of or besides `key`; each has a budget of its own. */
  readonly keys?: readonly string[] | undefined;
  /** Default `https://api.steampowered.com`. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** What each key may spend; shared by all calls of this object, and of no other. */
  readonly budget?: CallBudgetOptions | undefined;
  /** For one try, from sending to the last byte of the answer. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  readonly retry?: RetryOptions | undefined;
}

/**
 * The Steam Web API, one method an endpoint. What can go wrong is in each method's result, not thrown; a method
 * rejects only with the reason of `signal` when that aborts, and for arguments that are none. Make one object a
 * program and share it: calls wait for their turn in its budget.
 *
 * @example
 * const api = new SteamWebApi({ key });
 * const result = await api.playerSummaries([SteamId.parse('[U:1:22202]')]);
 * if (result.outcome === 'ok') console.log(result.players.get('76561197960287930')?.personaName);
 */
export class SteamWebApi {
  readonly #access: WebApiAccess;

  /** Throws a TypeError when there is no key or `baseUrl` is not an http(s) URL, a RangeError for a bad budget or time. */
  constructor(options: SteamWebApiOptions) {
    const { key, keys = [], baseUrl = 'https://api.steampowered.com', timeoutMs = 10_000 } = options;
    const allKeys = key === undefined ? keys : [key, ...keys];
    if (allKeys.length === 0 || allKeys.includes(''))
      throw new TypeError('The Steam Web API needs a key: https://steamcommunity.com/dev/apikey');
    if (!/^https?:\/\//.test(baseUrl))
      throw new TypeError('The base URL of the Steam Web API is not http(s).');
    const { tries = 3, firstDelayMs = 400, maxDelayMs = 10_000 } = options.retry ?? {};
    this.#access = {
      keys: new KeyRing(allKeys, options.budget),
      baseUrl: baseUrl.replace(/\/$/, ''),
      fetch: options.fetch ?? globalThis.fetch,
      timeoutMs: within(1, MAX_TIMER_MS, 'timeoutMs', timeoutMs),
      retry: {
        tries: within(1, Number.MAX_SAFE_INTEGER, 'retry.tries', tries),
        firstDelayMs: within(0, MAX_TIMER_MS, 'retry.firstDelayMs', firstDelayMs),
        maxDelayMs: within(0, MAX_TIMER_MS, 'retry.maxDelayMs', maxDelayMs),
      },
    };
  }

  /** What Steam shows about these users (ISteamUser/GetPlayerSummaries/v2), 100 of them a call. */
  playerSummaries(ids: readonly SteamId[], options: WebApiCallOptions = {}): Promise<PlayerSummariesResult> {
    return fetchPlayerSummaries(this.#access, ids, options);
  }

  /** The bans of these users (ISteamUser/GetPlayerBans/v1), 100 of them a call. */
  playerBans(ids: readonly SteamId[], options: WebApiCallOptions = {}): Promise<PlayerBansResult> {
    return fetchPlayerBans(this.#access, ids, options);
  }

  /** The friends of a user who shows them to all (ISteamUser/GetFriendList/v1). */
  friendList(id: SteamId, options: WebApiCallOptions = {}): Promise<FriendListResult> {
    return fetchFriendList(this.#access, id, options);
  }

  /** Who has this name in the address of the profile, as `gabelogannewell` (ISteamUser/ResolveVanityURL/v1). */
  resolveVanityUrl(vanityName: string, options: WebApiCallOptions = {}): Promise<ResolveResult> {
    return fetchVanityUrl(this.#access, vanityName, options);
  }

  /**
   * Who is meant by any spelling of a Steam ID, by the address of a profile, or by a vanity name. Asks Steam only
   * for vanity names.
   *
   * @example
   * await api.resolveSteamId('https://steamcommunity.com/id/gabelogannewell');
   */
  resolveSteamId(text: string, options: WebApiCallOptions = {}): Promise<ResolveResult> {
    return resolveSteamIdText(this.#access, text, options);
  }

  /** How many play the app now (ISteamUserStats/GetNumberOfCurrentPlayers/v1). */
  currentPlayers(appId: number, options: WebApiCallOptions = {}): Promise<CurrentPlayersResult> {
    return fetchCurrentPlayers(this.#access, appId, options);
  }

  /**
   * The game servers Steam lists (IGameServersService/GetServerList/v1).
   * Rejects with a ServerFilterError for a filter Steam would not understand, a RangeError for a bad limit.
   *
   * @example
   * await api.serverList({ filter: { appId: 440, hasPlayers: true }, limit: 10_000 });
   */
  serverList(request: ServerListRequest = {}, options: WebApiCallOptions = {}): Promise<ServerListResult> {
    return fetchServerList(this.#access, request, options);
  }

  /**
   * What a game server behind Steam's relay tells of itself (IGameServersService/QueryByFakeIP/v1), one part a call.
   * Rejects with a RangeError for an address outside 169.254.0.0/16, a bad port or app id.
   *
   * @example
   * await api.queryByFakeIp({ fakeIp: '169.254.189.228', fakePort: 41928, appId: 440, part: 'players' });
   */
  queryByFakeIp<Part extends keyof FakeIpParts>(
    request: FakeIpRequest<Part>,
    options: WebApiCallOptions = {},
  ): Promise<FakeIpResult<Part>> {
    return fetchByFakeIp(this.#access, request, options);
  }
}

function within(least: number, most: number, name: string, value: number): number {
  if (value >= least && value <= most) return value;
  throw new RangeError(`${name} is ${value}; it must be a number from ${least} to ${most}.`);
}
