import { SteamId, SteamWebApi } from '@demobase/steam';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultGameServers } from './simulated-game-server.ts';
import { type SteamSimulatorOptions, startSteamSimulator } from './start-steam-simulator.ts';

const minnie = SteamId.parse('76561197960287930');
const ronda = SteamId.parse('76561198006409530');
const noor = SteamId.parse('76561200000000001');
const nobody = SteamId.parse('76561198000000007');
const target = { fakeIp: '169.254.189.228', fakePort: 41928, appId: 440 };

async function startSteam(options?: SteamSimulatorOptions) {
  const steam = await startSteamSimulator(options);
  onTestFinished(() => steam.close());
  const retry = { firstDelayMs: 1, maxDelayMs: 10 };
  const api = new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl, retry, budget: { burst: 100 } });
  return { steam, api };
}

function firstGameServer() {
  const [first] = defaultGameServers;
  return first ?? expect.fail('there are default game servers');
}

describe('the simulated Web API', () => {
  it('tells bans of those it knows', async () => {
    const { api } = await startSteam();
    const clean = { isCommunityBanned: false, isVacBanned: false, vacBanCount: 0, gameBanCount: 0 };
    expect(await api.playerBans([minnie, ronda, nobody])).toEqual({
      outcome: 'ok',
      bans: new Map([
        [
          ronda.toSteamId64(),
          {
            ...clean,
            steamId: ronda,
            isVacBanned: true,
            vacBanCount: 1,
            daysSinceLastBan: 1200,
            economyBan: 'none',
          },
        ],
        [minnie.toSteamId64(), { ...clean, steamId: minnie, economyBan: 'none' }],
      ]),
    });
  });

  it('lists friends, unless their list is private', async () => {
    const { api } = await startSteam();
    expect(await api.friendList(minnie)).toEqual({
      outcome: 'ok',
      friends: [
        { steamId: ronda, relationship: 'friend', friendSince: new Date(1_400_000_000_000) },
        { steamId: noor, relationship: 'friend' },
      ],
    });
    expect(await api.friendList(noor)).toEqual({ outcome: 'ok', friends: [] });
    expect(await api.friendList(ronda)).toEqual({ outcome: 'private' });
  });

  it('knows who has a vanity name', async () => {
    const { api, steam } = await startSteam();
    expect(await api.resolveSteamId('https://steamcommunity.com/id/MinnieSentry/')).toEqual({
      outcome: 'ok',
      steamId: minnie,
    });
    expect(await api.resolveVanityUrl('nobody')).toEqual({ outcome: 'not-found' });
    const summaries = await api.playerSummaries([minnie]);
    expect(summaries).toMatchObject({ outcome: 'ok' });
    expect(summaries.outcome === 'ok' && [...summaries.players.values()]).toMatchObject([
      { profileUrl: 'https://steamcommunity.com/id/minniesentry/' },
    ]);
    expect(steam.requests[0]?.parameters).toEqual({ vanityurl: 'MinnieSentry', url_type: '1' });
  });

  it('counts those who play, for anybody who asks', async () => {
    const { api, steam } = await startSteam();
    expect(await api.currentPlayers(440)).toEqual({ outcome: 'ok', playerCount: 36 });
    expect(await api.currentPlayers(730)).toEqual({ outcome: 'not-found' });
    const path = '/ISteamUserStats/GetNumberOfCurrentPlayers/v1/?appid=440';
    expect(await (await fetch(`${steam.apiUrl}${path}`)).json()).toEqual({
      response: { player_count: 36, result: 1 },
    });
  });

  it('has game servers that tell of themselves something else than Steam lists', async () => {
    const { listing } = firstGameServer();
    const { api } = await startSteam({ gameServers: [{ listing, ping: { num_players: 23 } }] });
    expect(await api.serverList({ filter: { appId: 440 } })).toMatchObject({ servers: [{ players: 24 }] });
    expect(await api.queryByFakeIp({ ...target, part: 'ping' })).toMatchObject({
      data: { num_players: 23, max_players: 32 },
    });
  });

  it('has game servers that keep silent about their rules, and others that have none', async () => {
    const { listing } = firstGameServer();
    const { steam, api } = await startSteam();
    steam.addGameServer({ listing });
    expect(await api.queryByFakeIp({ ...target, part: 'rules' })).toEqual({ outcome: 'no-answer' });
    expect(await api.queryByFakeIp({ ...target, part: 'players' })).toMatchObject({
      outcome: 'ok',
      data: {},
    });
    steam.addGameServer({ listing, rules: [] });
    expect(await api.queryByFakeIp({ ...target, part: 'rules' })).toMatchObject({ outcome: 'ok', data: {} });
  });

  it('replaces the game server at an address', async () => {
    const { steam, api } = await startSteam();
    const { listing } = firstGameServer();
    steam.addGameServer({ listing: { ...listing, name: 'renamed' } });
    const list = await api.serverList({ filter: { queryAddress: listing.addr } });
    expect(list).toMatchObject({ servers: [{ name: 'renamed' }] });
  });

  it('refuses a limit that is no number', async () => {
    const { steam } = await startSteam();
    const query = `key=${steam.apiKey}&limit=many`;
    const response = await fetch(`${steam.apiUrl}/IGameServersService/GetServerList/v1/?${query}`);
    expect(response.status).toBe(400);
  });

  it('goes through a sequence of behaviours and stays with the last', async () => {
    const { steam, api } = await startSteam();
    const throttled = { status: 429, body: '<html>Too many</html>' };
    const answerServerList = { sequence: [throttled, 'normal'] } as const;
    steam.setBehaviour({ answerServerList });
    expect(await api.serverList()).toMatchObject({ outcome: 'ok' });
    expect(steam.requests).toHaveLength(2);
    expect(await api.serverList()).toMatchObject({ outcome: 'ok' });
    expect(steam.requests).toHaveLength(3);

    steam.setBehaviour({ answerPlayerBans: 'normal' });
    expect(await api.serverList()).toMatchObject({ outcome: 'ok' });
    expect(steam.requests).toHaveLength(4);
    steam.setBehaviour({ answerServerList });
    expect(await api.serverList()).toMatchObject({ outcome: 'ok' });
    expect(steam.requests).toHaveLength(6);
  });
});
