import type { SteamId } from '../steam-id.ts';
import type { WebApiCallOptions } from './call-web-api.ts';
import type { SteamWebApi } from './steam-web-api.ts';

/** `unknown` is not `no`: Steam did not tell. And a `no` the user can turn into `yes` in a minute. */
export type ProfileConfigured = 'yes' | 'no' | 'unknown';

export interface ProfileConfiguredOptions extends WebApiCallOptions {
  readonly api: SteamWebApi;
}

/**
 * Whether the user has set up the Steam community profile. This does not tell a limited account, which
 * has never bought anything: no Web API does. Never keep a refusal for good on this answer. The call is urgent
 * unless told otherwise, since a person who signs in waits for it.
 */
export async function profileConfigured(
  steamId: SteamId,
  { api, signal, isUrgent = true }: ProfileConfiguredOptions,
): Promise<ProfileConfigured> {
  const result = await api.playerSummaries([steamId], { signal, isUrgent });
  if (result.outcome !== 'ok') return 'unknown';
  const summary = result.players.get(steamId.toSteamId64());
  // Steam also answers with an empty list when it throttles, so a missing user proves nothing.
  if (!summary) return 'unknown';
  return summary.isProfileConfigured ? 'yes' : 'no';
}
