import { SteamId } from '../steam-id.ts';
import { callWebApi, type WebApiAccess } from './call-web-api.ts';
import { isJsonObject, type JsonObject, objectsMember, textMember } from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** The most ids GetPlayerSummaries takes in one call. */
const BATCH_SIZE = 100;

/** What Steam shows about a user; members Steam left out are absent. */
export interface PlayerSummary {
  readonly steamId: SteamId;
  readonly personaName?: string;
  readonly profileUrl?: string;
  /** 184 pixels square. */
  readonly avatarUrl?: string;
  /** Whether the user has set up the community profile. */
  readonly isProfileConfigured: boolean;
}

/** `players` by SteamID64; users Steam does not know are missing from it. */
export type PlayerSummariesResult =
  | { readonly outcome: 'ok'; readonly players: ReadonlyMap<string, PlayerSummary> }
  | WebApiFailure;

/** ISteamUser/GetPlayerSummaries/v2, as many calls as it takes; one failed call fails the whole. */
export async function fetchPlayerSummaries(
  access: WebApiAccess,
  ids: readonly SteamId[],
  signal: AbortSignal | undefined,
): Promise<PlayerSummariesResult> {
  const distinct = [...new Set(ids.map((id) => id.toSteamId64()))];
  const players = new Map<string, PlayerSummary>();
  for (let start = 0; start < distinct.length; start += BATCH_SIZE) {
    const steamids = distinct.slice(start, start + BATCH_SIZE).join(',');
    const method = 'ISteamUser/GetPlayerSummaries/v2';
    const answer = await callWebApi(access, { method, parameters: { steamids }, signal });
    if (answer.outcome !== 'ok') return answer;
    const { response } = answer.json;
    if (!isJsonObject(response)) return { outcome: 'unavailable', reason: 'no response member' };
    for (const entry of objectsMember(response, 'players')) {
      const summary = readPlayerSummary(entry);
      if (summary) players.set(summary.steamId.toSteamId64(), summary);
    }
  }
  return { outcome: 'ok', players };
}

function readPlayerSummary(entry: JsonObject): PlayerSummary | undefined {
  const steamId = SteamId.tryParse(textMember(entry, 'steamid') ?? '');
  if (!steamId) return undefined;
  const personaName = textMember(entry, 'personaname');
  const profileUrl = textMember(entry, 'profileurl');
  const avatarUrl = textMember(entry, 'avatarfull');
  return {
    steamId,
    ...(personaName !== undefined && { personaName }),
    ...(profileUrl !== undefined && { profileUrl }),
    ...(avatarUrl !== undefined && { avatarUrl }),
    isProfileConfigured: entry.profilestate === 1,
  };
}
