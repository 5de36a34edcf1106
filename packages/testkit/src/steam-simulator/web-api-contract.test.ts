/**
 * Every answer of Steam's Web API that is known to come, word for word, over HTTP, and what the client makes of it.
 */
import { SteamId, SteamWebApi } from '@demobase/steam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CannedAnswer } from './behaviour.ts';
import { type SteamSimulator, startSteamSimulator } from './start-steam-simulator.ts';

const user = SteamId.parse('76561197960287930');
const target = { fakeIp: '169.254.189.228', fakePort: 41928, appId: 440 };

let steam: SteamSimulator;
beforeAll(async () => {
  steam = await startSteamSimulator();
});
afterAll(() => steam.close());

/** A client that has not spent anything yet. */
function client(): SteamWebApi {
  const retry = { tries: 2, firstDelayMs: 1, maxDelayMs: 1000 };
  return new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl, retry, timeoutMs: 5000 });
}

/** A call of every method, by the endpoint that answers it. */
const methods = {
  answerPlayerSummaries: (api: SteamWebApi) => api.playerSummaries([user]),
  answerPlayerBans: (api: SteamWebApi) => api.playerBans([user]),
  answerFriendList: (api: SteamWebApi) => api.friendList(user),
  answerResolveVanityUrl: (api: SteamWebApi) => api.resolveVanityUrl('minniesentry'),
  answerCurrentPlayers: (api: SteamWebApi) => api.currentPlayers(440),
  answerServerList: (api: SteamWebApi) => api.serverList({ filter: { appId: 440 } }),
  answerQueryByFakeIp: (api: SteamWebApi) => api.queryByFakeIp({ ...target, part: 'ping' }),
};
const endpoints = Object.keys(methods) as (keyof typeof methods)[];

const json = (body: object | string): CannedAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function ask(endpoint: keyof typeof methods, answer: CannedAnswer): Promise<unknown> {
  steam.setBehaviour({ [endpoint]: answer });
  return methods[endpoint](client());
}

describe.each(endpoints)('a failure in place of %s', (endpoint) => {
  const forbidden = '<html><head><title>Forbidden</title></head><body><h1>Forbidden</h1>key=</body></html>';
  const failures: [string, CannedAnswer, object, number][] = [
    ['400 in HTML', { status: 400, body: '<html>Bad Request' }, { outcome: 'bad-request', status: 400 }, 1],
    ['400 in JSON', { ...json({ response: {} }), status: 400 }, { outcome: 'bad-request', status: 400 }, 1],
    ['403 in HTML', { status: 403, body: forbidden }, { outcome: 'key-rejected' }, 1],
    ['404 in HTML', { status: 404, body: '<html>Not Found' }, { outcome: 'bad-request', status: 404 }, 1],
    ['405 in HTML', { status: 405, body: '<html>' }, { outcome: 'bad-request', status: 405 }, 1],
    ['429 in HTML', { status: 429, body: '<html>Too Many Requests' }, { outcome: 'throttled' }, 2],
    [
      '429 that names an hour',
      { status: 429, body: '<html>', headers: { 'retry-after': '3600' } },
      { outcome: 'throttled', retryAfterMs: 3_600_000 },
      1,
    ],
    ['500', { status: 500, body: '' }, { outcome: 'unavailable', reason: 'status 500' }, 2],
    ['502 of a proxy', { status: 502, body: '<html>' }, { outcome: 'unavailable', reason: 'status 502' }, 2],
    ['503 of maintenance', { status: 503, body: '' }, { outcome: 'unavailable', reason: 'status 503' }, 2],
    ['504', { status: 504, body: '' }, { outcome: 'unavailable', reason: 'status 504' }, 2],
    [
      'an HTML page with status 200',
      { status: 200, body: '<html>Something is wrong' },
      { outcome: 'unavailable', reason: 'not a JSON object' },
      2,
    ],
    [
      'half of the JSON',
      json('{"response":{"ser'),
      { outcome: 'unavailable', reason: 'not a JSON object' },
      2,
    ],
    ['nothing with status 200', json(''), { outcome: 'unavailable', reason: 'not a JSON object' }, 2],
  ];
  it.each(failures)('that is %s is told apart', async (_, answer, expected, tries) => {
    const before = steam.requests.length;
    const result = await ask(endpoint, answer);
    expect(result).toEqual(expected);
    expect(steam.requests).toHaveLength(before + tries);
    expect(JSON.stringify(result)).not.toContain(steam.apiKey);
  });

  it('that is 401 means a bad key, but for a list of friends, which is private', async () => {
    const expected = endpoint === 'answerFriendList' ? 'private' : 'key-rejected';
    expect(await ask(endpoint, { status: 401, body: '<html>Unauthorized' })).toEqual({ outcome: expected });
  });
});

describe('an answer with nothing to say', () => {
  it.each([
    ['answerPlayerSummaries', { response: { players: [] } }, { outcome: 'ok', players: new Map() }],
    ['answerPlayerSummaries', { response: {} }, { outcome: 'ok', players: new Map() }],
    ['answerPlayerBans', { players: [] }, { outcome: 'ok', bans: new Map() }],
    ['answerFriendList', { friendslist: { friends: [] } }, { outcome: 'ok', friends: [] }],
    ['answerFriendList', { friendslist: {} }, { outcome: 'ok', friends: [] }],
    ['answerResolveVanityUrl', { response: { success: 42, message: 'No match' } }, { outcome: 'not-found' }],
    ['answerServerList', { response: {} }, { outcome: 'empty' }],
    ['answerQueryByFakeIp', { response: {} }, { outcome: 'no-answer' }],
  ] as const)('of %s, %j, is no failure', async (endpoint, answer, expected) => {
    expect(await ask(endpoint, json(answer))).toEqual(expected);
  });

  it('about an unknown app has status 404', async () => {
    const answer = { ...json({ response: { result: 42 } }), status: 404 };
    expect(await ask('answerCurrentPlayers', answer)).toEqual({ outcome: 'not-found' });
  });
});

describe('an answer with something to say', () => {
  it('lists game servers without tags, and those whose names are noise', async () => {
    const answer = json(
      '{"response":{"servers":[{"addr":"192.0.2.11:27015","gameport":27015,"steamid":"85568392920040050",' +
        '"name":"\\u0001\\u0001\\u0001No\\ttags","appid":440,"gamedir":"tf","version":"9433646","product":"tf",' +
        '"region":-1,"players":0,"max_players":24,"bots":0,"map":"cp_dustbowl","secure":false,"dedicated":true,' +
        '"os":"w"},{"gameport":27015}]}}',
    );
    expect(await ask('answerServerList', answer)).toEqual({
      outcome: 'ok',
      servers: [
        {
          addr: '192.0.2.11:27015',
          gameport: 27015,
          steamid: '85568392920040050',
          name: '\u0001\u0001\u0001No\ttags',
          appid: 440,
          gamedir: 'tf',
          version: '9433646',
          product: 'tf',
          region: -1,
          players: 0,
          max_players: 24,
          bots: 0,
          map: 'cp_dustbowl',
          secure: false,
          dedicated: true,
          os: 'w',
        },
      ],
      skipped: 1,
      isTruncated: false,
    });
  });

  it('names bans in PascalCase', async () => {
    const answer = json(
      '{"players":[{"SteamId":"76561197960287930","CommunityBanned":false,"VACBanned":true,"NumberOfVACBans":2,' +
        '"DaysSinceLastBan":0,"NumberOfGameBans":1,"EconomyBan":"probation"}]}',
    );
    expect(await ask('answerPlayerBans', answer)).toEqual({
      outcome: 'ok',
      bans: new Map([
        [
          '76561197960287930',
          {
            steamId: user,
            isCommunityBanned: false,
            isVacBanned: true,
            vacBanCount: 2,
            daysSinceLastBan: 0,
            gameBanCount: 1,
            economyBan: 'probation',
          },
        ],
      ]),
    });
  });

  it('names friends', async () => {
    const answer = json(
      '{"friendslist":{"friends":[{"steamid":"76561198006409530","relationship":"friend","friend_since":0}]}}',
    );
    expect(await ask('answerFriendList', answer)).toEqual({
      outcome: 'ok',
      friends: [{ steamId: SteamId.parse('76561198006409530'), relationship: 'friend' }],
    });
  });

  it('finds the user of a vanity name', async () => {
    const answer = json('{"response":{"steamid":"76561197960287930","success":1}}');
    expect(await ask('answerResolveVanityUrl', answer)).toEqual({ outcome: 'ok', steamId: user });
  });

  it('counts players', async () => {
    const answer = json('{"response":{"player_count":71234,"result":1}}');
    expect(await ask('answerCurrentPlayers', answer)).toEqual({ outcome: 'ok', playerCount: 71_234 });
  });

  it('shows a profile that is not public', async () => {
    const answer = json(
      '{"response":{"players":[{"steamid":"76561197960287930","communityvisibilitystate":1,' +
        '"personaname":"x","profileurl":"https://steamcommunity.com/profiles/76561197960287930/",' +
        '"avatar":"https://a/f.jpg","avatarmedium":"https://a/f_medium.jpg","avatarfull":"https://a/f_full.jpg",' +
        '"avatarhash":"f","personastate":0}]}}',
    );
    expect(await ask('answerPlayerSummaries', answer)).toEqual({
      outcome: 'ok',
      players: new Map([
        [
          '76561197960287930',
          {
            steamId: user,
            personaName: 'x',
            profileUrl: 'https://steamcommunity.com/profiles/76561197960287930/',
            avatarUrl: 'https://a/f_full.jpg',
            isProfileConfigured: false,
            isPublic: false,
            personaState: 'offline',
          },
        ],
      ]),
    });
  });

  it.each([
    [
      'ping',
      '{"ping_data":{"server_ip":{"v4":2852044260},"sdr_popid":7173992}}',
      { server_ip: { v4: 2852044260 }, sdr_popid: 7173992 },
    ],
    [
      'ping',
      '{"ping_data":{"server_ip":{"v6":"IAENuAAAAAAAAAAAAAAAAQ=="}}}',
      { server_ip: { v6: 'IAENuAAAAAAAAAAAAAAAAQ==' } },
    ],
    ['players', '{"players_data":{}}', {}],
    [
      'players',
      '{"players_data":{"players":[{"name":"below zero","score":4294967295,"time_played":12}]}}',
      { players: [{ name: 'below zero', score: -1, time_played: 12 }] },
    ],
    ['rules', '{"rules_data":{}}', {}],
    [
      'rules',
      '{"rules_data":{"rules":[{"rule":"a","value":"1"},{"rule":"a","value":""}]}}',
      {
        rules: [
          { rule: 'a', value: '1' },
          { rule: 'a', value: '' },
        ],
      },
    ],
  ] as const)('relays the %s %s', async (part, response, expected) => {
    steam.setBehaviour({ answerQueryByFakeIp: json(`{"response":${response}}`) });
    const result = await client().queryByFakeIp({ ...target, part });
    expect(result).toEqual({ outcome: 'ok', data: expected, rttMs: expect.any(Number) });
  });

  it('is read though bytes in it are no UTF-8', async () => {
    const [before, after] = ['{"response":{"servers":[{"addr":"192.0.2.11:27015","name":"cut ', '"}]}}'];
    const body = Buffer.concat([Buffer.from(before), Buffer.from([0xe2, 0x98]), Buffer.from(after)]);
    expect(await ask('answerServerList', { status: 200, body })).toMatchObject({
      servers: [{ name: 'cut \uFFFD' }],
    });
  });
});
