import type { SimulatedPlayer } from './simulated-player.ts';
import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

/** ISteamUser/GetPlayerBans/v1: names in PascalCase, and no `response` around them. */
export function playerBans(parameters: URLSearchParams, { players }: SteamState): WebApiAnswer {
  const wanted = [...new Set((parameters.get('steamids') ?? '').split(','))].slice(0, 100);
  const found = wanted.map((steamId) => players.get(steamId)).filter((player) => player !== undefined);
  return ok({ players: found.reverse().map(describeBans) });
}

function describeBans({ steamId, bans = {} }: SimulatedPlayer): unknown {
  const { vacBanCount = 0, gameBanCount = 0 } = bans;
  return {
    SteamId: steamId,
    CommunityBanned: bans.isCommunityBanned ?? false,
    VACBanned: bans.isVacBanned ?? vacBanCount > 0,
    NumberOfVACBans: vacBanCount,
    DaysSinceLastBan: bans.daysSinceLastBan ?? 0,
    NumberOfGameBans: gameBanCount,
    EconomyBan: bans.economyBan ?? 'none',
  };
}
