import type { SteamId } from '../steam-id.ts';
import type { SteamWebApi } from './steam-web-api.ts';

/** `unknown` is not `no`: Steam did not tell. And a `no` the user can turn into `yes` in a minute. */
export type ProfileConfigured = 'yes' | 'no' | 'unknown';

export interface ProfileConfiguredOptions {
  readonly api: SteamWebApi;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether the user has set up the Steam community profile. This does not tell a limited account, which
 * has never bought anything: no Web API does. Never keep a refusal for good on this answer.
 */
export async function profileConfigured(
  steamId: SteamId,
  { api, signal }: ProfileConfiguredOptions,
): Promise<ProfileConfigured> {
  const result = await api.playerSummaries([steamId], { signal });
  if (result.outcome !== 'ok') return 'unknown';
  const summary = result.players.get(steamId.toSteamId64());
  // Steam also answers with an empty list when it throttles, so a missing user proves nothing.
  if (!summary) return 'unknown';
  return summary.isProfileConfigured ? 'yes' : 'no';
}
