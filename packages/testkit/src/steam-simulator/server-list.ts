import { parseServerFilter } from './server-filter.ts';
import type { SteamState } from './steam-state.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** IGameServersService/GetServerList/v1; `servers` is absent when nothing matched. */
export function serverList(parameters: URLSearchParams, { gameServers }: SteamState): unknown {
  const matches = parseServerFilter(parameters.get('filter') ?? '');
  const limit = Math.min(Number(parameters.get('limit') ?? DEFAULT_LIMIT), MAX_LIMIT);
  const listings = gameServers.map(({ listing }) => listing).filter((listing) => matches?.(listing));
  const servers = listings.slice(0, limit);
  return { response: servers.length > 0 ? { servers } : {} };
}
