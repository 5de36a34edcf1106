import { parseServerFilter } from './server-filter.ts';
import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** IGameServersService/GetServerList/v1; `servers` is absent when nothing matched. */
export function serverList(
  parameters: URLSearchParams,
  { gameServers }: SteamState,
): WebApiAnswer | undefined {
  const limit = parameters.get('limit') ?? String(DEFAULT_LIMIT);
  if (!/^\d+$/.test(limit)) return undefined;
  const select = parseServerFilter(parameters.get('filter') ?? '');
  const servers = (select?.(gameServers) ?? [])
    .slice(0, Math.min(Number(limit), MAX_LIMIT))
    .map(({ listing }) => listing);
  return ok({ response: servers.length > 0 ? { servers } : {} });
}
