import { encodeServerFilter } from '../server-filter/encode-server-filter.ts';
import type { ServerFilter } from '../server-filter/server-filter.ts';
import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import {
  isJsonObject,
  type JsonObject,
  readBoolean,
  readInteger,
  readMembers,
  readText,
} from './json-object.ts';
import { numberParameter } from './number-parameter.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** A list of 10,000 game servers is some five megabytes. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/**
 * A game server as Steam lists it, in Steam's own names. Only the address is always there; names and tags are as
 * their operator set them, control characters included.
 */
export interface ListedGameServer {
  /** The query address, `ip:port`; in 169.254.0.0/16 for one behind Steam's relay. */
  readonly addr: string;
  /** The port games connect to. */
  readonly gameport?: number;
  /** The port of SourceTV. */
  readonly specport?: number;
  /** Of the game server. One that begins with 90 changes at every start; one with 855 stays. */
  readonly steamid?: string;
  readonly name?: string;
  readonly appid?: number;
  readonly gamedir?: string;
  readonly version?: string;
  readonly product?: string;
  /** Set by the operator: −1 or 255 unset, 0 US east, 1 US west, 2 South America, 3 Europe, 4 Asia, 5 Australia … */
  readonly region?: number;
  /** Clients signed in to Steam, as Steam counts them; the game server may claim another number. */
  readonly players?: number;
  readonly max_players?: number;
  /** As the game server claims. */
  readonly bots?: number;
  readonly map?: string;
  readonly secure?: boolean;
  readonly dedicated?: boolean;
  /** `l` Linux, `w` Windows, `m` or `o` macOS. */
  readonly os?: string;
  /** The tags, joined by commas; absent when there are none. */
  readonly gametype?: string;
}

export interface ServerListRequest {
  /** Default: any game server of any app. */
  readonly filter?: ServerFilter | undefined;
  /** How many to list at most. Steam's own default is 100, and it gives 10,000 at most. */
  readonly limit?: number | undefined;
}

/**
 * - `skipped`: how many entries had no address
 * - `isTruncated`: as many came as could come, so there may be more; narrow the filter
 * - `empty`: nothing matched. Steam says the same when it does not understand a filter, and at times when it throttles
 */
export type ServerListResult =
  | {
      readonly outcome: 'ok';
      readonly servers: readonly ListedGameServer[];
      readonly skipped: number;
      readonly isTruncated: boolean;
    }
  | { readonly outcome: 'empty' }
  | WebApiFailure;

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** IGameServersService/GetServerList/v1. */
export async function fetchServerList(
  access: WebApiAccess,
  { filter = {}, limit }: ServerListRequest,
  options: WebApiCallOptions,
): Promise<ServerListResult> {
  const parameters = {
    filter: encodeServerFilter(filter),
    ...(limit !== undefined && { limit: numberParameter('The limit of a server list', limit) }),
  };
  const method = 'IGameServersService/GetServerList/v1';
  const answer = await callWebApi(access, {
    ...options,
    method,
    parameters,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  if (answer.outcome !== 'ok') return answer;
  const { response } = answer.json;
  if (!isJsonObject(response)) return { outcome: 'unavailable', reason: 'no response member' };
  const entries: unknown = response.servers ?? [];
  if (!Array.isArray(entries)) return { outcome: 'unavailable', reason: 'servers is not a list' };
  if (entries.length === 0) return { outcome: 'empty' };
  const servers = entries.flatMap((entry: unknown) => readListedGameServer(entry) ?? []);
  return {
    outcome: 'ok',
    servers: filter.uniqueAddress ? firstOfEachHost(servers) : servers,
    skipped: entries.length - servers.length,
    isTruncated: entries.length >= Math.min(limit ?? DEFAULT_LIMIT, MAX_LIMIT),
  };
}

function readListedGameServer(entry: unknown): ListedGameServer | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { addr, ...members } = readGameServer(entry);
  return addr ? { addr, ...members } : undefined;
}

function readGameServer(entry: JsonObject): Partial<ListedGameServer> {
  return readMembers<ListedGameServer>(entry, {
    addr: readText,
    gameport: readInteger,
    specport: readInteger,
    steamid: readText,
    name: readText,
    appid: readInteger,
    gamedir: readText,
    version: readText,
    product: readText,
    region: readInteger,
    players: readInteger,
    max_players: readInteger,
    bots: readInteger,
    map: readText,
    secure: readBoolean,
    dedicated: readBoolean,
    os: readText,
    gametype: readText,
  });
}

/** What `uniqueAddress` asks for and Steam does not always do. */
function firstOfEachHost(servers: readonly ListedGameServer[]): ListedGameServer[] {
  const byHost = new Map<string, ListedGameServer>();
  for (const server of servers) {
    const host = server.addr.replace(/:\d+$/, '');
    if (!byHost.has(host)) byHost.set(host, server);
  }
  return [...byHost.values()];
}
