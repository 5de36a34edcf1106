import { A2sClient, GameServers, SteamWebApi } from '@demobase/steam';
import {
  type FakeGameServer,
  type SteamSimulator,
  startFakeGameServer,
  startSteamSimulator,
} from '@demobase/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkGameServer, type GameServerFinding } from './check-game-server.ts';

/** Behind the relay, and there. */
const SDR_ADDRESS = '169.254.189.228:41928';
/** Behind the relay: on Steam's list, but it does not answer. */
const SILENT_SDR_ADDRESS = '169.254.12.7:27020';

let steam: SteamSimulator;
let gameServer: FakeGameServer;

beforeAll(async () => {
  steam = await startSteamSimulator();
  gameServer = await startFakeGameServer();
});
beforeEach(() => {
  steam.setBehaviour({ answerServerList: 'normal', answerQueryByFakeIp: 'normal' });
  gameServer.setBehaviour({ info: { kind: 'normal' }, challenge: 'always' });
});
afterAll(async () => {
  await steam.close();
  await gameServer.close();
});

interface CheckSetup {
  readonly hasKey?: boolean;
  readonly allowsPrivate?: boolean;
  readonly signal?: AbortSignal;
}

async function check(text: string, setup: CheckSetup = {}): Promise<GameServerFinding> {
  const { hasKey = true, allowsPrivate = true, signal = new AbortController().signal } = setup;
  const a2s = new A2sClient({
    allowPrivateAddresses: allowsPrivate,
    legTimeoutMs: 40,
    retries: 1,
    queryTimeoutMs: 80,
  });
  const webApi = hasKey
    ? new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl, retry: { tries: 1 } })
    : undefined;
  const gameServers = new GameServers({ webApi, a2s });
  onTestFinished(() => gameServers.close());
  return checkGameServer(gameServers, text, { appId: 440, signal, isUrgent: true });
}

/** The calls the Web API has seen since this was made. */
function watchCalls(): () => { path: string; filter: string | undefined }[] {
  const seen = steam.requests.length;
  return () =>
    steam.requests.slice(seen).map(({ path, parameters }) => ({
      path: path.replace(/^\/IGameServersService\/|\/v1\/$/g, ''),
      filter: parameters.filter,
    }));
}

describe('a game server that is reached over UDP', () => {
  it('is verified when it answers, without asking Steam', async () => {
    const calls = watchCalls();
    const finding = await check(gameServer.address);
    expect(finding).toMatchObject({
      address: gameServer.address,
      verdict: 'verified',
      reason: 'It answers.',
      observation: {
        via: 'udp',
        outcomes: { ping: { outcome: 'ok' }, players: { outcome: 'not-asked' } },
        ping_data: { server_name: 'Badlands around the clock', map: 'cp_badlands' },
      },
    });
    expect(calls()).toEqual([]);
    expect(gameServer.requests.map(({ part }) => part)).not.toContain('players');
  });

  it.each([
    ['percent-encoded', (address: string) => encodeURIComponent(address)],
    ['percent-encoded twice', (address: string) => encodeURIComponent(encodeURIComponent(address))],
    ['a host name', (address: string) => address.replace('127.0.0.1', 'LocalHost')],
    ['an IPv4 address in IPv6', (address: string) => address.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
  ])('is found by an address that is %s', async (_, write) => {
    expect(await check(write(gameServer.address))).toMatchObject({ verdict: 'verified' });
  });

  it('is found by an IPv6 address', async () => {
    const other = await startFakeGameServer({ host: '::1' });
    onTestFinished(() => other.close());
    expect(await check(other.address)).toMatchObject({ address: other.address, verdict: 'verified' });
  });

  it.each([
    ['says that we are banned', { info: { kind: 'banned', message: 'You have been banned.' } }],
    ['goes on asking for challenges', { challenge: 'loop' }],
  ] as const)('is there as well when it %s', async (_, behaviour) => {
    gameServer.setBehaviour(behaviour);
    expect(await check(gameServer.address)).toMatchObject({
      verdict: 'verified',
      reason: 'It answers, though it tells us nothing.',
    });
  });

  it('is verified by Steam’s list when it does not answer', async () => {
    const calls = watchCalls();
    gameServer.setBehaviour({ info: { kind: 'silent' } });
    addListing(steam, { addr: gameServer.address, gameport: 2 });
    expect(await check(gameServer.address)).toMatchObject({
      verdict: 'verified',
      reason: 'It does not answer us, but Steam lists it.',
      observation: { outcomes: { ping: { outcome: 'no-answer' } } },
    });
    expect(calls()).toEqual([
      { path: 'GetServerList', filter: `\\gameaddr\\${gameServer.address}` },
      { path: 'GetServerList', filter: `\\addr\\${gameServer.address}` },
    ]);
  });

  it('is verified by Steam’s list under the address that its host name stands for', async () => {
    gameServer.setBehaviour({ info: { kind: 'silent' } });
    addListing(steam, { addr: gameServer.address, gameport: gameServer.port });
    const name = gameServer.address.replace('127.0.0.1', 'localhost');
    expect(await check(name)).toMatchObject({ address: name, verdict: 'verified' });
  });

  it('is unknown when nobody answers and Steam does not list it', async () => {
    expect(await check('127.0.0.1:1')).toMatchObject({
      verdict: 'unknown',
      reason: 'Nobody answers there, and Steam lists no game server at this address.',
    });
  });

  it('is unknown when nobody answers and there is no key to ask Steam with', async () => {
    expect(await check('127.0.0.1:1', { hasKey: false })).toMatchObject({
      verdict: 'unknown',
      reason: 'Nobody answers there.',
    });
  });

  it('is unknown when what answers is no game server', async () => {
    gameServer.setBehaviour({ info: { kind: 'garbage', bytes: 20 } });
    expect(await check(gameServer.address, { hasKey: false })).toMatchObject({ verdict: 'unknown' });
  });

  it.each(['10.1.2.3:27015', '192.168.1.5', '127.0.0.1:27015', '[::1]:27015', 'localhost', '[fe80::1]'])(
    'is not asked at the private address %s unless that is allowed',
    async (address) => {
      const calls = watchCalls();
      expect(await check(address, { allowsPrivate: false })).toMatchObject({
        verdict: 'unknown',
        reason: 'Game servers on private addresses are not asked by this service.',
        observation: { via: 'none', failure: { outcome: 'address-forbidden' } },
      });
      expect(calls()).toEqual([]);
    },
  );
});

describe('a game server behind Steam’s relay', () => {
  it('is verified when the relay reaches it, by one call', async () => {
    const calls = watchCalls();
    expect(await check(SDR_ADDRESS)).toMatchObject({
      address: SDR_ADDRESS,
      verdict: 'verified',
      reason: 'Steam’s relay reaches it.',
      observation: { via: 'relay', ping_data: { map: 'pl_pier' } },
    });
    expect(calls()).toEqual([{ path: 'QueryByFakeIP', filter: undefined }]);
  });

  it('is verified by Steam’s list when the relay does not reach it', async () => {
    expect(await check(SILENT_SDR_ADDRESS)).toMatchObject({
      verdict: 'verified',
      reason: 'It does not answer us, but Steam lists it.',
    });
  });

  it('is unknown when the relay hears nobody and Steam does not list it', async () => {
    expect(await check('169.254.1.2:27015')).toMatchObject({ verdict: 'unknown' });
  });

  it('is unchecked without a key', async () => {
    expect(await check(SDR_ADDRESS, { hasKey: false })).toMatchObject({
      verdict: 'unchecked',
      reason: 'Only Steam’s relay reaches it, and this service has no key to ask Steam with.',
    });
  });
});

describe('Steam in trouble', () => {
  const troubles = [
    ['429', 'Steam takes no more questions from this service for now.'],
    ['403', 'Steam does not take the key of this service.'],
    ['500', 'Steam cannot be asked right now.'],
  ] as const;

  it.each(troubles)('answering %s makes an address behind its relay unchecked', async (status, reason) => {
    steam.setBehaviour({ answerQueryByFakeIp: { status: Number(status), body: '<html>No</html>' } });
    expect(await check(SDR_ADDRESS)).toMatchObject({ verdict: 'unchecked', reason });
  });

  it.each(troubles)('answering %s makes a game server that is silent unchecked', async (status, reason) => {
    steam.setBehaviour({ answerServerList: { status: Number(status), body: '<html>No</html>' } });
    expect(await check('127.0.0.1:1')).toMatchObject({
      verdict: 'unchecked',
      reason: `Nobody answers there, and whether Steam lists it cannot be told: ${reason}`,
    });
  });

  it('answering everything with nothing, as it does when it throttles silently, proves nothing', async () => {
    const nothing = { status: 200, body: '{"response":{}}' };
    steam.setBehaviour({ answerServerList: nothing, answerQueryByFakeIp: nothing });
    for (const address of ['169.254.1.2:27015', '127.0.0.1:1']) {
      expect(await check(address)).toMatchObject({
        verdict: 'unchecked',
        reason:
          'Nobody answers there, and whether Steam lists it cannot be told: Steam’s list is empty right now.',
      });
    }
  });

  it('is no trouble for a game server that answers over UDP', async () => {
    steam.setBehaviour({ answerServerList: 'hang', answerQueryByFakeIp: 'hang' });
    expect(await check(gameServer.address)).toMatchObject({ verdict: 'verified' });
  });

  it('hanging is waited for no longer than the signal says', async () => {
    steam.setBehaviour({ answerQueryByFakeIp: 'hang' });
    const controller = new AbortController();
    const checking = check(SDR_ADDRESS, { signal: controller.signal });
    await expect.poll(() => steam.requests.at(-1)?.path).toContain('QueryByFakeIP');
    controller.abort(new Error('time is up'));
    await expect(checking).rejects.toThrow('time is up');
  });
});

describe('what is no address', () => {
  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['the name of a game server', 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)'],
    ['nearly an IPv4 address', '123.45.6789'],
    ['port 0', '192.0.2.10:0'],
    ['port 99999', '192.0.2.10:99999'],
    ['half of an IPv6 address', '[2001:db8::1'],
    ['other scripts', 'ゲーム сервер 🎮'],
    ['NUL', 'a\0b'],
    ['an endless label', `${'a'.repeat(300)}.example`],
    ['an endless text', 'x'.repeat(100_000)],
  ])('is unknown, and nobody is asked: %s', async (_, text) => {
    const calls = watchCalls();
    expect(await check(text)).toEqual({
      address: expect.stringMatching(/^[^\0]{0,200}$/),
      verdict: 'unknown',
      reason: 'It is not an address, such as 192.0.2.10:27015 or tf2.example.org.',
    });
    expect(calls()).toEqual([]);
  });

  it('includes a host name that does not exist', async () => {
    // RFC 7686: resolvers answer for this one themselves, so no name server has a say.
    expect(await check('tf2.demobase.onion')).toMatchObject({
      address: 'tf2.demobase.onion:27015',
      verdict: 'unknown',
      reason: 'This host name does not exist, or has no address.',
    });
  });
});

function addListing(simulator: SteamSimulator, place: { readonly addr: string; readonly gameport: number }) {
  simulator.addGameServer({
    listing: {
      ...place,
      name: 'Listed, but silent',
      appid: 440,
      gamedir: 'tf',
      version: '1',
      product: 'tf',
      region: 255,
      players: 7,
      max_players: 24,
      bots: 0,
      map: 'cp_dustbowl',
      secure: true,
      dedicated: true,
      os: 'l',
    },
  });
}
