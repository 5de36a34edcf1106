import { isPlaceholder, SteamId } from '../steam-id.ts';
import { readProfileUrl } from '../steam-id-profile-url.ts';
import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import { isJsonObject, readText } from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** `not-found`: nobody has that name now, or the text is none. */
export type ResolveResult =
  | { readonly outcome: 'ok'; readonly steamId: SteamId }
  | { readonly outcome: 'not-found' }
  | WebApiFailure;

const VANITY_NAME = /^[A-Za-z0-9_-]{2,32}$/;
const SUCCESS = 1;
const NO_MATCH = 42;

/** ISteamUser/ResolveVanityURL/v1; no call for a name nobody can have. */
export async function fetchVanityUrl(
  access: WebApiAccess,
  vanityName: string,
  options: WebApiCallOptions,
): Promise<ResolveResult> {
  if (!VANITY_NAME.test(vanityName)) return { outcome: 'not-found' };
  const answer = await callWebApi(access, {
    ...options,
    method: 'ISteamUser/ResolveVanityURL/v1',
    parameters: { vanityurl: vanityName, url_type: '1' },
  });
  if (answer.outcome !== 'ok') return answer;
  const { response } = answer.json;
  if (!isJsonObject(response)) return { outcome: 'unavailable', reason: 'no response member' };
  if (response.success === NO_MATCH) return { outcome: 'not-found' };
  const steamId = SteamId.tryParse(readText(response.steamid) ?? '');
  if (response.success === SUCCESS && steamId) return { outcome: 'ok', steamId };
  return { outcome: 'unavailable', reason: 'neither a user nor "no match"' };
}

/** Any spelling of a user; only a vanity name, bare or in its URL, costs a call. */
export async function resolveSteamIdText(
  access: WebApiAccess,
  text: string,
  options: WebApiCallOptions,
): Promise<ResolveResult> {
  const steamId = SteamId.tryParse(text);
  if (steamId) return { outcome: 'ok', steamId };
  const vanityName = vanityNameFrom(text);
  return vanityName === undefined ? { outcome: 'not-found' } : fetchVanityUrl(access, vanityName, options);
}

/** `undefined` for what games print in place of an id, and for an id that belongs to no user: neither is a name. */
function vanityNameFrom(text: string): string | undefined {
  const url = readProfileUrl(text);
  if (url?.kind === 'vanity-name') return url.vanityName;
  return VANITY_NAME.test(text) && !isPlaceholder(text) && !/^\d{17}$/.test(text) ? text : undefined;
}
