import { describe, expect, it, onTestFinished } from 'vitest';
import { Asker, INFO, NO_CHALLENGE, PLAYERS, RULES } from './asker.ts';
import type { FakeGameServer } from './fake-game-server.ts';
import { type FakeGameServerOptions, startFakeGameServer } from './start-fake-game-server.ts';

async function startServer(options?: FakeGameServerOptions) {
  const server = await startFakeGameServer(options);
  onTestFinished(() => server.close());
  return server;
}

function openAsker(server: FakeGameServer): Asker {
  const asker = new Asker(server);
  onTestFinished(() => asker.close());
  return asker;
}

const text = (value: string) => Buffer.from(`${value}\0`);

describe('a fake game server', () => {
  it.each(['127.0.0.1', '::1'])('answers INFO on %s once the challenge is brought', async (host) => {
    const server = await startServer({ host });
    const [info] = await openAsker(server).askWithChallenge(INFO);
    expect(info?.bytes).toEqual(
      Buffer.concat([
        Buffer.from('ffffffff4911', 'hex'),
        text('Badlands around the clock'),
        text('cp_badlands'),
        text('tf'),
        text('Team Fortress'),
        Buffer.from('b801' + '03' + '18' + '00' + '646c' + '00' + '01', 'hex'),
        text('9433646'),
        Buffer.from('b1' + '8769', 'hex'),
        Buffer.from(new BigUint64Array([90178913460028417n]).buffer),
        text('alltalk,cp,nocrits'),
        Buffer.from('b801000000000000', 'hex'),
      ]),
    );
    expect(server.address).toBe(host === '::1' ? `[::1]:${server.port}` : `127.0.0.1:${server.port}`);
  });

  it('answers PLAYERS and RULES with what it was given', async () => {
    const server = await startServer({
      game: {
        players: [{ name: Buffer.from([0xe2, 0x98]), score: -2, durationSeconds: 1.5 }],
        rules: [['mp_timelimit', '30']],
      },
    });
    const asker = openAsker(server);
    const [players] = await asker.askWithChallenge(PLAYERS);
    expect(players?.hex).toBe('ffffffff44' + '01' + '00' + 'e29800' + 'feffffff' + '0000c03f');
    const [rules] = await asker.askWithChallenge(RULES);
    expect(rules?.bytes.subarray(4)).toEqual(
      Buffer.concat([Buffer.from('450100', 'hex'), text('mp_timelimit'), text('30')]),
    );
  });

  it('takes a challenge for every part, and from nobody else', async () => {
    const server = await startServer();
    const asker = openAsker(server);
    const [challenge] = await asker.ask(INFO);
    const bytes = challenge?.hex.slice(10) ?? '';
    expect((await asker.ask(`${PLAYERS}${bytes}`))[0]?.hex).toMatch(/^ffffffff44/);
    const [refusal] = await openAsker(server).ask(`${PLAYERS}${bytes}`);
    expect(refusal?.hex).toMatch(/^ffffffff41/);
    expect(refusal?.hex).not.toBe(challenge?.hex);
  });

  it('remembers what it was asked', async () => {
    const server = await startServer();
    const asker = openAsker(server);
    await asker.askWithChallenge(PLAYERS);
    expect(server.requests).toMatchObject([
      { part: 'players', isLost: false },
      { part: 'players', challenge: expect.stringMatching(/^.{8}$/) },
    ]);
    expect(server.requests[0]).not.toHaveProperty('challenge');
  });

  it('ignores what is not a query of exactly the right length', async () => {
    const server = await startServer();
    const asker = openAsker(server);
    for (const hex of ['', 'ff', `${INFO}00`, PLAYERS, `${RULES}ffffffff00`, 'ffffffff70']) asker.send(hex);
    await asker.ask(INFO);
    expect(server.requests.map(({ part }) => part)).toEqual([...Array(6).fill('unknown'), 'info']);
  });

  it('ignores what follows a query when it is told to, as games do', async () => {
    const server = await startServer({ behaviour: { challenge: 'never', takesTrailingBytes: true } });
    const asker = openAsker(server);
    for (const hex of [`${INFO}ff`, `${RULES}ffff`]) asker.send(hex);
    expect((await asker.ask(`${INFO}ffffffff00`))[0]?.hex).toMatch(/^ffffffff49/);
    expect((await asker.ask(`${RULES}ffffffff00`))[0]?.hex).toMatch(/^ffffffff45/);
    expect(server.requests.map(({ part }) => part)).toEqual(['unknown', 'unknown', 'info', 'rules']);
    expect(server.requestCount).toBe(4);
  });

  it('says something else once its game is changed', async () => {
    const server = await startServer({ behaviour: { challenge: 'never' } });
    const asker = openAsker(server);
    await asker.ask(INFO);
    server.setGame({ map: 'pl_upward' });
    const [info] = await asker.ask(INFO);
    expect(info?.bytes.includes('pl_upward')).toBe(true);
  });

  it('gives answers that have a number only that often', async () => {
    const server = await startServer({
      behaviour: { challenge: 'never', rules: { kind: 'banned', message: 'go away', times: 2 } },
    });
    const asker = openAsker(server);
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(...(await asker.ask(`${RULES}${NO_CHALLENGE}`)));
    expect(answers.map(({ bytes }) => bytes.subarray(4, 5).toString('hex'))).toEqual(['6c', '6c', '45']);
  });

  it('sends nothing after it was closed', async () => {
    const server = await startFakeGameServer({ behaviour: { challenge: 'never', delayMs: 100 } });
    const other = await startServer({ behaviour: { challenge: 'never' } });
    const asker = openAsker(server);
    const otherAsker = openAsker(other);
    asker.send(INFO);
    while (server.requests.length === 0) await otherAsker.ask(INFO);
    other.setBehaviour({ delayMs: 150 });
    const reply = otherAsker.ask(INFO);
    await server.close();
    await server.close();
    await reply;
    expect(asker.receivedCount).toBe(0);
  });
});

describe('the challenge of a fake game server', () => {
  it('is not wanted where there is none', async () => {
    const server = await startServer({ behaviour: { challenge: 'never' } });
    const asker = openAsker(server);
    expect((await asker.ask(INFO))[0]?.hex).toMatch(/^ffffffff49/);
    expect((await asker.ask(`${RULES}${NO_CHALLENGE}`))[0]?.hex).toMatch(/^ffffffff45/);
  });

  it('may be wanted with PLAYERS and RULES alone', async () => {
    const server = await startServer({ behaviour: { challenge: 'players-only' } });
    const asker = openAsker(server);
    expect((await asker.ask(INFO))[0]?.hex).toMatch(/^ffffffff49/);
    expect((await asker.askWithChallenge(RULES))[0]?.hex).toMatch(/^ffffffff45/);
  });

  it('may be refused with a new one for ever', async () => {
    const server = await startServer({ behaviour: { challenge: 'loop' } });
    const asker = openAsker(server);
    const seen = new Set<string>();
    let challenge = NO_CHALLENGE;
    for (let i = 0; i < 5; i++) {
      const [refusal] = await asker.ask(`${PLAYERS}${challenge}`);
      expect(refusal?.hex).toMatch(/^ffffffff41.{8}$/);
      challenge = refusal?.hex.slice(10) ?? '';
      seen.add(challenge);
    }
    expect(seen.size).toBe(5);
  });

  it('may have run out the first time', async () => {
    const server = await startServer({ behaviour: { challenge: 'stale-first' } });
    const asker = openAsker(server);
    const [second] = await asker.askWithChallenge(INFO);
    expect(second?.hex).toMatch(/^ffffffff41/);
    const [info] = await asker.ask(`${INFO}${second?.hex.slice(10)}`);
    expect(info?.hex).toMatch(/^ffffffff49/);
  });

  it('may be cut, and may be any four bytes', async () => {
    const server = await startServer({
      behaviour: { challenge: 'cut', challengeBytes: Buffer.from('00000000', 'hex') },
    });
    const asker = openAsker(server);
    expect((await asker.ask(INFO))[0]?.hex).toBe('ffffffff41000000');
    server.setBehaviour({ challenge: 'always' });
    expect((await asker.ask(`${INFO}00000000`))[0]?.hex).toMatch(/^ffffffff49/);
  });

  it('is handed out to the obsolete request for it', async () => {
    const server = await startServer();
    expect((await openAsker(server).ask('ffffffff57'))[0]?.hex).toMatch(/^ffffffff41.{8}$/);
  });
});
