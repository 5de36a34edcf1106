import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

/** ISteamUser/GetFriendList/v1: status 401 for a list that is not shown, and no `response` around one that is. */
export function friendList(parameters: URLSearchParams, { players }: SteamState): WebApiAnswer | undefined {
  const steamId = parameters.get('steamid') ?? '';
  if (!/^\d{17}$/.test(steamId)) return undefined;
  const player = players.get(steamId);
  if (!player || player.isFriendListPrivate) return { status: 401, json: {} };
  const friends = (player.friends ?? []).map((friend) => ({
    steamid: friend.steamId,
    relationship: 'friend',
    friend_since: friend.friendSince ?? 0,
  }));
  return ok({ friendslist: { friends } });
}
