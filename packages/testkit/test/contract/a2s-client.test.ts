import { createSocket } from 'node:dgram';
import { once, setMaxListeners } from 'node:events';
import { A2sClient, type A2sClientOptions } from '@demobase/steam';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeInfo } from '../../src/game-servers/encode-info.ts';
import { defaultGame } from '../../src/game-servers/fake-game.ts';
import {
  type FakeGameServerOptions,
  startFakeGameServer,
} from '../../src/game-servers/start-fake-game-server.ts';
import {
  type FakeGameServersOptions,
  startFakeGameServers,
} from '../../src/game-servers/start-fake-game-servers.ts';

async function startServer(options: FakeGameServerOptions = {}) {
  const server = await startFakeGameServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function startServers(count: number, options: FakeGameServersOptions = {}) {
  const fleet = await startFakeGameServers(count, options);
  onTestFinished(() => fleet.close());
  return fleet;
}

/** A client for loopback that is quick to give up. */
function clientWith(options: A2sClientOptions = {}): A2sClient {
  const client = new A2sClient({
    allowPrivateAddresses: true,
    datagramsPerSecondPerHost: Number.POSITIVE_INFINITY,
    legTimeoutMs: 250,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

const everything = {
  outcome: 'asked',
  info: { outcome: 'ok', value: { name: 'Badlands around the clock', map: 'cp_badlands', appId: 440 } },
  players: {
    outcome: 'ok',
    value: { players: [{ name: 'Rocket Ronda' }, { name: 'soysauce' }, { name: 'Zoë ☂', score: -1 }] },
  },
  rules: { outcome: 'ok', value: { rules: [{ name: 'mp_timelimit', value: '30' }, {}, {}] } },
};

describe('A2sClient', () => {
  it('asks a game server for all it says of itself, with one challenge for all', async () => {
    const server = await startServer();
    const answer = await clientWith().query(server.address);
    expect(answer).toMatchObject({
      ...everything,
      address: server.address,
      remoteAddress: server.address,
      info: { ...everything.info, sends: 2 },
      players: { ...everything.players, sends: 1 },
      rules: { ...everything.rules, sends: 1 },
    });
  });

  it('needs one datagram a part for a server whose challenge it knows, until that server has said nothing', async () => {
    const server = await startServer();
    const client = clientWith({ retries: 0 });
    await client.query(server.address);
    expect(await client.query(server.address)).toMatchObject({
      info: { outcome: 'ok', sends: 1 },
      players: { outcome: 'ok', sends: 1 },
      rules: { outcome: 'ok', sends: 1 },
    });
    const silent = { kind: 'silent' } as const;
    server.setBehaviour({ info: silent, players: silent, rules: silent });
    await client.query(server.address);
    server.setBehaviour({ challenge: 'never' });
    expect(await client.query(server.address)).toMatchObject({
      info: { outcome: 'no-answer', sends: 1 },
      players: { outcome: 'not-asked' },
    });
  });

  it('asks over IPv6', async () => {
    const server = await startServer({ host: '::1' });
    const answer = await clientWith().query(server.address);
    expect(answer).toMatchObject({ ...everything, remoteAddress: server.address });
  });

  it('asks by host name', async () => {
    const server = await startServer();
    const answer = await clientWith().query(`localhost:${server.port}`);
    expect(answer).toMatchObject({ ...everything, remoteAddress: server.address });
  });

  it.each(['never', 'players-only', 'stale-first'] as const)(
    'copes with a server that wants challenges %s',
    async (challenge) => {
      const server = await startServer({ behaviour: { challenge } });
      expect(await clientWith().query(server.address)).toMatchObject(everything);
    },
  );

  it('gives up on one that refuses every challenge', async () => {
    const server = await startServer({ behaviour: { challenge: 'loop' } });
    expect(await clientWith().query(server.address)).toMatchObject({
      info: { outcome: 'challenge-loop' },
      players: { outcome: 'challenge-loop' },
      rules: { outcome: 'challenge-loop' },
    });
  });

  it.each([
    ['in Source fragments', { format: 'source' }],
    ['in fragments of 2006', { format: 'source-2006' }],
    ['in shuffled fragments, each twice', { format: 'source', order: 'shuffled', hasDuplicates: true }],
    ['in compressed fragments', { format: 'source', isCompressed: true }],
    [
      'in compressed fragments of 2006, backwards',
      { format: 'source-2006', isCompressed: true, order: 'reversed' },
    ],
    ['with an id whose bit 15 is set', { format: 'source', firstId: 0x8001 }],
    ['without the inner header', { format: 'source', omitsInnerHeader: true }],
  ] as const)('reads long replies that come %s', async (_, split) => {
    const rules = Array.from({ length: 120 }, (_, index) => [`rule_${index}`, 'x'.repeat(index)] as const);
    const server = await startServer({ game: { rules }, behaviour: { split } });
    const { rules: answered } = (await clientWith().query(server.address)) as { rules?: unknown };
    expect(answered).toMatchObject({
      outcome: 'ok',
      value: { claimedCount: 120, rules: rules.map(([name, value]) => ({ name, value })) },
    });
  });

  it('reads long replies of GoldSrc servers, whose ids may have bit 31 set', async () => {
    const rules = Array.from({ length: 120 }, (_, index) => [`rule_${index}`, 'x'.repeat(index)] as const);
    const server = await startServer({
      game: { rules, protocol: 48, appId: 10, gameId: 10n },
      behaviour: { split: { format: 'goldsrc', firstId: 0x8000_0001 } },
    });
    const answer = await clientWith().query(server.address);
    expect(answer).toMatchObject({ rules: { outcome: 'ok', value: { claimedCount: 120 } } });
  });

  it('takes one large datagram', async () => {
    const server = await startServer({ behaviour: { rules: { kind: 'oversized', bytes: 65_507 } } });
    expect(await clientWith().query(server.address)).toMatchObject({ rules: { outcome: 'ok' } });
  });

  it('repeats what is lost, and loses nobody', async () => {
    const fleet = await startServers(300, { behaviour: { lossShare: 0.2, delayMs: 5 } });
    const client = clientWith({ retries: 12, queryTimeoutMs: 30_000 });
    const answers = new Map<string, unknown>();
    for await (const answer of client.queryAll(fleet.addresses)) answers.set(answer.address, answer);
    expect(answers.size).toBe(300);
    for (const answer of answers.values()) expect(answer).toMatchObject(everything);
  });

  it('tells servers apart that share one socket', async () => {
    const fleet = await startServers(200, {
      hosts: ['127.0.0.1', '127.0.0.2'],
      game: (index) => ({
        name: `Server ${index}`,
        players: [{ name: `Player ${index}`, score: index, durationSeconds: 1 }],
      }),
    });
    for await (const answer of clientWith().queryAll(fleet.addresses)) {
      const index = fleet.addresses.indexOf(answer.address);
      expect(answer).toMatchObject({
        info: { value: { name: `Server ${index}` } },
        players: { value: { players: [{ name: `Player ${index}` }] } },
      });
    }
  });

  it('asks one server once at a time, however often it is named', async () => {
    const server = await startServer();
    const client = clientWith();
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.query(server.address)));
    for (const answer of answers) expect(answer).toMatchObject(everything);
  });

  it.each([
    [
      'says nothing',
      { challenge: 'never', info: { kind: 'silent' } },
      { info: { outcome: 'no-answer', sends: 2 }, rules: { outcome: 'not-asked' } },
    ],
    [
      'answers all but INFO',
      { info: { kind: 'silent' } },
      { info: { outcome: 'no-answer', sends: 3 }, rules: { outcome: 'ok' } },
    ],
    [
      'answers INFO alone',
      { players: { kind: 'silent' }, rules: { kind: 'silent' } },
      { info: { outcome: 'ok' }, players: { outcome: 'no-answer' }, rules: { outcome: 'no-answer' } },
    ],
    [
      'has banned us',
      { info: { kind: 'banned', message: 'Begone' } },
      { info: { outcome: 'refused', reason: 'Begone' } },
    ],
    ['cuts its players', { players: { kind: 'cut', bytes: 30 } }, { players: { outcome: 'partial' } }],
    ['cuts its info', { info: { kind: 'cut', bytes: 9 } }, { info: { outcome: 'malformed' } }],
    [
      'claims 255 players',
      { players: { kind: 'wrong-count', count: 255 } },
      { players: { value: { claimedCount: 255, players: [{}, {}, {}] } } },
    ],
    ['sends another reply first', { players: { kind: 'other-part-first', part: 'rules' } }, everything],
    ['sends garbage', { info: { kind: 'garbage', bytes: 900 } }, { outcome: 'asked' }],
    [
      'forges ids of fragments',
      { rules: { kind: 'forged-fragments', forgery: 'ids' } },
      { rules: { outcome: 'no-answer' } },
    ],
    [
      'forges totals of fragments',
      { rules: { kind: 'forged-fragments', forgery: 'totals' } },
      { rules: { outcome: 'no-answer' } },
    ],
    [
      'forges numbers of fragments',
      { rules: { kind: 'forged-fragments', forgery: 'numbers' } },
      { rules: { outcome: 'no-answer' } },
    ],
    [
      'begins replies without end',
      { rules: { kind: 'endless-fragments', count: 3_000 } },
      { info: { outcome: 'ok' }, rules: { outcome: 'no-answer' } },
    ],
    [
      'sends the three replies of GoldSrc',
      { info: { kind: 'goldsrc-triple' } },
      { info: { outcome: 'ok' }, players: { outcome: 'ok' } },
    ],
    ['answers from another port', { info: { kind: 'from-other-port' } }, { info: { outcome: 'no-answer' } }],
    ['hands out half a challenge', { challenge: 'cut' }, { info: { outcome: 'no-answer' } }],
  ] as const)('gives a typed answer when a server %s', async (_, behaviour, expected) => {
    const server = await startServer({ behaviour });
    const answer = await clientWith({ retries: 1, legTimeoutMs: 100 }).query(server.address);
    expect(answer).toMatchObject(expected);
  });

  it.each([
    ['127.0.0.1:27015', 'address-forbidden'],
    ['192.168.1.1', 'address-forbidden'],
    ['[::1]:27015', 'address-forbidden'],
    ['localhost:27015', 'address-forbidden'],
    ['169.254.1.2:27015', 'address-forbidden'],
    ['255.255.255.255', 'address-forbidden'],
    ['123.45.6789', 'address-invalid'],
    ['', 'address-invalid'],
  ])('sends nothing to %j unless told that it may', async (address, outcome) => {
    const client = new A2sClient();
    expect(await client.query(address)).toEqual({ outcome, address, reason: expect.any(String) });
  });

  it('answers at once when no part is asked for', async () => {
    const server = await startServer();
    const { address } = server;
    const answer = await clientWith().query(address, { parts: [] });
    expect(answer).toEqual({ outcome: 'asked', address, remoteAddress: address });
    expect(server.requests).toEqual([]);
  });

  it('tells that this machine cannot send there from silence', async () => {
    // The broadcast address of loopback: systems send nothing there for a socket that did not ask for it.
    const answer = await clientWith({ retries: 1, legTimeoutMs: 20 }).query('127.255.255.255:27015');
    expect(answer).toMatchObject({ info: { outcome: 'unreachable', reason: expect.stringMatching(/^E/) } });
  });

  it('takes an answer that came in time while this process was busy', async () => {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    socket.on('message', (_, { port, address }) => {
      socket.send(Buffer.concat([Buffer.from('ffffffff', 'hex'), encodeInfo(defaultGame)]), port, address);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300); // busy for longer than it waits
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const client = clientWith({ retries: 0, legTimeoutMs: 200 });
    const answer = await client.query(`127.0.0.1:${socket.address().port}`, { parts: ['info'] });
    expect(answer).toMatchObject({ info: everything.info });
  });

  it('sends nothing for queries given up while they wait for another of the same server', async () => {
    const server = await startServer({ behaviour: { challenge: 'never', info: { kind: 'silent' } } });
    const client = clientWith({ retries: 0, legTimeoutMs: 50 });
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const options = { parts: ['info'], signal: controller.signal } as const;
    const given = Array.from({ length: 50 }, () => client.query(server.address, options));
    controller.abort();
    await Promise.allSettled(given);
    await client.query(server.address, { parts: ['info'] });
    expect(server.requests).toHaveLength(2);
  });

  it('does not give up a request that is still held back to spare its host', async () => {
    const server = await startServer();
    const client = clientWith({ datagramsPerSecondPerHost: 1, legTimeoutMs: 100, retries: 0 });
    const answer = await client.query(server.address, { parts: ['info'] });
    expect(answer).toMatchObject({ info: { outcome: 'ok', sends: 2 } });
  });

  it('stops when told to, with the reason given', async () => {
    const server = await startServer({ behaviour: { info: { kind: 'silent' } } });
    const client = clientWith();
    const controller = new AbortController();
    const answer = client.query(server.address, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    await expect(client.query(server.address, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('ends what is under way when it is closed, and does nothing afterwards', async () => {
    const server = await startServer({ behaviour: { info: { kind: 'silent' } } });
    const client = clientWith();
    const one = client.query(server.address);
    const many = client.queryAll([server.address]).next();
    await client.close();
    await expect(one).rejects.toThrow('closed');
    await expect(many).rejects.toThrow('closed');
    await expect(client.query(server.address)).rejects.toThrow('closed');
  });

  it('asks nobody after it was closed, though a list goes on', async () => {
    const [server, other] = [await startServer(), await startServer()];
    let goOn = () => {};
    async function* addresses() {
      yield server.address;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield other.address;
    }
    const client = clientWith();
    const answers = client.queryAll(addresses());
    expect((await answers.next()).value).toMatchObject(everything);
    await client.close();
    goOn();
    await expect(answers.next()).rejects.toThrow('closed');
    // What was sent before this was answered is there by now.
    await clientWith().query(other.address, { parts: ['rules'] });
    expect(other.requests.map(({ part }) => part)).toEqual(['rules', 'rules']);
  });

  it('goes on with others when the loop is left early', async () => {
    const fleet = await startServers(50);
    const client = clientWith();
    for await (const answer of client.queryAll(fleet.addresses)) {
      expect(answer).toMatchObject(everything);
      break;
    }
    const [first = ''] = fleet.addresses;
    expect(await client.query(first)).toMatchObject(everything);
  });

  it.each([
    { maxInFlight: 0 },
    { datagramsPerSecond: Number.NaN },
    { retries: -1 },
    { legTimeoutMs: 0 },
    { legTimeoutMs: Number.POSITIVE_INFINITY },
  ])('cannot be made with %o', (options) => {
    expect(() => new A2sClient(options)).toThrow(RangeError);
  });
});
