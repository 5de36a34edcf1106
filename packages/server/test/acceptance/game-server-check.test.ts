import {
  type FakeGameServer,
  type SteamBehaviour,
  type SteamSimulator,
  startFakeGameServer,
  startSteamSimulator,
} from '@demobase/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer } from './ask.ts';
import { completeDemo, recordingDemo } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const KiB = 1024;
/** Known to the simulated Steam, behind its relay. */
const SDR_ADDRESS = '169.254.189.228:41928';

type Verdict = 'verified' | 'unknown' | 'unchecked';

/** How Steam is while a test runs. */
interface SteamWeather {
  readonly name: string;
  readonly behaviour?: SteamBehaviour['answerServerList'];
  readonly hasKey?: boolean;
  /** What becomes of a game server behind the relay, and of one that neither answers nor is listed. */
  readonly relayed: Verdict;
  readonly silent: Verdict;
}

const weathers: readonly SteamWeather[] = [
  { name: 'works', relayed: 'verified', silent: 'unknown' },
  { name: 'has no key of ours', hasKey: false, relayed: 'unchecked', silent: 'unknown' },
  { name: 'hangs', behaviour: 'hang', relayed: 'unchecked', silent: 'unchecked' },
  ...[429, 403, 500].map((status) => ({
    name: `answers ${status}`,
    behaviour: { status, body: '<html>No</html>' },
    relayed: 'unchecked' as const,
    silent: 'unchecked' as const,
  })),
];

const nobodyCanTell: SteamWeather = { name: 'is away', relayed: 'unchecked', silent: 'unchecked' };

let steam: SteamSimulator;
let gameServer: FakeGameServer;
let gameServer6: FakeGameServer;

beforeAll(async () => {
  steam = await startSteamSimulator();
  gameServer = await startFakeGameServer();
  gameServer6 = await startFakeGameServer({ host: '::1' });
});
afterAll(async () => {
  await steam.close();
  await gameServer.close();
  await gameServer6.close();
});

/** Every form in which clients in the field name a game server, with what is to be found out about it. */
function formsOf(
  weather: SteamWeather,
): readonly (readonly [form: string, fakeIp: string, verdict: Verdict])[] {
  const twice = (text: string) => encodeURIComponent(encodeURIComponent(text));
  return [
    ['SDR', SDR_ADDRESS, weather.relayed],
    ['SDR, percent-encoded twice', twice(SDR_ADDRESS), weather.relayed],
    ['IPv4', gameServer.address, 'verified'],
    ['IPv4, percent-encoded', encodeURIComponent(gameServer.address), 'verified'],
    ['IPv4, percent-encoded twice', twice(gameServer.address), 'verified'],
    ['a host name', `localhost:${gameServer.port}`, 'verified'],
    ['IPv6', gameServer6.address, 'verified'],
    ['IPv4, nobody there', '127.0.0.1:1', weather.silent],
    [
      'SDR without a port, nobody there',
      '169.254.71.12',
      weather.relayed === 'verified' ? 'unknown' : 'unchecked',
    ],
    ['a host name that does not exist', 'tf2.demobase.onion', 'unknown'],
    ['nearly an address', '123.45.6789', 'unknown'],
    ['the name of a game server', 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)', 'unknown'],
    ['empty', '', 'unknown'],
    ['other scripts', 'ゲーム сервер 🎮', 'unknown'],
  ];
}

describe('the check of game servers', { timeout: 120_000 }, () => {
  const server = useServer({
    DEMOBASE_GAME_SERVER_PRIVATE: 'true',
    DEMOBASE_RESUME_GRACE_SECONDS: '600',
  });
  /** As many as there are forms: making one takes a second. */
  const players: Player[] = [];
  let player: Player;

  beforeAll(async () => {
    for (const _ of formsOf(nobodyCanTell)) players.push(await server.createPlayer());
    player = await server.createPlayer();
  });
  afterEach(async () => {
    await Promise.all([player, ...players].map((who) => who.closeSession()));
  });

  /** Starts anew, with nothing remembered of earlier checks. */
  async function restart(
    policy: 'off' | 'record' | 'require',
    weather: Partial<SteamWeather> = {},
    settings: Record<string, string> = {},
  ): Promise<void> {
    const { behaviour = 'normal', hasKey = true } = weather;
    steam.setBehaviour({ answerServerList: behaviour, answerQueryByFakeIp: behaviour });
    await server.end('SIGTERM');
    await server.start({
      DEMOBASE_STEAM_API_URL: steam.apiUrl,
      DEMOBASE_GAME_SERVER_CHECK: policy,
      ...(hasKey && { STEAM_API_KEY: steam.apiKey }),
      ...settings,
    });
  }

  const tryToOpen = (who: Player, fakeIp: string) =>
    who.ask('/session_id', { fake_ip: fakeIp, map: 'cp_process_final' });
  const readCheck = (who: Player, sessionId: string) => who.ask(`/api/sessions/${sessionId}/game-server`);

  async function waitForCheck(who: Player, sessionId: string) {
    const answer = await vi.waitFor(
      async () => {
        const found = await readCheck(who, sessionId);
        expect(found.status).toBe(200);
        return found;
      },
      { timeout: 20_000, interval: 50 },
    );
    return JSON.parse(answer.text);
  }

  /** Has a player for each form name the game server in it, all at once. */
  async function openInEveryForm(weather: SteamWeather) {
    const forms = formsOf(weather).map((form, index) => ({ form, who: players[index] ?? player }));
    return Promise.all(
      forms.map(async ({ form: [form, fakeIp, verdict], who }) => {
        return { form, who, verdict, answer: await tryToOpen(who, fakeIp) };
      }),
    );
  }

  describe.each(weathers)('while Steam $name', (weather) => {
    it('opens every session under record, and finds out afterwards', async () => {
      await restart('record', weather);
      const opened = await openInEveryForm(weather);
      const found = await Promise.all(
        opened.map(async ({ form, who, answer }) => {
          expect({ form, status: answer.status }).toEqual({ form, status: 200 });
          const { verdict, reason } = await waitForCheck(who, sessionIdOf(answer));
          expect(reason).toMatch(/^[A-Z].*\.$/);
          return [form, verdict];
        }),
      );
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(opened.map(({ form, verdict }) => [form, verdict])),
      );
    });

    it('opens no session without a game server under require, and every other one', async () => {
      await restart('require', weather);
      const opened = await openInEveryForm(weather);
      const statuses = opened.map(({ form, answer }) => [form, answer.status]);
      expect(Object.fromEntries(statuses)).toEqual(
        Object.fromEntries(opened.map(({ form, verdict }) => [form, verdict === 'unknown' ? 401 : 200])),
      );
      for (const { who, answer, verdict } of opened) {
        if (verdict === 'unknown') {
          expect(answer.headers['content-type']).toMatch(/^text\/plain/);
          expect(answer.headers['demobase-error']).toBe('game_server_unknown');
          expect(await who.closeSession()).toMatchObject({ status: 403 });
        } else {
          expect(await waitForCheck(who, sessionIdOf(answer))).toMatchObject({ verdict });
        }
      }
    });
  });

  it('asks nobody and keeps nothing when it is off', async () => {
    await restart('off', { behaviour: 'hang' });
    const [calls, queries] = [steam.requests.length, gameServer.requests.length];
    for (const { who, answer } of await openInEveryForm(nobodyCanTell)) {
      expect(answer.status).toBe(200);
      expect(await readCheck(who, sessionIdOf(answer))).toMatchObject({
        status: 404,
        headers: { 'demobase-error': 'game_server_not_checked' },
      });
    }
    expect([steam.requests.length, gameServer.requests.length]).toEqual([calls, queries]);
  });

  it('tells in a refusal which address is meant, why, and what to do', async () => {
    await restart('require');
    const { text } = await tryToOpen(player, '127.0.0.1%253A1');
    expect(text).toContain('127.0.0.1:1 is not a game server we can find');
    expect(text).toContain('Nobody answers there, and Steam lists no game server at this address.');
    expect(text).toContain('tell the operator');
    const { text: nameless } = await tryToOpen(player, 'My "own" server');
    expect(nameless).toContain(
      '"My \\"own\\" server" is not a game server we can find: It is not an address',
    );
  });

  it('answers 503 under require when nobody can tell, if the operator wants it so', async () => {
    await restart(
      'require',
      { behaviour: { status: 500, body: '' } },
      { DEMOBASE_GAME_SERVER_UNCHECKED: 'refuse' },
    );
    const answer = await tryToOpen(player, SDR_ADDRESS);
    expect(answer).toMatchObject({ status: 503, headers: { 'demobase-error': 'game_server_unchecked' } });
    expect(answer.text).toContain('Steam cannot be asked right now.');
    expect(await player.closeSession()).toMatchObject({ status: 403 });
    expect(await tryToOpen(player, gameServer.address)).toMatchObject({ status: 200 });
  });

  it('leaves a standing session untouched by a refusal, and closes it for the next game server', async () => {
    await restart('require');
    const demo = recordingDemo(40 * KiB);
    const first = sessionIdOf(await tryToOpen(player, gameServer.address));
    const client = await player.connect(first);
    await client.send(demo.subarray(0, 10 * KiB));
    client.destroy();
    await player.waitForState(first, 'detached');

    expect(await tryToOpen(player, '127.0.0.1:1')).toMatchObject({ status: 401 });
    expect(await player.stateOf(first)).toBe('detached');
    const again = await player.reconnect(first);
    await again.send(demo.subarray(10 * KiB));
    again.destroy();
    await player.waitForState(first, 'detached');

    const second = sessionIdOf(await tryToOpen(player, SDR_ADDRESS));
    expect(second).not.toBe(first);
    expect((await player.receiveDemo(first)).equals(completeDemo(demo))).toBe(true);
  });

  it('asks once for all players of a match, under record and under require', async () => {
    for (const policy of ['record', 'require'] as const) {
      await restart(policy);
      const [calls, queries] = [steam.requests.length, gameServer.requests.length];
      await Promise.all(
        players.map(async (who, index) => {
          const address = index % 2 === 0 ? SDR_ADDRESS : gameServer.address;
          const opened = await tryToOpen(who, address);
          expect(await waitForCheck(who, sessionIdOf(opened))).toMatchObject({
            address,
            verdict: 'verified',
          });
        }),
      );
      expect(steam.requests.length - calls).toBe(1);
      // Asked, challenged, asked again.
      expect(gameServer.requests.length - queries).toBe(2);
    }
  });

  it('lets a session begin while Steam hangs, and go on after the server was killed in the middle of it', async () => {
    await restart('record', { behaviour: 'hang' });
    const calls = steam.requests.length;
    const sessionId = sessionIdOf(await tryToOpen(player, SDR_ADDRESS));
    await vi.waitFor(() => expect(steam.requests.length).toBe(calls + 1));
    expect(await readCheck(player, sessionId)).toMatchObject({ status: 404 });
    const demo = recordingDemo(30 * KiB);
    const client = await player.connect(sessionId);
    await client.send(demo.subarray(0, 10 * KiB));
    await server.kill();
    client.destroy();

    await server.start({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    const offset = await player.readOffset(sessionId);
    const again = await player.reconnect(sessionId);
    await again.send(demo.subarray(offset));
    again.destroy();
    expect(await player.closeSession()).toMatchObject({ status: 200 });
    expect((await player.receiveDemo(sessionId)).equals(completeDemo(demo))).toBe(true);
    expect(await readCheck(player, sessionId)).toMatchObject({ status: 404 });
  });

  it('stops in order while a check is under way, and logs neither the key nor a failure', async () => {
    await restart('record', { behaviour: 'hang' });
    const calls = steam.requests.length;
    await tryToOpen(player, SDR_ADDRESS);
    await vi.waitFor(() => expect(steam.requests.length).toBe(calls + 1));
    const { exitCode, stderr } = await server.end('SIGTERM');
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain(steam.apiKey);
    expect(stderr).not.toMatch(/"level":[56]0/);
    await server.start();
  });

  it('writes one line for each check, with its outcome, verdict and time', async () => {
    await restart('record');
    const sessionId = sessionIdOf(await tryToOpen(player, SDR_ADDRESS));
    await waitForCheck(player, sessionId);
    await player.closeSession();
    await tryToOpen(player, SDR_ADDRESS);
    const { stderr } = await server.end('SIGTERM');
    expect(stderr).not.toContain(steam.apiKey);
    const lines = stderr.split('\n').filter((line) => line.includes('check-game-server'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        operation: 'check-game-server',
        outcome: 'recorded',
        verdict: 'verified',
        address: SDR_ADDRESS,
        isReused: false,
        sessionId,
        ms: expect.any(Number),
      },
      { outcome: 'recorded', verdict: 'verified', isReused: true },
    ]);
    await server.start();
  });

  it('sends nothing to private addresses unless that is allowed', async () => {
    await restart('require', {}, { DEMOBASE_GAME_SERVER_PRIVATE: 'false' });
    const [calls, queries] = [steam.requests.length, gameServer.requests.length];
    for (const fakeIp of [
      gameServer.address,
      `localhost:${gameServer.port}`,
      '10.0.0.1',
      '[fd00::1]:27015',
    ]) {
      const answer = await tryToOpen(player, fakeIp);
      expect(answer).toMatchObject({ status: 401 });
      expect(answer.text).toContain('private');
    }
    expect([steam.requests.length, gameServer.requests.length]).toEqual([calls, queries]);
  });
});

function sessionIdOf({ status, text }: Answer): string {
  expect({ status, text }).toMatchObject({ status: 200 });
  return String(JSON.parse(text).session_id);
}
