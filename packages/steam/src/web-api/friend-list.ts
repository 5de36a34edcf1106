import { SteamId } from '../steam-id.ts';
import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import {
  isJsonObject,
  type JsonObject,
  readDate,
  readMembers,
  readObjects,
  readText,
} from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

export interface Friend {
  readonly steamId: SteamId;
  /** `friend`, or what else Steam may come to say. */
  readonly relationship?: string;
  /** Absent for friendships older than Steam's records. */
  readonly friendSince?: Date;
}

/** `private`: the user shows the list of friends to nobody, or to friends only. */
export type FriendListResult =
  | { readonly outcome: 'ok'; readonly friends: readonly Friend[] }
  | { readonly outcome: 'private' }
  | WebApiFailure;

/** ISteamUser/GetFriendList/v1. */
export async function fetchFriendList(
  access: WebApiAccess,
  id: SteamId,
  options: WebApiCallOptions,
): Promise<FriendListResult> {
  const answer = await callWebApi(access, {
    ...options,
    method: 'ISteamUser/GetFriendList/v1',
    parameters: { steamid: id.toSteamId64(), relationship: 'friend' },
    ownStatuses: [401], // of every other method this is a bad key
  });
  if (answer.outcome === 'status') return { outcome: 'private' };
  if (answer.outcome !== 'ok') return answer;
  // This answer has no `response` around it.
  const { friendslist } = answer.json;
  if (!isJsonObject(friendslist)) return { outcome: 'unavailable', reason: 'no friendslist member' };
  return {
    outcome: 'ok',
    friends: readObjects(friendslist.friends).flatMap((entry) => readFriend(entry) ?? []),
  };
}

function readFriend(entry: JsonObject): Friend | undefined {
  const steamId = SteamId.tryParse(readText(entry.steamid) ?? '');
  if (!steamId) return undefined;
  return {
    steamId,
    ...readMembers<Omit<Friend, 'steamId'>>(entry, {
      relationship: readText,
      friendSince: ['friend_since', readDate],
    }),
  };
}
