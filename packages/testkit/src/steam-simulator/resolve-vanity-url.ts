import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

/** ISteamUser/ResolveVanityURL/v1: a name nobody has is a success of another kind, with status 200. */
export function resolveVanityUrl(
  parameters: URLSearchParams,
  { players }: SteamState,
): WebApiAnswer | undefined {
  const wanted = parameters.get('vanityurl')?.toLowerCase();
  if (!wanted) return undefined;
  const isUserWanted = (parameters.get('url_type') ?? '1') === '1';
  const player = [...players.values()].find(({ vanityName }) => vanityName?.toLowerCase() === wanted);
  return isUserWanted && player
    ? ok({ response: { steamid: player.steamId, success: 1 } })
    : ok({ response: { success: 42, message: 'No match' } });
}
