import { describe, expect, it } from 'vitest';
import { ServerFilterError } from '../server-filter/server-filter-error.ts';
import { SteamWebApi } from './steam-web-api.ts';

/** An API whose Steam always gives this answer; `asked` are the calls, without the key. */
function steamThatAnswers(answer: unknown) {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url.replace('https://api.steampowered.com/', '').replace('key=KEY&', ''));
    return new Response(JSON.stringify(answer));
  };
  return { api: new SteamWebApi({ key: 'KEY', fetch, budget: { burst: 100 } }), asked };
}

const listed = {
  addr: '169.254.189.228:41928',
  gameport: 41928,
  specport: 27020,
  steamid: '90178913460028417',
  name: 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)',
  appid: 440,
  gamedir: 'tf',
  version: '8604597',
  product: 'tf',
  region: -1,
  players: 24,
  max_players: 32,
  bots: 0,
  map: 'pl_pier',
  secure: true,
  dedicated: true,
  os: 'l',
  gametype: 'hidden,increased_maxplayers,payload,valve',
};

describe('serverList', () => {
  it('gives the game servers as Steam lists them', async () => {
    const { api } = steamThatAnswers({ response: { servers: [listed] } });
    expect(await api.serverList({ filter: { appId: 440 } })).toEqual({
      outcome: 'ok',
      servers: [listed],
      skipped: 0,
      isTruncated: false,
    });
  });

  it('sends filter and limit, and no plus sign for a space', async () => {
    const { api, asked } = steamThatAnswers({ response: {} });
    await api.serverList({
      filter: { appId: 440, tags: ['payload', 'valve'], hasPlayers: true, nameMatch: 'Valve M*+&é' },
      limit: 10_000,
    });
    await api.serverList();
    expect(asked).toEqual([
      'IGameServersService/GetServerList/v1/?filter=%5Cappid%5C440%5Cgametype%5Cpayload%2Cvalve' +
        '%5Cname_match%5CValve%20M*%2B%26%C3%A9%5Cempty%5C1&limit=10000',
      'IGameServersService/GetServerList/v1/?filter=',
    ]);
  });

  it('needs only the address of a game server, and counts the entries without one', async () => {
    const servers = [{ addr: '192.0.2.10:27015' }, { name: 'no address' }, { addr: '' }, 'x', null, [listed]];
    const { api } = steamThatAnswers({ response: { servers } });
    expect(await api.serverList()).toEqual({
      outcome: 'ok',
      servers: [{ addr: '192.0.2.10:27015' }],
      skipped: 5,
      isTruncated: false,
    });
  });

  it('drops a member of the wrong kind and keeps the others', async () => {
    const entry = {
      addr: '192.0.2.10:27015',
      steamid: 2 ** 56,
      name: '\u0001\u0001<b>☃\tname\uFFFD',
      players: '24',
      max_players: 1e300,
      bots: 0.5,
      secure: 1,
      gametype: null,
      map: 'a',
    };
    const { api } = steamThatAnswers({ response: { servers: [entry] } });
    expect(await api.serverList()).toEqual({
      outcome: 'ok',
      servers: [{ addr: '192.0.2.10:27015', name: '\u0001\u0001<b>☃\tname\uFFFD', map: 'a' }],
      skipped: 0,
      isTruncated: false,
    });
  });

  it.each([
    [1, 1, true],
    [1, 2, false],
    [99, undefined, false],
    [100, undefined, true],
    [9999, 20_000, false],
    [10_000, 20_000, true],
    [12_000, 20_000, true],
  ])(
    'of %i game servers with the limit %s says that there may be more: %s',
    async (count, limit, expected) => {
      const servers = Array(count).fill({ addr: '192.0.2.10:27015' });
      const { api } = steamThatAnswers({ response: { servers } });
      expect(await api.serverList({ limit })).toMatchObject({ outcome: 'ok', isTruncated: expected });
    },
  );

  it.each([{ response: {} }, { response: { servers: [] } }])('calls %j empty, not failed', async (answer) => {
    const { api } = steamThatAnswers(answer);
    expect(await api.serverList()).toEqual({ outcome: 'empty' });
  });

  it.each([{}, { response: { servers: {} } }])('cannot use %j', async (answer) => {
    const { api } = steamThatAnswers(answer);
    expect(await api.serverList()).toMatchObject({ outcome: 'unavailable' });
  });

  it('keeps one game server an address where that was asked for, though Steam may not', async () => {
    const servers = ['192.0.2.10:27015', '192.0.2.11:27015', '192.0.2.10:27016'].map((addr) => ({ addr }));
    const { api } = steamThatAnswers({ response: { servers } });
    expect(await api.serverList({ filter: { appId: 440, uniqueAddress: true } })).toMatchObject({
      servers: [{ addr: '192.0.2.10:27015' }, { addr: '192.0.2.11:27015' }],
      skipped: 0,
    });
  });

  it('makes no call for a filter or a limit that is none', async () => {
    const { api, asked } = steamThatAnswers({});
    await expect(api.serverList({ filter: { map: '*' } })).rejects.toThrow(ServerFilterError);
    for (const limit of [0, -1, 1.5, 2 ** 32]) {
      await expect(api.serverList({ limit })).rejects.toThrow(
        'The limit of a server list is a whole number from 1 to 4294967295, not ',
      );
    }
    expect(asked).toEqual([]);
  });
});

describe('queryByFakeIp', () => {
  const target = { fakeIp: '169.254.189.228', fakePort: 41928, appId: 440 };

  it.each([
    ['ping', '1'],
    ['players', '2'],
    ['rules', '3'],
  ] as const)('asks for %s by its number', async (part, queryType) => {
    const { api, asked } = steamThatAnswers({ response: {} });
    expect(await api.queryByFakeIp({ ...target, part })).toEqual({ outcome: 'no-answer' });
    expect(asked).toEqual([
      `IGameServersService/QueryByFakeIP/v1/?fake_ip=2852044260&fake_port=41928&app_id=440&query_type=${queryType}`,
    ]);
  });

  it('gives what the game server tells of itself', async () => {
    const ping = {
      server_ip: { v4: 2852044260 },
      query_port: 41928,
      game_port: 41928,
      spectator_port: 27020,
      spectator_server_name: 'TV',
      server_name: 'x\u0001',
      steamid: '90178913460028417',
      app_id: 440,
      gamedir: 'tf',
      map: 'pl_pier',
      game_description: 'Team Fortress',
      gametype: 'payload,valve',
      num_players: 23,
      max_players: 32,
      num_bots: 0,
      password: false,
      secure: true,
      dedicated: true,
      version: '8604597',
      sdr_popid: 7173992,
      sdr_location_string: 'mwh=6+0',
    };
    const { api } = steamThatAnswers({ response: { ping_data: { ...ping, something_new: 1 } } });
    const result = await api.queryByFakeIp({ ...target, part: 'ping' });
    expect(result).toEqual({ outcome: 'ok', data: ping, rttMs: expect.any(Number) });
    expect(result.outcome === 'ok' && result.data.server_ip?.v4).toBe(2852044260);
  });

  it.each([
    [{ server_ip: { v6: 'IAENuAAAAAAAAAAAAAAAAQ==' } }, { server_ip: { v6: 'IAENuAAAAAAAAAAAAAAAAQ==' } }],
    [{ server_ip: '169.254.189.228', steamid: 2 ** 56, num_players: '23', password: 0 }, {}],
    [{}, {}],
  ])('reads the ping data %j as %j', async (data, expected) => {
    const { api } = steamThatAnswers({ response: { ping_data: data } });
    expect(await api.queryByFakeIp({ ...target, part: 'ping' })).toMatchObject({
      outcome: 'ok',
      data: expected,
    });
  });

  it.each([
    [{}, {}],
    [{ players: [] }, { players: [] }],
    [
      { players: [{ name: 'below zero', score: 4294967295, time_played: 12 }] },
      { players: [{ name: 'below zero', score: -1, time_played: 12 }] },
    ],
    [
      {
        players: [{ name: '(1)\u202ex', score: -7, time_played: 0 }, 'x', { time_played: 1e300, score: '1' }],
      },
      {
        players: [
          { name: '(1)\u202ex', score: -7, time_played: 0 },
          { name: '', score: 0 },
        ],
      },
    ],
  ])('reads the players %j as %j', async (data, expected) => {
    const { api } = steamThatAnswers({ response: { players_data: data } });
    const result = await api.queryByFakeIp({ ...target, part: 'players' });
    expect(result.outcome === 'ok' && result.data).toEqual(expected);
  });

  it.each([
    [{}, {}],
    [
      {
        rules: [
          { rule: 'a', value: '1' },
          { rule: 'a', value: '2' },
        ],
      },
      {
        rules: [
          { rule: 'a', value: '1' },
          { rule: 'a', value: '2' },
        ],
      },
    ],
    [{ rules: [{ rule: 'set to nothing' }, 7] }, { rules: [{ rule: 'set to nothing', value: '' }] }],
  ])('reads the rules %j as %j', async (data, expected) => {
    const { api } = steamThatAnswers({ response: { rules_data: data } });
    const result = await api.queryByFakeIp({ ...target, part: 'rules' });
    expect(result.outcome === 'ok' && result.data).toEqual(expected);
  });

  it('cannot use a part that is no object', async () => {
    const { api } = steamThatAnswers({ response: { players_data: [] } });
    expect(await api.queryByFakeIp({ ...target, part: 'players' })).toEqual({
      outcome: 'unavailable',
      reason: 'players_data is not an object',
    });
  });

  it.each([
    { fakeIp: '192.0.2.10' },
    { fakeIp: '169.254.1.1:27015' },
    { fakePort: 0 },
    { fakePort: 65_536 },
    { appId: 0 },
  ])('makes no call for %o', async (changes) => {
    const { api, asked } = steamThatAnswers({});
    await expect(api.queryByFakeIp({ ...target, part: 'ping', ...changes })).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });
});
