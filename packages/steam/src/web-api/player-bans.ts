import { SteamId } from '../steam-id.ts';
import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import { inBatches } from './in-batches.ts';
import {
  type JsonObject,
  readBoolean,
  readInteger,
  readMembers,
  readObjects,
  readText,
} from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** The bans of a user, which Steam tells of private profiles too; members Steam left out are absent. */
export interface PlayerBans {
  readonly steamId: SteamId;
  readonly isCommunityBanned?: boolean;
  readonly isVacBanned?: boolean;
  readonly vacBanCount?: number;
  readonly gameBanCount?: number;
  /** Since the last VAC or game ban; absent when there never was one. */
  readonly daysSinceLastBan?: number;
  /** `none`, `probation`, `banned`, or what else Steam may come to say. */
  readonly economyBan?: string;
}

/** `bans` by SteamID64; users Steam does not know are missing from it. */
export type PlayerBansResult =
  | { readonly outcome: 'ok'; readonly bans: ReadonlyMap<string, PlayerBans> }
  | WebApiFailure;

/** ISteamUser/GetPlayerBans/v1, as many calls as it takes; one failed call fails the whole. */
export async function fetchPlayerBans(
  access: WebApiAccess,
  ids: readonly SteamId[],
  options: WebApiCallOptions,
): Promise<PlayerBansResult> {
  const bans = new Map<string, PlayerBans>();
  for (const steamids of inBatches(ids)) {
    const method = 'ISteamUser/GetPlayerBans/v1';
    const answer = await callWebApi(access, { ...options, method, parameters: { steamids } });
    if (answer.outcome !== 'ok') return answer;
    // This answer has no `response` around it.
    const { players } = answer.json;
    if (!Array.isArray(players)) return { outcome: 'unavailable', reason: 'no players member' };
    for (const entry of readObjects(players)) {
      const found = readPlayerBans(entry);
      if (found) bans.set(found.steamId.toSteamId64(), found);
    }
  }
  return { outcome: 'ok', bans };
}

function readPlayerBans(entry: JsonObject): PlayerBans | undefined {
  const steamId = SteamId.tryParse(readText(entry.SteamId) ?? '');
  if (!steamId) return undefined;
  const { daysSinceLastBan, ...bans } = readMembers<Omit<PlayerBans, 'steamId'>>(entry, {
    isCommunityBanned: ['CommunityBanned', readBoolean],
    isVacBanned: ['VACBanned', readBoolean],
    vacBanCount: ['NumberOfVACBans', readInteger],
    gameBanCount: ['NumberOfGameBans', readInteger],
    daysSinceLastBan: ['DaysSinceLastBan', readInteger],
    economyBan: ['EconomyBan', readText],
  });
  // 0 days is "today" as well as "never".
  const isBanned = (bans.vacBanCount ?? 0) + (bans.gameBanCount ?? 0) > 0;
  const hasDays = daysSinceLastBan !== undefined && (isBanned || daysSinceLastBan > 0);
  return { steamId, ...bans, ...(hasDays && { daysSinceLastBan }) };
}
