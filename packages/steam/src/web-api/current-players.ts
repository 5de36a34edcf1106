import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import { isJsonObject, readInteger } from './json-object.ts';
import { numberParameter } from './number-parameter.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** `not-found`: Steam counts nobody for this app id, most likely since there is no such app. */
export type CurrentPlayersResult =
  | { readonly outcome: 'ok'; readonly playerCount: number }
  | { readonly outcome: 'not-found' }
  | WebApiFailure;

/** ISteamUserStats/GetNumberOfCurrentPlayers/v1. */
export async function fetchCurrentPlayers(
  access: WebApiAccess,
  appId: number,
  options: WebApiCallOptions,
): Promise<CurrentPlayersResult> {
  const answer = await callWebApi(access, {
    ...options,
    method: 'ISteamUserStats/GetNumberOfCurrentPlayers/v1',
    parameters: { appid: numberParameter('An app id', appId) },
    ownStatuses: [404], // with a result for an unknown app, with HTML where there is no Steam
  });
  if (answer.outcome !== 'ok' && answer.outcome !== 'status') return answer;
  const response = answer.json?.response;
  if (!isJsonObject(response)) {
    if (answer.outcome === 'status') return { outcome: 'bad-request', status: answer.status };
    return { outcome: 'unavailable', reason: 'no response member' };
  }
  const playerCount = readInteger(response.player_count);
  const isCounted = answer.outcome === 'ok' && response.result === 1 && playerCount !== undefined;
  return isCounted ? { outcome: 'ok', playerCount } : { outcome: 'not-found' };
}
