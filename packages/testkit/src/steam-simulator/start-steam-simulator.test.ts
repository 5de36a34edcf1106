import {
  confirmSignIn,
  openIdProviderAt,
  profileConfigured,
  readSignInAnswer,
  SteamId,
  SteamWebApi,
} from '@demobase/steam';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultGameServers } from './simulated-game-server.ts';
import { defaultPlayers } from './simulated-player.ts';
import {
  type SteamSimulator,
  type SteamSimulatorOptions,
  startSteamSimulator,
} from './start-steam-simulator.ts';

async function startSteam(options?: SteamSimulatorOptions) {
  const steam = await startSteamSimulator(options);
  onTestFinished(() => steam.close());
  return steam;
}

const signInFields = {
  'openid.ns': 'http://specs.openid.net/auth/2.0',
  'openid.mode': 'checkid_setup',
  'openid.claimed_id': 'http://specs.openid.net/auth/2.0/identifier_select',
  'openid.identity': 'http://specs.openid.net/auth/2.0/identifier_select',
  'openid.return_to': 'http://127.0.0.1:9/provision_handler?state=abc',
  'openid.realm': 'http://127.0.0.1:9/',
};

async function chooseOnPage(endpoint: string, choice: Record<string, string>) {
  const body = new URLSearchParams({ ...signInFields, ...choice });
  const response = await fetch(endpoint, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location') ?? '' };
}

describe('the sign-in page', () => {
  it('offers every known player, any other id, and a way out', async () => {
    const steam = await startSteam();
    steam.addPlayer({ steamId: '76561198000000001', personaName: '<b>Eve</b>', isProfileConfigured: true });
    const response = await fetch(`${steam.openIdEndpoint}?${new URLSearchParams(signInFields)}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    for (const { steamId } of defaultPlayers) expect(page).toContain(`name="steamid" value="${steamId}"`);
    expect(page).toContain('<label for="steamid">');
    expect(page).toContain('name="cancel"');
    expect(page).not.toContain('<b>Eve');
  });

  it.each([
    { 'openid.ns': 'x' },
    { 'openid.mode': 'checkid_immediate' },
    { 'openid.claimed_id': 'x' },
    { 'openid.return_to': '/provision_handler' },
    { 'openid.realm': 'http://evil.example/' },
  ])('refuses a sign-in with %o', async (changes) => {
    const { openIdEndpoint } = await startSteam();
    const query = new URLSearchParams({ ...signInFields, ...changes });
    expect((await fetch(`${openIdEndpoint}?${query}`)).status).toBe(400);
  });

  it('sends the browser back with an assertion that is confirmed once', async () => {
    const { openIdEndpoint } = await startSteam();
    const provider = openIdProviderAt(openIdEndpoint);
    const { status, location } = await chooseOnPage(openIdEndpoint, { steamid: '76561200000000001' });
    expect(status).toBe(302);
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1:9\/provision_handler\?state=abc&openid\.ns=/);

    const answer = readSignInAnswer(location.slice(location.indexOf('?') + 1), { provider, now: new Date() });
    if (answer.outcome !== 'asserted') return expect.fail(`${answer.outcome}`);
    expect(answer.assertion.steamId.toSteamId64()).toBe('76561200000000001');
    expect(await confirmSignIn(answer.assertion, { provider })).toEqual({ outcome: 'confirmed' });
    expect(await confirmSignIn(answer.assertion, { provider })).toEqual({ outcome: 'denied' });
  });

  it('denies an assertion in which anything was changed, and still confirms the genuine one', async () => {
    const { openIdEndpoint } = await startSteam();
    const { location } = await chooseOnPage(openIdEndpoint, { steamid: '76561197960287930' });
    const genuine = new URL(location).searchParams;
    genuine.delete('state');
    genuine.set('openid.mode', 'check_authentication');
    const ask = async (body: URLSearchParams) =>
      (await fetch(openIdEndpoint, { method: 'POST', body })).text();
    for (const name of genuine.keys()) {
      const changed = new URLSearchParams(genuine);
      if (name === 'openid.mode') changed.append('openid.extra', 'x');
      else changed.set(name, `${genuine.get(name)}x`);
      expect(await ask(changed)).not.toContain('is_valid:true');
    }
    expect(await ask(genuine)).toBe('ns:http://specs.openid.net/auth/2.0\nis_valid:true\n');
  });

  it('tells the relying party when the person cancels', async () => {
    const { openIdEndpoint } = await startSteam();
    const { location } = await chooseOnPage(openIdEndpoint, { cancel: '1' });
    expect(new URL(location).searchParams.get('openid.mode')).toBe('cancel');
  });

  it('refuses an id that is not 17 digits', async () => {
    const { openIdEndpoint } = await startSteam();
    expect((await chooseOnPage(openIdEndpoint, { steamid: '42' })).status).toBe(400);
  });

  it('denies, fails and hangs when told to', async () => {
    const steam = await startSteam();
    const provider = openIdProviderAt(steam.openIdEndpoint);
    const { location } = await chooseOnPage(steam.openIdEndpoint, { steamid: '76561197960287930' });
    const answer = readSignInAnswer(location.slice(location.indexOf('?') + 1), { provider, now: new Date() });
    if (answer.outcome !== 'asserted') return expect.fail(answer.outcome);
    const ask = () => confirmSignIn(answer.assertion, { provider, timeoutMs: 100 });

    steam.setBehaviour({ answerCheckAuthentication: 'deny' });
    expect(await ask()).toEqual({ outcome: 'denied' });
    steam.setBehaviour({ answerCheckAuthentication: { status: 503, body: 'down' } });
    expect(await ask()).toEqual({ outcome: 'unavailable', reason: 'status 503' });
    steam.setBehaviour({ answerCheckAuthentication: 'hang' });
    expect(await ask()).toEqual({ outcome: 'unavailable', reason: 'timeout' });
    steam.setBehaviour({ answerCheckAuthentication: 'normal' });
    expect(await ask()).toEqual({ outcome: 'confirmed' });
  });
});

describe('the Web API', () => {
  it('tells who has set up a profile', async () => {
    const steam = await startSteam();
    const api = new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl, retry: { tries: 1 } });
    const ask = (steamId: string) => profileConfigured(SteamId.parse(steamId), { api });
    expect(await ask('76561197960287930')).toBe('yes');
    expect(await ask('76561198123456789')).toBe('no');
    expect(await ask('76561198000000007')).toBe('unknown');
    steam.setBehaviour({ answerPlayerSummaries: { status: 429, body: '', headers: { 'retry-after': '2' } } });
    expect(await api.playerSummaries([SteamId.parse('76561197960287930')])).toEqual({
      outcome: 'throttled',
      retryAfterMs: 2000,
    });
  });

  it('answers a wrong key with an HTML page and status 403, and logs no key', async () => {
    const steam = await startSteam({ apiKey: 'RIGHT' });
    const response = await fetch(`${steam.apiUrl}/ISteamUser/GetPlayerSummaries/v0002/?key=WRONG&steamids=1`);
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(steam.requests).toEqual([
      { method: 'GET', path: '/ISteamUser/GetPlayerSummaries/v0002/', parameters: { steamids: '1' } },
    ]);
  });

  const listGameServers = async (
    steam: SteamSimulator,
    parameters: Record<string, string>,
  ): Promise<unknown> => {
    const query = new URLSearchParams({ key: steam.apiKey, ...parameters });
    return (await fetch(`${steam.apiUrl}/IGameServersService/GetServerList/v1/?${query}`)).json();
  };

  it.each([
    ['\\appid\\440', 4],
    ['', 4],
    ['\\appid\\730', 0],
    ['\\appid\\440\\empty\\1', 2],
    ['\\noplayers\\1', 2],
    ['\\map\\cp_dustbowl\\empty\\1', 1],
    ['\\gamedir\\tf\\map\\pl_pier', 1],
    ['\\gamedir\\tf,\\map\\pl_pier', 0],
    ['\\gametype\\payload,valve', 1],
    ['\\name_match\\valve matchmaking*', 2],
    ['\\addr\\192.0.2.10', 1],
    ['\\gameaddr\\169.254.189.228:41928', 1],
    ['\\addr\\192.0.2.10:1', 0],
    ['\\nor\\1\\gametype\\valve', 2],
    ['\\or\\2\\map\\pl_pier\\map\\cp_dustbowl', 3],
    ['\\or\\5\\map\\pl_pier\\and\\3\\gametype\\cp\\nor\\1\\gametype\\valve', 2],
    ['\\nand\\2\\secure\\1\\linux\\1', 2],
    ['\\nor\\2\\map\\pl_pier', 0],
    ['\\unknown\\1', 0],
    ['\\secure\\0', 0],
  ])('lists by the filter %s: %i', async (filter, count) => {
    const steam = await startSteam();
    const json = await listGameServers(steam, { filter });
    if (count === 0) expect(json).toEqual({ response: {} });
    else expect(json).toEqual({ response: { servers: Array(count).fill(expect.anything()) } });
  });

  it('lists no more game servers than asked for, also when asked in JSON', async () => {
    const steam = await startSteam();
    const inputJson = JSON.stringify({ filter: '\\appid\\440', limit: 1 });
    expect(await listGameServers(steam, { input_json: inputJson })).toMatchObject({
      response: { servers: [{ addr: '169.254.189.228:41928', steamid: '90178913460028417' }] },
    });
  });

  const queryByFakeIp = async (
    steam: SteamSimulator,
    parameters: Record<string, string>,
  ): Promise<unknown> => {
    const relayed = { fake_ip: '2852044260', fake_port: '41928', app_id: '440' };
    const query = new URLSearchParams({ key: steam.apiKey, ...relayed, ...parameters });
    return (await fetch(`${steam.apiUrl}/IGameServersService/QueryByFakeIP/v1/?${query}`)).json();
  };

  it.each([
    [
      { query_type: '1' },
      { ping_data: { server_ip: { v4: 2852044260 }, query_port: 41928, map: 'pl_pier' } },
    ],
    [
      { query_type: '2' },
      { players_data: { players: [{ name: 'Rocket Ronda' }, {}, { score: 4294967295 }] } },
    ],
    [{ query_type: '3' }, { rules_data: { rules: [{ rule: 'mp_timelimit', value: '0' }, {}] } }],
  ])('tells what a game server behind the relay answers to %o', async (parameters, expected) => {
    expect(await queryByFakeIp(await startSteam(), parameters)).toMatchObject({ response: expected });
  });

  it.each([
    { query_type: '1', app_id: '730' },
    { query_type: '1', fake_port: '41929' },
    { query_type: '2', fake_ip: '2851998727', fake_port: '27020' },
  ])('has nothing to tell when no game server answers to %o', async (parameters) => {
    expect(await queryByFakeIp(await startSteam(), parameters)).toEqual({ response: {} });
  });

  it.each([
    ['GET', '/ISteamUser/NoSuchMethod/v1/', 404],
    ['POST', '/ISteamUser/GetPlayerSummaries/v2/', 405],
    ['GET', '/IGameServersService/QueryByFakeIP/v1/', 400],
  ])('answers %s %s with status %i', async (method, path, status) => {
    const steam = await startSteam();
    const response = await fetch(`${steam.apiUrl}${path}?key=${steam.apiKey}`, { method });
    expect(response.status).toBe(status);
  });

  it('shows what was added while it runs', async () => {
    const steam = await startSteam();
    const [first] = defaultGameServers;
    if (!first) return expect.fail('there are default game servers');
    steam.addGameServer({ listing: { ...first.listing, appid: 240, addr: '192.0.2.99:27015' } });
    expect(await listGameServers(steam, { filter: '\\appid\\240' })).toMatchObject({
      response: { servers: [{ addr: '192.0.2.99:27015' }] },
    });
  });
});
