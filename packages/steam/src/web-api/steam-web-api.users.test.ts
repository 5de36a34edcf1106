import { describe, expect, it } from 'vitest';
import { SteamId } from '../steam-id.ts';
import { SteamWebApi } from './steam-web-api.ts';

const ada = SteamId.parse('76561197960287930');
const ben = SteamId.parse('76561200000000000');

/** An API whose Steam gives these answers, one after the other; `asked` are the calls, without the key. */
function steamThatAnswers(...answers: readonly (object | number)[]) {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url.replace('https://api.steampowered.com/', '').replace('key=KEY&', ''));
    const answer = answers[asked.length - 1] ?? expect.fail(`unexpected call: ${url}`);
    return typeof answer === 'number'
      ? new Response('<html>', { status: answer })
      : new Response(JSON.stringify(answer));
  };
  return { api: new SteamWebApi({ key: 'KEY', fetch }), asked };
}

describe('playerSummaries', () => {
  it('reads all that Steam shows of a public profile', async () => {
    const entry = {
      steamid: '76561197960287930',
      communityvisibilitystate: 3,
      profilestate: 1,
      personaname: 'Ada\u0001 \t<b>',
      profileurl: 'https://steamcommunity.com/id/ada/',
      avatarfull: 'https://avatars.example/a_full.jpg',
      personastate: 6,
      lastlogoff: 1_700_000_000,
      realname: 'A. L.',
      timecreated: 1_063_407_589,
      loccountrycode: 'GB',
      gameid: '18446744073709551615',
      gameextrainfo: 'Team Fortress 2',
      gameserverip: '169.254.189.228:41928',
      gameserversteamid: '90178913460028417',
    };
    const { api } = steamThatAnswers({ response: { players: [entry] } });
    const result = await api.playerSummaries([ada]);
    expect(result.outcome === 'ok' && result.players.get(ada.toSteamId64())).toEqual({
      steamId: ada,
      personaName: 'Ada\u0001 \t<b>',
      profileUrl: 'https://steamcommunity.com/id/ada/',
      avatarUrl: 'https://avatars.example/a_full.jpg',
      isProfileConfigured: true,
      isPublic: true,
      personaState: 'looking-to-play',
      realName: 'A. L.',
      countryCode: 'GB',
      timeCreated: new Date('2003-09-12T22:59:49Z'),
      lastLogOff: new Date('2023-11-14T22:13:20Z'),
      gameId: '18446744073709551615',
      gameExtraInfo: 'Team Fortress 2',
      gameServerAddress: '169.254.189.228:41928',
      gameServerSteamId: '90178913460028417',
    });
  });

  it('leaves out what is hidden, unset or of the wrong kind', async () => {
    const entry = {
      steamid: '76561197960287930',
      communityvisibilitystate: 1,
      personaname: 7,
      personastate: 99,
      lastlogoff: 0,
      timecreated: 1e300,
      gameserverip: '0.0.0.0:0',
      gameid: 440,
    };
    const { api } = steamThatAnswers({ response: { players: [entry] } });
    const result = await api.playerSummaries([ada]);
    expect(result.outcome === 'ok' && result.players.get(ada.toSteamId64())).toEqual({
      steamId: ada,
      isProfileConfigured: false,
      isPublic: false,
    });
  });

  it('fails as a whole when a later call fails', async () => {
    const ids = Array.from({ length: 101 }, (_, index) =>
      SteamId.fromSteamId64(76561197960265729n + BigInt(index)),
    );
    const { api, asked } = steamThatAnswers({ response: { players: [{ steamid: String(ids[0]) }] } }, 404);
    expect(await api.playerSummaries(ids)).toEqual({ outcome: 'bad-request', status: 404 });
    expect(asked).toHaveLength(2);
  });
});

describe('playerBans', () => {
  const clean = {
    SteamId: '76561197960287930',
    CommunityBanned: false,
    VACBanned: false,
    NumberOfVACBans: 0,
    DaysSinceLastBan: 0,
    NumberOfGameBans: 0,
    EconomyBan: 'none',
  };
  const readClean = {
    steamId: ada,
    isCommunityBanned: false,
    isVacBanned: false,
    vacBanCount: 0,
    gameBanCount: 0,
    economyBan: 'none',
  };

  it.each([
    ['was never banned', {}, {}],
    [
      'was banned today',
      { VACBanned: true, NumberOfVACBans: 1 },
      { isVacBanned: true, vacBanCount: 1, daysSinceLastBan: 0 },
    ],
    [
      'was banned by a game long ago',
      { NumberOfGameBans: 2, DaysSinceLastBan: 4000 },
      { gameBanCount: 2, daysSinceLastBan: 4000 },
    ],
    [
      'may not trade',
      { EconomyBan: 'something new', CommunityBanned: true },
      { economyBan: 'something new', isCommunityBanned: true },
    ],
  ])('tells of a user who %s', async (_, changes, expected) => {
    const { api, asked } = steamThatAnswers({ players: [{ ...clean, ...changes }, { SteamId: 'x' }, null] });
    expect(await api.playerBans([ada, ben, ada])).toEqual({
      outcome: 'ok',
      bans: new Map([[ada.toSteamId64(), { ...readClean, ...expected }]]),
    });
    expect(asked).toEqual(['ISteamUser/GetPlayerBans/v1/?steamids=76561197960287930%2C76561200000000000']);
  });

  it('claims nothing Steam did not say', async () => {
    const { api } = steamThatAnswers({ players: [{ SteamId: '76561197960287930', VACBanned: 'no' }] });
    const result = await api.playerBans([ada]);
    expect(result.outcome === 'ok' && result.bans.get(ada.toSteamId64())).toEqual({ steamId: ada });
  });

  it('does not take an answer without players for one about users without bans', async () => {
    const { api } = steamThatAnswers({ response: {} });
    expect(await api.playerBans([ada])).toEqual({ outcome: 'unavailable', reason: 'no players member' });
  });

  it('asks nothing about nobody', async () => {
    const { api } = steamThatAnswers();
    expect(await api.playerBans([])).toEqual({ outcome: 'ok', bans: new Map() });
  });
});

describe('friendList', () => {
  it('tells who is a friend and since when', async () => {
    const friends = [
      { steamid: '76561200000000000', relationship: 'friend', friend_since: 1_400_000_000 },
      { steamid: '76561198006409530', relationship: 'friend', friend_since: 0 },
      { steamid: 'x', relationship: 'friend' },
    ];
    const { api, asked } = steamThatAnswers({ friendslist: { friends } });
    expect(await api.friendList(ada)).toEqual({
      outcome: 'ok',
      friends: [
        { steamId: ben, relationship: 'friend', friendSince: new Date('2014-05-13T16:53:20Z') },
        { steamId: SteamId.parse('76561198006409530'), relationship: 'friend' },
      ],
    });
    expect(asked).toEqual(['ISteamUser/GetFriendList/v1/?steamid=76561197960287930&relationship=friend']);
  });

  it('takes status 401 for a private list, and goes on using the key', async () => {
    const { api } = steamThatAnswers(401, { players: [] });
    expect(await api.friendList(ada)).toEqual({ outcome: 'private' });
    expect(await api.playerBans([ada])).toMatchObject({ outcome: 'ok' });
  });

  it('takes status 403 for a rejected key', async () => {
    const { api } = steamThatAnswers(403);
    expect(await api.friendList(ada)).toEqual({ outcome: 'key-rejected' });
  });

  it('does not take an answer without a list for a user without friends', async () => {
    const { api } = steamThatAnswers({});
    expect(await api.friendList(ada)).toMatchObject({ outcome: 'unavailable' });
  });
});

describe('resolveVanityUrl and resolveSteamId', () => {
  const found = { response: { success: 1, steamid: '76561197960287930' } };
  const call = 'ISteamUser/ResolveVanityURL/v1/?vanityurl=gabelogannewell&url_type=1';

  it.each([
    'gabelogannewell',
    'https://steamcommunity.com/id/gabelogannewell',
    'http://www.steamcommunity.com/id/gabelogannewell/',
    'steamcommunity.com/id/gabelogannewell',
  ])('asks Steam who %s is', async (text) => {
    const { api, asked } = steamThatAnswers(found);
    expect(await api.resolveSteamId(text)).toEqual({ outcome: 'ok', steamId: ada });
    expect(asked).toEqual([call]);
  });

  it.each(['[U:1:22202]', 'STEAM_0:0:11101', 'www.steamcommunity.com/profiles/76561197960287930'])(
    'needs no call for %s',
    async (text) => {
      const { api } = steamThatAnswers();
      expect(await api.resolveSteamId(text)).toEqual({ outcome: 'ok', steamId: ada });
    },
  );

  it.each([
    'BOT',
    'STEAM_ID_PENDING',
    'UNKNOWN',
    'Console',
    '76561197960265728',
    '[U:1:0]',
    '',
    'a',
    'with space',
    'x'.repeat(33),
    'https://steamcommunity.com/id/../x',
    '\ud800',
  ])('finds nobody by %j, without a call', async (text) => {
    const { api } = steamThatAnswers();
    expect(await api.resolveSteamId(text)).toEqual({ outcome: 'not-found' });
  });

  it.each([
    [found, { outcome: 'ok', steamId: ada }],
    [{ response: { success: 42, message: 'No match' } }, { outcome: 'not-found' }],
    [
      { response: { success: 1, steamid: '103582791429521408' } },
      { outcome: 'unavailable', reason: 'neither a user nor "no match"' },
    ],
    [{ response: { success: 2 } }, { outcome: 'unavailable', reason: 'neither a user nor "no match"' }],
    [{}, { outcome: 'unavailable', reason: 'no response member' }],
  ])('reads %j as %j', async (answer, expected) => {
    const { api, asked } = steamThatAnswers(answer);
    expect(await api.resolveVanityUrl('gabelogannewell')).toEqual(expected);
    expect(asked).toEqual([call]);
  });

  it('makes no call for a name nobody can have', async () => {
    const { api } = steamThatAnswers();
    expect(await api.resolveVanityUrl('https://steamcommunity.com/id/x')).toEqual({ outcome: 'not-found' });
  });
});

describe('currentPlayers', () => {
  it('tells how many play', async () => {
    const { api, asked } = steamThatAnswers({ response: { player_count: 71_234, result: 1 } });
    expect(await api.currentPlayers(440)).toEqual({ outcome: 'ok', playerCount: 71_234 });
    expect(asked).toEqual(['ISteamUserStats/GetNumberOfCurrentPlayers/v1/?appid=440']);
  });

  it('finds no app where Steam counts none', async () => {
    const { api } = steamThatAnswers({ response: { result: 42 } });
    expect(await api.currentPlayers(999_999)).toEqual({ outcome: 'not-found' });
  });

  it('tells an unknown app, which is status 404 with a result, from a wrong address', async () => {
    const statuses = [JSON.stringify({ response: { result: 42 } }), '<html>Not Found</html>'];
    const fetch = async () => new Response(statuses.shift(), { status: 404 });
    const api = new SteamWebApi({ key: 'KEY', fetch });
    expect(await api.currentPlayers(999_999)).toEqual({ outcome: 'not-found' });
    expect(await api.currentPlayers(999_999)).toEqual({ outcome: 'bad-request', status: 404 });
  });

  it.each([0, -1, 1.5, 2 ** 32])('is not asked about app %d', async (appId) => {
    const { api } = steamThatAnswers();
    await expect(api.currentPlayers(appId)).rejects.toThrow(RangeError);
  });
});
