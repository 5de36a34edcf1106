import { SteamId } from '@demobase/steam';
import { expect, it } from 'vitest';
import { playerJson } from './player-json.ts';
import type { PlayerLookup } from './player-lookup.ts';
import { formatPlayer } from './player-text.ts';

const steamId = SteamId.parse('76561198006409530');
const now = new Date('2026-02-01T00:00:00Z');

const everything: PlayerLookup = {
  steamId,
  profile: {
    outcome: 'ok',
    player: {
      steamId,
      personaName: 'Rocket \x07Ronda',
      profileUrl: 'https://steamcommunity.com/id/ronda/',
      isProfileConfigured: true,
      isPublic: true,
      personaState: 'online',
      countryCode: 'NZ',
      timeCreated: new Date('2009-01-02T03:04:05Z'),
      gameId: '440',
      gameExtraInfo: 'Team Fortress 2',
      gameServerAddress: '169.254.189.228:41928',
    },
  },
  bans: {
    outcome: 'ok',
    bans: {
      steamId,
      isCommunityBanned: false,
      isVacBanned: true,
      vacBanCount: 1,
      gameBanCount: 0,
      daysSinceLastBan: 341,
      economyBan: 'none',
    },
  },
  friends: {
    outcome: 'ok',
    friends: [{ steamId: SteamId.parse('76561197960287930'), friendSince: new Date('2012-05-06T07:08:09Z') }],
  },
};

const nothing: PlayerLookup = {
  steamId,
  profile: { outcome: 'unknown' },
  bans: { outcome: 'timeout' },
  friends: { outcome: 'throttled', retryAfterMs: 30_000 },
};

it('shows what Steam tells about a player', () => {
  expect(formatPlayer(everything, { now })).toEqual([
    '  Steam ID       76561198006409530',
    '                 STEAM_0:0:23071901',
    '                 [U:1:46143802]',
    '  name           Rocket ␇Ronda',
    '  profile        https://steamcommunity.com/id/ronda/',
    '  visibility     public',
    '  state          online',
    '  account        since 2009-01-02, 17 years',
    '  country        NZ',
    '  playing        Team Fortress 2',
    '  game server    169.254.189.228:41928',
    '  VAC bans       1',
    '  game bans      0',
    '  last ban       341 days ago',
    '  community ban  no',
    '  trade ban      none',
    '  friends        1',
  ]);
});

it('takes nothing that Steam did not tell for a no', () => {
  expect(formatPlayer(nothing, { now })).toEqual([
    '  Steam ID  76561198006409530',
    '            STEAM_0:0:23071901',
    '            [U:1:46143802]',
    '  profile   unknown',
    '  bans      unknown',
    '  friends   unknown',
  ]);
  const bare: PlayerLookup = {
    steamId,
    profile: { outcome: 'ok', player: { steamId, isProfileConfigured: false, isPublic: false } },
    bans: { outcome: 'ok', bans: { steamId, isVacBanned: false } },
    friends: { outcome: 'private' },
  };
  expect(formatPlayer(bare, { now }).slice(3)).toEqual([
    '  name           unknown',
    '  profile        unknown',
    '  visibility     private, profile not set up',
    '  account        age not shown',
    '  VAC bans       no',
    '  game bans      unknown',
    '  community ban  unknown',
    '  trade ban      unknown',
    '  friends        private',
  ]);
});

it('prints a document whose members are stable', () => {
  expect(JSON.parse(JSON.stringify(playerJson(everything, {})))).toEqual({
    steam_id: '76561198006409530',
    steam2: 'STEAM_0:0:23071901',
    steam3: '[U:1:46143802]',
    profile: {
      outcome: 'ok',
      steam_id: '76561198006409530',
      persona_name: 'Rocket \x07Ronda',
      profile_url: 'https://steamcommunity.com/id/ronda/',
      is_profile_configured: true,
      is_public: true,
      persona_state: 'online',
      country_code: 'NZ',
      time_created: '2009-01-02T03:04:05.000Z',
      game_id: '440',
      game_extra_info: 'Team Fortress 2',
      game_server_address: '169.254.189.228:41928',
    },
    bans: {
      outcome: 'ok',
      steam_id: '76561198006409530',
      is_community_banned: false,
      is_vac_banned: true,
      vac_ban_count: 1,
      game_ban_count: 0,
      days_since_last_ban: 341,
      economy_ban: 'none',
    },
    friends: { outcome: 'ok', count: 1 },
  });
  expect(playerJson(nothing, {})).toMatchObject({
    profile: { outcome: 'unknown' },
    bans: { outcome: 'timeout' },
    friends: { outcome: 'throttled', retry_after_ms: 30_000 },
  });
});

it('lists friends with the names that are known', () => {
  const ada = { steamId: SteamId.parse('76561197960287930'), friendSince: new Date('2012-05-06T07:08:09Z') };
  const ben = { steamId: SteamId.parse('76561200000000000') };
  const friendList = [
    [ada, { steamId: ada.steamId, personaName: 'Ada', isProfileConfigured: true }],
    [ben, undefined],
  ] as const;
  expect(JSON.parse(JSON.stringify(playerJson(everything, { friendList }))).friends).toEqual({
    outcome: 'ok',
    count: 1,
    list: [
      { steam_id: '76561197960287930', friend_since: '2012-05-06T07:08:09.000Z', persona_name: 'Ada' },
      { steam_id: '76561200000000000' },
    ],
  });
});
