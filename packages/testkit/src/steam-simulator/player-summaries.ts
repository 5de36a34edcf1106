import type { SimulatedPlayer } from './simulated-player.ts';
import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

/** ISteamUser/GetPlayerSummaries/v2: backwards, since Steam keeps no order, and without users it does not know. */
export function playerSummaries(parameters: URLSearchParams, { players }: SteamState): WebApiAnswer {
  const wanted = [...new Set((parameters.get('steamids') ?? '').split(','))].slice(0, 100);
  const found = wanted.map((steamId) => players.get(steamId)).filter((player) => player !== undefined);
  return ok({ response: { players: found.reverse().map(summarize) } });
}

function summarize({ steamId, personaName, isProfileConfigured, vanityName }: SimulatedPlayer): unknown {
  const avatarHash = 'fef49e7fa7e1997310d705b2a6158ff8dc1cdfeb';
  const avatar = `https://avatars.steamstatic.com/${avatarHash}`;
  return {
    steamid: steamId,
    communityvisibilitystate: isProfileConfigured ? 3 : 1,
    ...(isProfileConfigured && { profilestate: 1 }),
    personaname: personaName,
    profileurl: `https://steamcommunity.com/${vanityName ? `id/${vanityName}` : `profiles/${steamId}`}/`,
    avatar: `${avatar}.jpg`,
    avatarmedium: `${avatar}_medium.jpg`,
    avatarfull: `${avatar}_full.jpg`,
    avatarhash: avatarHash,
    personastate: 0,
    ...(isProfileConfigured && { timecreated: 1_063_407_589 }),
  };
}
