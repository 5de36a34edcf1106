import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { A2sClient } from '../a2s/a2s-client.ts';
import { parseServerAddress } from '../address/server-address.ts';
import { inOrderOfArrival } from '../async/in-order-of-arrival.ts';
import type { ServerListRequest, ServerListResult } from '../web-api/server-list.ts';
import type { SteamWebApi, WebApiCallOptions } from '../web-api/steam-web-api.ts';
import { GameServer, type GameServerQueryOptions, type QueryGameServer } from './game-server.ts';
import { type GameServerObservation, type GameServerPart, nothingAsked } from './game-server-observation.ts';
import { observationFromUdp, udpPartNames } from './observe-over-udp.ts';
import { observeThroughRelay } from './observe-through-relay.ts';

/** Team Fortress 2. */
const DEFAULT_APP_ID = 440;
const ALL_PARTS: readonly GameServerPart[] = ['ping', 'players', 'rules'];
const DEFAULT_WATCH_MS = 30_000;
/** More often than this, game servers begin to drop queries. */
const MIN_WATCH_MS = 10_000;
/** The longest a timer can wait; with more it does not wait at all. */
const MAX_WATCH_MS = 2 ** 31 - 1;
/** Observations under way at a time in `queryAll`. */
const MAX_IN_FLIGHT = 1_000;

export interface GameServersOptions {
  /** Needed for Steam's list, and for game servers behind Steam's relay. */
  readonly webApi?: SteamWebApi | undefined;
  /** Default: one of our own with its defaults. One that is given is closed with this. */
  readonly a2s?: A2sClient | undefined;
}

export interface GameServerWatchOptions extends GameServerQueryOptions {
  /**
   * From the beginning of one look to the next. Default 30,000; never under 10,000, unless private addresses are
   * allowed, and at most 2,147,483,647 (24 days).
   */
  readonly intervalMs?: number | undefined;
}

type ListResult = Extract<ServerListResult, { readonly outcome: 'ok' }>;

/** What came of asking for Steam's list, as `SteamWebApi.serverList` tells it; its servers can be asked themselves. */
export type GameServerListResult =
  | (Omit<ListResult, 'servers'> & { readonly servers: readonly GameServer[] })
  | Exclude<ServerListResult, ListResult>
  | { readonly outcome: 'no-key' };

/**
 * Everything about game servers through one object: it lists them, and asks each the way it can be reached, over UDP
 * or, for an SDR address (169.254.0.0/16), through Steam's relay.
 *
 * @example
 * const gameServers = new GameServers({ webApi: new SteamWebApi({ key }) });
 * const found = await gameServers.list({ filter: { appId: 440, hasPlayers: true, tags: ['valve'] }, limit: 1 });
 * if (found.outcome === 'ok') {
 *   for (const server of found.servers) console.log(server.listing, await server.query());
 * }
 */
export class GameServers {
  readonly #webApi: SteamWebApi | undefined;
  readonly #a2s: A2sClient;

  constructor({ webApi, a2s }: GameServersOptions = {}) {
    this.#webApi = webApi;
    this.#a2s = a2s ?? new A2sClient();
  }

  /** Game servers that Steam knows (IGameServersService/GetServerList/v1). */
  async list(
    request: ServerListRequest = {},
    options: WebApiCallOptions = {},
  ): Promise<GameServerListResult> {
    if (!this.#webApi) return { outcome: 'no-key' };
    const result = await this.#webApi.serverList(request, options);
    if (result.outcome !== 'ok') return result;
    const query: QueryGameServer = (address, queryOptions) => this.query(address, queryOptions);
    return { ...result, servers: result.servers.map((listing) => new GameServer(listing, query)) };
  }

  /** Looks at one game server. Rejects only when `signal` aborts, or after `close`. */
  async query(address: string, options: GameServerQueryOptions = {}): Promise<GameServerObservation> {
    const { appId = DEFAULT_APP_ID, parts = ALL_PARTS, signal, isUrgent } = options;
    const parsed = parseServerAddress(address);
    if (parsed?.kind !== 'sdr') {
      const udpParts = parts.map((part) => udpPartNames[part]);
      return observationFromUdp(await this.#a2s.query(address, { parts: udpParts, signal }), new Date());
    }
    if (!this.#webApi) return withoutKey(address);
    const target = { address, host: parsed.host, port: parsed.port, appId, parts };
    return observeThroughRelay(this.#webApi, target, { signal, isUrgent });
  }

  /**
   * Looks at many game servers, and gives each observation as it arrives, in no order; `address` tells which it is of.
   * Those of a list are asked as the app that the list says they run.
   */
  async *queryAll(
    servers: Iterable<string | GameServer> | AsyncIterable<string | GameServer>,
    options: GameServerQueryOptions = {},
  ): AsyncGenerator<GameServerObservation, void, void> {
    const stopping = new AbortController();
    // One listener for each query under way.
    setMaxListeners(0, stopping.signal);
    const queryOptions = { ...options, signal: stopping.signal };
    yield* inOrderOfArrival<string | GameServer, GameServerObservation>(servers, {
      limit: MAX_IN_FLIGHT,
      signal: options.signal,
      begin: (server, done, fail) => {
        const observation =
          typeof server === 'string' ? this.query(server, queryOptions) : server.query(queryOptions);
        observation.then(done, fail);
        return () => stopping.abort();
      },
    });
  }

  /**
   * Looks at one game server again and again, until `signal` aborts or the loop is left. Rejects with a RangeError for
   * an interval no timer can wait for.
   */
  async *watch(
    address: string,
    { intervalMs = DEFAULT_WATCH_MS, ...options }: GameServerWatchOptions = {},
  ): AsyncGenerator<GameServerObservation, never, void> {
    if (!(intervalMs <= MAX_WATCH_MS)) {
      throw new RangeError(`intervalMs is ${intervalMs}; it must be a number of at most ${MAX_WATCH_MS}.`);
    }
    const leastMs = this.#a2s.allowsPrivateAddresses ? 0 : MIN_WATCH_MS;
    const everyMs = Math.max(intervalMs, leastMs);
    const { signal } = options;
    for (;;) {
      const startedAt = performance.now();
      yield await this.query(address, options);
      const restMs = Math.max(0, startedAt + everyMs - performance.now());
      await delay(restMs, undefined, { ...(signal && { signal }) }).catch(() => signal?.throwIfAborted());
    }
  }

  /** Gives the sockets back; not needed for the process to end. */
  async close(): Promise<void> {
    await this.#a2s.close();
  }
}

function withoutKey(address: string): GameServerObservation {
  return {
    address,
    via: 'none',
    observed_at: new Date().toISOString(),
    failure: {
      outcome: 'no-key',
      reason: 'this game server is behind the relay of Steam, which answers only to a Steam Web API key',
    },
    outcomes: nothingAsked,
    player_counts: {},
  };
}
