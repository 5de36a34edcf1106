import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

/**
 * ISteamUserStats/GetNumberOfCurrentPlayers/v1: all who are on game servers of the app. An app without any does not
 * exist here, which is status 404 with a result.
 */
export function currentPlayers(
  parameters: URLSearchParams,
  { gameServers }: SteamState,
): WebApiAnswer | undefined {
  const appId = parameters.get('appid');
  if (!appId) return undefined;
  const counts = gameServers.flatMap(({ listing }) =>
    String(listing.appid) === appId ? listing.players : [],
  );
  if (counts.length === 0) return { status: 404, json: { response: { result: 42 } } };
  return ok({ response: { player_count: counts.reduce((sum, count) => sum + count), result: 1 } });
}
