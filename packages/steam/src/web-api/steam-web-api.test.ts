import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SteamId } from '../steam-id.ts';
import { profileConfigured } from './profile-configured.ts';
import { SteamWebApi, type SteamWebApiOptions } from './steam-web-api.ts';
import type { WebApiFailure } from './web-api-failure.ts';

const key = 'SECRET0123456789ABCDEF0123456789';
const ada = SteamId.parse('76561197960287930');
const ben = SteamId.parse('76561200000000000');

async function startFakeSteam(answer: RequestListener, options: SteamWebApiOptions = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}/`;
  return new SteamWebApi({ key, baseUrl, retry: { firstDelayMs: 1, maxDelayMs: 10 }, ...options });
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
    [400, {}, { outcome: 'bad-request', status: 400 }],
    [404, {}, { outcome: 'bad-request', status: 404 }],
    [405, {}, { outcome: 'bad-request', status: 405 }],
    [204, {}, { outcome: 'unavailable', reason: 'status 204' }],
    [302, { location: '/elsewhere' }, { outcome: 'unavailable', reason: 'rejected' }],
    [429, { 'retry-after': '30' }, { outcome: 'throttled', retryAfterMs: 30_000 }],
  ])('takes status %i with headers %o as %o, without a second call', async (status, headers, expected) => {
    let calls = 0;
    const api = await startFakeSteam((_, response) => {
      calls += 1;
      response.writeHead(status, headers).end('<html>No</html>');
    });
    expect(await api.playerSummaries([ada])).toEqual(expected);
    expect(calls).toBe(1);
  });

  const faults: [string, RequestListener, WebApiFailure][] = [
    [
      'status 503',
      (_, response) => response.writeHead(503).end(),
      { outcome: 'unavailable', reason: 'status 503' },
    ],
    [
      'status 500 with a result of Steam',
      (_, response) => response.writeHead(500, { 'x-eresult': '10', 'x-error_message': key }).end(),
      { outcome: 'unavailable', reason: 'status 500, Steam result 10' },
    ],
    [
      'a lost connection',
      (request) => request.socket.destroy(),
      { outcome: 'unavailable', reason: 'unreachable' },
    ],
    [
      'half an answer',
      (request, response) => response.write('{', () => request.socket.destroy()),
      { outcome: 'unavailable', reason: 'interrupted' },
    ],
    [
      'an HTML page with status 200',
      (_, response) => response.end('<html>Busy</html>'),
      { outcome: 'unavailable', reason: 'not a JSON object' },
    ],
    ['status 429', (_, response) => response.writeHead(429).end('<html>'), { outcome: 'throttled' }],
    [
      'status 429 that says how long',
      (_, response) => response.writeHead(429, { 'retry-after': '0' }).end('<html>'),
      { outcome: 'throttled', retryAfterMs: 0 },
    ],
    [
      'status 429 that says until when',
      (_, response) =>
        response.writeHead(429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }).end('<html>'),
      { outcome: 'throttled', retryAfterMs: 0 },
    ],
    [
      'status 429 that says nothing of use',
      (_, response) => response.writeHead(429, { 'retry-after': 'soon' }).end('<html>'),
      { outcome: 'throttled' },
    ],
  ];
  it.each(faults)('tries twice more after %s, and no fourth time', async (_, fault, failure) => {
    let calls = 0;
    const recovering = await startFakeSteam((request, response) => {
      calls += 1;
      (calls < 3 ? fault : answerWith([]))(request, response);
    });
    expect(await recovering.playerSummaries([ada])).toEqual({ outcome: 'ok', players: new Map() });
    expect(calls).toBe(3);

    calls = 0;
    const broken = await startFakeSteam((request, response) => {
      calls += 1;
      fault(request, response);
    });
    expect(await broken.playerSummaries([ada])).toEqual(failure);
    expect(calls).toBe(3);
  });

  it('tries as often as it was told to', async () => {
    let calls = 0;
    const options = { retry: { tries: 1 } };
    const api = await startFakeSteam((_, response) => {
      calls += 1;
      response.writeHead(503).end();
    }, options);
    expect(await api.playerSummaries([ada])).toEqual({ outcome: 'unavailable', reason: 'status 503' });
    expect(calls).toBe(1);
  });

  it('gives up on an answer that does not come in time, without a second call', async () => {
    let calls = 0;
    const api = await startFakeSteam(
      () => {
        calls += 1;
      },
      { timeoutMs: 30 },
    );
    expect(await api.playerSummaries([ada])).toEqual({ outcome: 'timeout' });
    expect(calls).toBe(1);
  });

  it.each(['{}', '{"response":[]}'])('cannot use the answer %s', async (body) => {
    const api = await startFakeSteam((_, response) => response.end(body));
    expect(await api.playerSummaries([ada])).toEqual({
      outcome: 'unavailable',
      reason: 'no response member',
    });
  });

  it('counts every try against the allowance of the day', async () => {
    let calls = 0;
    const options = { budget: { callsPerDay: 4, urgentShare: 0.25 } };
    const api = await startFakeSteam((_, response) => {
      calls += 1;
      response.writeHead(503).end();
    }, options);
    expect(await api.playerSummaries([ada])).toEqual({ outcome: 'unavailable', reason: 'status 503' });
    expect(await api.playerSummaries([ada])).toEqual({
      outcome: 'budget-exhausted',
      retryAfterMs: expect.any(Number),
    });
    expect(calls).toBe(3);
    // The last call of the day is kept for those who wait for it; why it failed is told, not that no other is left.
    expect(await api.playerSummaries([ada], { isUrgent: true })).toEqual({
      outcome: 'unavailable',
      reason: 'status 503',
    });
    expect(calls).toBe(4);
  });

  it('goes on with another key when one is rejected, and uses that one no more', async () => {
    const keysSeen: (string | null)[] = [];
    const options = { key: undefined, keys: ['REVOKED', key] };
    const api = await startFakeSteam((request, response) => {
      const seen = new URL(request.url ?? '', 'http://steam').searchParams.get('key');
      keysSeen.push(seen);
      if (seen === 'REVOKED') response.writeHead(403).end('<html>');
      else answerWith([{ steamid: ada.toSteamId64() }])(request, response);
    }, options);
    expect(await api.playerSummaries([ada])).toMatchObject({ outcome: 'ok' });
    expect(await api.playerSummaries([ada])).toMatchObject({ outcome: 'ok' });
    expect(keysSeen).toEqual(['REVOKED', key, key]);
  });

  it('makes no more calls once every key is rejected', async () => {
    let calls = 0;
    const api = await startFakeSteam(
      (_, response) => {
        calls += 1;
        response.writeHead(401).end();
      },
      { keys: ['another'] },
    );
    expect(await api.playerSummaries([ada])).toEqual({ outcome: 'key-rejected' });
    expect(await api.playerBans([ada])).toEqual({ outcome: 'key-rejected' });
    expect(calls).toBe(2);
  });

  it.each(['while Steam is silent', 'while waiting to try again', 'while waiting for its turn'])(
    'stops %s when told to',
    async (when) => {
      const controller = new AbortController();
      const options = { retry: {}, budget: { burst: 1, callsPerSecond: when.endsWith('turn') ? 0.01 : 100 } };
      const api = await startFakeSteam((_, response) => {
        if (when !== 'while Steam is silent') response.writeHead(503).end();
        setImmediate(() => controller.abort(new Error('shutting down')));
      }, options);
      const result = api.playerSummaries([ada], { signal: controller.signal });
      await expect(result).rejects.toThrow('shutting down');
    },
  );

  it('shows its key to nobody who looks at it or at what went wrong', async () => {
    const api = await startFakeSteam((request) => request.socket.destroy());
    const result = await api.playerSummaries([ada]);
    expect(
      inspect(api, { depth: 9, showHidden: true }) + JSON.stringify(api) + inspect(result),
    ).not.toContain(key);
  });

  it.each([
    [{}, TypeError],
    [{ key: '' }, TypeError],
    [{ keys: [] }, TypeError],
    [{ keys: [key, ''] }, TypeError],
    [{ key, baseUrl: 'api.steampowered.com' }, TypeError],
    [{ key, budget: { burst: 0 } }, RangeError],
    [{ key, timeoutMs: Number.NaN }, RangeError],
    [{ key, timeoutMs: Number.POSITIVE_INFINITY }, RangeError],
    [{ key, retry: { tries: Number.NaN } }, RangeError],
    [{ key, retry: { tries: 0 } }, RangeError],
    [{ key, retry: { firstDelayMs: -1 } }, RangeError],
    [{ key, retry: { maxDelayMs: Number.POSITIVE_INFINITY } }, RangeError],
  ])('cannot be made with %o', (options, error) => {
    expect(() => new SteamWebApi(options)).toThrow(error);
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
