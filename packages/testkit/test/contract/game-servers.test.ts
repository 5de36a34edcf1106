import { A2sClient, GameServers, hasAnswered, SteamWebApi, type WebApiFailure } from '@demobase/steam';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type FakeGameServerOptions,
  startFakeGameServer,
} from '../../src/game-servers/start-fake-game-server.ts';
import type { SteamBehaviour } from '../../src/steam-simulator/behaviour.ts';
import { type SteamSimulator, startSteamSimulator } from '../../src/steam-simulator/start-steam-simulator.ts';

const relayed = '169.254.189.228:41928';
const silentRelayed = '169.254.12.7:27020';

async function startServer(options: FakeGameServerOptions = {}) {
  const server = await startFakeGameServer(options);
  onTestFinished(() => server.close());
  return server;
}

function gameServersWith(webApi?: SteamWebApi): GameServers {
  const a2s = new A2sClient({ allowPrivateAddresses: true, legTimeoutMs: 100, retries: 1 });
  const gameServers = new GameServers({ a2s, ...(webApi && { webApi }) });
  onTestFinished(() => gameServers.close());
  return gameServers;
}

describe('GameServers', () => {
  let steam: SteamSimulator;
  let gameServers: GameServers;

  beforeEach(async () => {
    steam = await startSteamSimulator();
    const webApi = new SteamWebApi({
      key: steam.apiKey,
      baseUrl: steam.apiUrl,
      budget: { callsPerSecond: 1_000, burst: 1_000 },
      timeoutMs: 300,
    });
    gameServers = gameServersWith(webApi);
    return () => steam.close();
  });

  it('asks an ordinary address over UDP, in the shape that the relay has', async () => {
    const server = await startServer();
    const observation = await gameServers.query(server.address);
    expect(observation).toEqual({
      address: server.address,
      remote_address: server.address,
      via: 'udp',
      observed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      outcomes: {
        ping: { outcome: 'ok', rtt_ms: expect.any(Number), sends: 2 },
        players: { outcome: 'ok', rtt_ms: expect.any(Number), sends: 1 },
        rules: { outcome: 'ok', rtt_ms: expect.any(Number), sends: 1 },
      },
      player_counts: { reported: 3, reported_bots: 0, counted: 3 },
      ping_data: {
        server_ip: { v4: 0x7f000001 },
        query_port: server.port,
        game_port: 27015,
        server_name: 'Badlands around the clock',
        steamid: '90178913460028417',
        app_id: 440,
        gamedir: 'tf',
        map: 'cp_badlands',
        game_description: 'Team Fortress',
        gametype: 'alltalk,cp,nocrits',
        num_players: 3,
        max_players: 24,
        num_bots: 0,
        password: false,
        secure: true,
        dedicated: true,
        version: '9433646',
      },
      players_data: {
        players: [
          { name: 'Rocket Ronda', score: 4, time_played: 3079 },
          { name: 'soysauce', score: 1, time_played: 1302 },
          { name: 'Zoë ☂', score: -1, time_played: 12 },
        ],
      },
      rules_data: {
        rules: [
          { rule: 'mp_timelimit', value: '30' },
          { rule: 'sv_tags', value: 'alltalk,cp,nocrits' },
          { rule: 'tf_weapon_criticals', value: '0' },
        ],
      },
    });
    expect(hasAnswered(observation)).toBe(true);
  });

  it('says an IPv6 address as such', async () => {
    const server = await startServer({ host: '::1' });
    const { ping_data } = await gameServers.query(server.address, { parts: ['ping'] });
    expect(ping_data).toMatchObject({ server_ip: { v6: '::1' }, query_port: server.port });
  });

  it('leaves out what nobody said, and a time that is no number', async () => {
    const server = await startServer({
      game: {
        players: [
          { name: '', score: 0, durationSeconds: Number.NaN },
          { name: 'Bot01', score: 2, durationSeconds: -1 },
        ],
        playerCount: 9,
        steamId: undefined,
        gamePort: undefined,
        keywords: undefined,
        gameId: undefined,
        rules: [],
      },
    });
    const observation = await gameServers.query(server.address);
    expect(observation.ping_data).not.toHaveProperty('steamid');
    expect(observation.ping_data).not.toHaveProperty('gametype');
    expect(observation.players_data).toEqual({
      players: [
        { name: '', score: 0 },
        { name: 'Bot01', score: 2, time_played: -1 },
      ],
    });
    expect(observation.rules_data).toEqual({});
    expect(observation.player_counts).toEqual({ reported: 9, reported_bots: 0, counted: 2 });
  });

  it('asks an SDR address through Steam, however it is written', async () => {
    for (const address of [relayed, encodeURIComponent(encodeURIComponent(relayed))]) {
      const observation = await gameServers.query(address);
      expect(observation).toMatchObject({
        address,
        via: 'relay',
        ping_data: { server_ip: { v4: 2852044260 }, map: 'pl_pier' },
        players_data: { players: [{ name: 'Rocket Ronda' }, { name: 'soysauce' }, { score: -1 }] },
      });
    }
  });

  it('spends one call on a relayed server that does not answer', async () => {
    const observation = await gameServers.query(silentRelayed);
    expect(observation.outcomes).toEqual({
      ping: { outcome: 'no-answer' },
      players: { outcome: 'not-asked' },
      rules: { outcome: 'not-asked' },
    });
    expect(hasAnswered(observation)).toBe(false);
    expect(steam.requests).toHaveLength(1);
  });

  const failures: [SteamBehaviour['answerQueryByFakeIp'], WebApiFailure['outcome']][] = [
    [{ status: 403, body: '<html>' }, 'key-rejected'],
    [{ status: 429, body: '<html>', headers: { 'retry-after': '3600' } }, 'throttled'],
    [{ status: 500, body: '<html>' }, 'unavailable'],
    ['hang', 'timeout'],
  ];
  it.each(failures)(
    'tells Steam answering %o from a server that does not answer',
    async (behaviour, outcome) => {
      steam.setBehaviour({ answerQueryByFakeIp: behaviour });
      const observation = await gameServers.query(relayed, { parts: ['ping'] });
      expect(observation.outcomes.ping.outcome).toBe(outcome);
    },
  );

  it('says that it has no key where one is needed, and goes without where not', async () => {
    const server = await startServer();
    const keyless = gameServersWith();
    expect(await keyless.query(relayed)).toMatchObject({ via: 'none', failure: { outcome: 'no-key' } });
    expect(await keyless.list()).toEqual({ outcome: 'no-key' });
    expect(await keyless.query(server.address)).toMatchObject({
      via: 'udp',
      ping_data: { map: 'cp_badlands' },
    });
  });

  it.each([
    ['123.45.6789', 'address-invalid'],
    ['255.255.255.255', 'address-forbidden'],
  ])('says why %s was not asked', async (address, outcome) => {
    expect(await gameServers.query(address)).toMatchObject({
      via: 'none',
      failure: { outcome, reason: expect.any(String) },
      outcomes: { ping: { outcome: 'not-asked' } },
    });
  });

  it('puts the count of the list beside that of the server', async () => {
    const list = await gameServers.list({ filter: { queryAddress: relayed } });
    if (list.outcome !== 'ok') throw new Error(list.outcome);
    const [server] = list.servers;
    expect(server?.tags).toEqual(['hidden', 'increased_maxplayers', 'payload', 'valve']);
    expect((await server?.query())?.player_counts).toMatchObject({ listed: 24, counted: 3 });
  });

  it('gives no tags for a server that sets none', async () => {
    const list = await gameServers.list({ filter: { nameMatch: 'No tags*' } });
    if (list.outcome !== 'ok') throw new Error(list.outcome);
    expect(list.servers.map(({ tags }) => tags)).toEqual([[]]);
  });

  it('looks at many servers of both kinds at once', async () => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => startServer()));
    const addresses = [...servers.map(({ address }) => address), relayed, silentRelayed, 'no address'];
    const seen = new Map<string, boolean>();
    for await (const observation of gameServers.queryAll(addresses, { parts: ['ping'] })) {
      seen.set(observation.address, hasAnswered(observation));
    }
    expect(new Map([...seen].sort())).toEqual(
      new Map(addresses.map((address) => [address, /^(127|169\.254\.189)/.test(address)] as const).sort()),
    );
  });

  it('watches a server, and sees it change', async () => {
    const server = await startServer();
    const maps: (string | undefined)[] = [];
    const controller = new AbortController();
    const watching = (async () => {
      const options = { intervalMs: 1, parts: ['ping'], signal: controller.signal } as const;
      for await (const { ping_data } of gameServers.watch(server.address, options)) {
        maps.push(ping_data?.map);
        if (maps.length === 2) server.setGame({ map: 'cp_granary' });
        if (maps.at(-1) === 'cp_granary') controller.abort(new Error('seen'));
      }
    })();
    await expect(watching).rejects.toThrow('seen');
    expect(maps.slice(0, 2)).toEqual(['cp_badlands', 'cp_badlands']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'watches nothing every %d ms, which no timer can wait for',
    async (intervalMs) => {
      await expect(gameServers.watch('127.0.0.1', { intervalMs }).next()).rejects.toThrow(RangeError);
    },
  );

  it('asks a server of a list whose app the list does not know', async () => {
    const answers = [{ servers: [{ addr: relayed, appid: 0 }] }, { players_data: {} }];
    const asked: string[] = [];
    const webApi = new SteamWebApi({
      key: 'k',
      fetch: async (url) => {
        asked.push(url);
        return Response.json({ response: answers.shift() });
      },
    });
    const listing = await gameServersWith(webApi).list();
    const [server] = listing.outcome === 'ok' ? listing.servers : [];
    expect(server?.listing.appid).toBe(0);
    expect(await server?.query({ parts: ['players'] })).toMatchObject({
      outcomes: { players: { outcome: 'ok' } },
    });
    expect(asked.at(-1)).toContain('app_id=440');
  });
});
