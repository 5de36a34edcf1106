import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SteamId } from '../steam-id.ts';
import { profileConfigured } from './profile-configured.ts';
import { SteamWebApi } from './steam-web-api.ts';

const key = 'SECRET0123456789ABCDEF0123456789';
const ada = SteamId.parse('76561197960287930');
const ben = SteamId.parse('76561200000000000');

async function startFakeSteam(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return new SteamWebApi({ key, baseUrl: `http://127.0.0.1:${port}/` });
}

const answerWith = (players: unknown): RequestListener => {
  return (_, response) => response.end(JSON.stringify({ response: { players } }));
};

describe('SteamWebApi', () => {
  it('gives the summaries by SteamID64, whatever order Steam sends them in', async () => {
    const urls: string[] = [];
    const api = await startFakeSteam((request, response) => {
      urls.push(request.url ?? '');
      const players = [
        { steamid: '76561200000000000', personaname: 'Ben' },
        { steamid: '76561197960287930', personaname: 'Ada', profilestate: 1, avatarfull: 'https://a/f.jpg' },
        { steamid: 22202, personaname: 'not a text id' },
        'not an object',
      ];
      answerWith(players)(request, response);
    });

    const result = await api.playerSummaries([ada, ben, ada]);

    expect(result).toEqual({
      outcome: 'ok',
      players: new Map([
        ['76561200000000000', { steamId: ben, personaName: 'Ben', isProfileConfigured: false }],
        [
          '76561197960287930',
          { steamId: ada, personaName: 'Ada', avatarUrl: 'https://a/f.jpg', isProfileConfigured: true },
        ],
      ]),
    });
    expect(urls).toEqual([
      `/ISteamUser/GetPlayerSummaries/v2/?key=${key}&steamids=76561197960287930%2C76561200000000000`,
    ]);
  });

  it('asks for 100 users a call', async () => {
    const counts: number[] = [];
    const api = await startFakeSteam((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://steam');
      const steamids = (searchParams.get('steamids') ?? '').split(',');
      counts.push(steamids.length);
      answerWith(steamids.map((steamid) => ({ steamid })))(request, response);
    });
    const ids = Array.from({ length: 250 }, (_, index) =>
      SteamId.fromSteamId64(76561197960265729n + BigInt(index)),
    );
    const result = await api.playerSummaries(ids);
    expect(result.outcome === 'ok' && result.players.size).toBe(250);
    expect(counts).toEqual([100, 100, 50]);
  });

  it('asks nothing about nobody', async () => {
    const api = new SteamWebApi({ key, fetch: () => expect.fail('a call was made') });
    expect(await api.playerSummaries([])).toEqual({ outcome: 'ok', players: new Map() });
  });

  it.each([
    [401, {}, { outcome: 'key-rejected' }],
    [403, {}, { outcome: 'key-rejected' }],
    [429, {}, { outcome: 'throttled' }],
    [429, { 'retry-after': '30' }, { outcome: 'throttled', retryAfterMs: 30_000 }],
    [429, { 'retry-after': 'soon' }, { outcome: 'throttled' }],
    [400, {}, { outcome: 'unavailable', reason: 'status 400' }],
    [404, {}, { outcome: 'unavailable', reason: 'status 404' }],
  ])('takes status %i with headers %o as %o, without a second call', async (status, headers, expected) => {
    let calls = 0;
    const api = await startFakeSteam((_, response) => {
      calls += 1;
      response.writeHead(status, headers).end('<html>No</html>');
    });
    expect(await api.playerSummaries([ada])).toEqual(expected);
    expect(calls).toBe(1);
  });

  it.each(['<html>Busy</html>', '[]', 'null', '{}', '{"response":[]}'])(
    'cannot use the answer %s',
    async (body) => {
      const api = await startFakeSteam((_, response) => response.end(body));
      expect(await api.playerSummaries([ada])).toMatchObject({ outcome: 'unavailable' });
    },
  );

  const faults: [string, RequestListener, string][] = [
    ['status 503', (_, response) => response.writeHead(503).end(), 'status 503'],
    ['a lost connection', (request) => request.socket.destroy(), 'unreachable'],
    [
      'half an answer',
      (request, response) => response.write('{', () => request.socket.destroy()),
      'interrupted',
    ],
  ];
  it.each(faults)('tries once more after %s, and no third time', async (_, fault, reason) => {
    let calls = 0;
    const recovering = await startFakeSteam((request, response) => {
      calls += 1;
      (calls === 1 ? fault : answerWith([]))(request, response);
    });
    expect(await recovering.playerSummaries([ada])).toEqual({ outcome: 'ok', players: new Map() });
    expect(calls).toBe(2);

    calls = 0;
    const broken = await startFakeSteam((request, response) => {
      calls += 1;
      fault(request, response);
    });
    expect(await broken.playerSummaries([ada])).toEqual({ outcome: 'unavailable', reason });
    expect(calls).toBe(2);
  });

  it.each(['while Steam is silent', 'while waiting to try again'])('stops %s when told to', async (when) => {
    const controller = new AbortController();
    const api = await startFakeSteam((_, response) => {
      if (when === 'while waiting to try again') response.writeHead(503).end();
      setImmediate(() => controller.abort(new Error('shutting down')));
    });
    const result = api.playerSummaries([ada], { signal: controller.signal });
    await expect(result).rejects.toThrow('shutting down');
  });

  it('shows its key to nobody who looks at it or at what went wrong', async () => {
    const api = await startFakeSteam((request) => request.socket.destroy());
    const result = await api.playerSummaries([ada]);
    expect(
      inspect(api, { depth: 9, showHidden: true }) + JSON.stringify(api) + inspect(result),
    ).not.toContain(key);
  });

  it.each([{ key: '' }, { key, baseUrl: 'api.steampowered.com' }])('cannot be made with %o', (options) => {
    expect(() => new SteamWebApi(options)).toThrow(TypeError);
  });
});

describe('profileConfigured', () => {
  it.each([
    [[{ steamid: '76561197960287930', profilestate: 1 }], 'yes'],
    [[{ steamid: '76561197960287930' }], 'no'],
    [[{ steamid: '76561197960287930', profilestate: 0 }], 'no'],
    [[], 'unknown'],
    [undefined, 'unknown'],
    [[{ steamid: '76561200000000000', profilestate: 1 }], 'unknown'],
  ])('reads from the players %j: %s', async (players, expected) => {
    const api = await startFakeSteam(answerWith(players));
    expect(await profileConfigured(ada, { api })).toBe(expected);
  });

  it.each([403, 429, 500])('does not know when Steam answers with status %i', async (status) => {
    const api = await startFakeSteam((_, response) => response.writeHead(status).end());
    expect(await profileConfigured(ada, { api })).toBe('unknown');
  });
});
