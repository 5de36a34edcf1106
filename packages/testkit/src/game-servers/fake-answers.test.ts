import { describe, expect, it, onTestFinished } from 'vitest';
import { Asker, INFO, NO_CHALLENGE, PLAYERS, RULES } from './asker.ts';
import type { FakeGameServer } from './fake-game-server.ts';
import { MAX_DATAGRAM_BYTES } from './pad-reply.ts';
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

describe('a fake game server that misbehaves', () => {
  const unchallenged = (behaviour: FakeGameServerOptions['behaviour']) =>
    startServer({ behaviour: { challenge: 'never', ...behaviour } });

  it('gives the number of entries that it was told to give', async () => {
    const server = await unchallenged({
      info: { kind: 'wrong-count', count: 200 },
      players: { kind: 'wrong-count', count: 255 },
      rules: { kind: 'wrong-count', count: 1000 },
    });
    const asker = openAsker(server);
    const [info] = await asker.ask(INFO);
    const playersAt = info?.bytes.indexOf(Buffer.from('b801', 'hex')) ?? 0;
    expect(info?.bytes[playersAt + 2]).toBe(200);
    const [players] = await asker.ask(`${PLAYERS}${NO_CHALLENGE}`);
    expect(players?.bytes[5]).toBe(255);
    const [rules] = await asker.ask(`${RULES}${NO_CHALLENGE}`);
    expect(rules?.bytes.readUInt16LE(5)).toBe(1000);
  });

  it('cuts its reply, or makes one up', async () => {
    const server = await unchallenged({
      info: { kind: 'cut', bytes: 7 },
      players: { kind: 'garbage', bytes: 40 },
      rules: { kind: 'garbage', bytes: 0, type: 0xee },
    });
    const asker = openAsker(server);
    expect((await asker.ask(INFO))[0]?.hex).toBe('ffffffff49114261646c61');
    expect((await asker.ask(`${PLAYERS}${NO_CHALLENGE}`))[0]?.hex).toMatch(/^ffffffff44.{80}$/);
    expect((await asker.ask(`${RULES}${NO_CHALLENGE}`))[0]?.hex).toBe('ffffffffee');
  });

  it('sends a reply of another part first, or three as GoldSrc does', async () => {
    const server = await unchallenged({
      info: { kind: 'goldsrc-triple' },
      players: { kind: 'other-part-first', part: 'info' },
    });
    const asker = openAsker(server);
    const typesOf = (replies: readonly { readonly hex: string }[]) =>
      replies.map(({ hex }) => hex.slice(8, 10));
    expect(typesOf(await asker.ask(INFO, 3))).toEqual(['6d', '44', '49']);
    expect(typesOf(await asker.ask(`${PLAYERS}${NO_CHALLENGE}`, 2))).toEqual(['49', '44']);
  });

  it('answers from a port that was not asked', async () => {
    const server = await unchallenged({ info: { kind: 'from-other-port' } });
    const [info] = await openAsker(server).ask(INFO);
    expect(info?.hex).toMatch(/^ffffffff49/);
    expect(info?.port).not.toBe(server.port);
  });

  it('says nothing to one part and answers the others', async () => {
    const server = await unchallenged({ rules: { kind: 'silent' } });
    const asker = openAsker(server);
    asker.send(`${RULES}${NO_CHALLENGE}`);
    expect((await asker.ask(INFO))[0]?.hex).toMatch(/^ffffffff49/);
    expect(server.requests.map(({ part }) => part)).toEqual(['rules', 'info']);
  });

  it.each([4000, MAX_DATAGRAM_BYTES])('sends one datagram of %i bytes', async (bytes) => {
    const oversized = { kind: 'oversized', bytes } as const;
    const server = await unchallenged({ info: oversized, players: oversized, rules: oversized });
    const asker = openAsker(server);
    for (const hex of [INFO, `${PLAYERS}${NO_CHALLENGE}`, `${RULES}${NO_CHALLENGE}`]) {
      expect((await asker.ask(hex))[0]?.bytes.length).toBe(bytes);
    }
  });

  it('splits its replies under ids that go up, in an order of its own', async () => {
    const server = await unchallenged({
      split: { format: 'source', fragmentBytes: 30, order: 'reversed', firstId: 0x7fff },
    });
    const asker = openAsker(server);
    const fragments = await asker.ask(`${PLAYERS}${NO_CHALLENGE}`, 3);
    expect(fragments.map(({ bytes }) => bytes[9])).toEqual([2, 1, 0]);
    const reply = Buffer.concat(fragments.toReversed().map(({ bytes }) => bytes.subarray(12)));
    server.setBehaviour({ split: { format: 'none' } });
    expect((await asker.ask(`${PLAYERS}${NO_CHALLENGE}`))[0]?.bytes).toEqual(reply);
    server.setBehaviour({ split: { format: 'source', fragmentBytes: 30, firstId: 0x7fff } });
    const ids = [
      ...(await asker.ask(`${PLAYERS}${NO_CHALLENGE}`, 3)),
      ...(await asker.ask(`${RULES}${NO_CHALLENGE}`, 3)),
    ];
    expect(ids.map(({ bytes }) => bytes.readUInt32LE(4))).toEqual([
      0x7fff, 0x7fff, 0x7fff, 0x8000, 0x8000, 0x8000,
    ]);
  });

  it.each([
    { forgery: 'ids', ids: [2, 3, 4], totals: [3, 3, 3], numbers: [0, 1, 2] },
    { forgery: 'totals', ids: [1, 1, 1], totals: [3, 4, 5], numbers: [0, 1, 2] },
    { forgery: 'numbers', ids: [1, 1, 1], totals: [3, 3, 3], numbers: [3, 4, 5] },
  ] as const)(
    'sends fragments whose $forgery do not belong together',
    async ({ forgery, ids, totals, numbers }) => {
      const server = await unchallenged({ info: { kind: 'forged-fragments', forgery } });
      const fragments = (await openAsker(server).ask(INFO, 3)).map(({ bytes }) => bytes);
      expect(fragments.map((bytes) => bytes.readUInt32LE(4))).toEqual(ids);
      expect(fragments.map((bytes) => bytes[8])).toEqual(totals);
      expect(fragments.map((bytes) => bytes[9])).toEqual(numbers);
    },
  );

  it('sends first fragments without end, or whatever it is given', async () => {
    const server = await unchallenged({
      players: { kind: 'endless-fragments', count: 100 },
      rules: { kind: 'raw', datagrams: [Buffer.from('feffff', 'hex')] },
    });
    const asker = openAsker(server);
    const ids = (await asker.ask(`${PLAYERS}${NO_CHALLENGE}`, 100)).map(({ bytes }) => bytes.readUInt32LE(4));
    expect(new Set(ids).size).toBe(100);
    expect((await asker.ask(`${RULES}${NO_CHALLENGE}`))[0]?.hex).toBe('feffff');
  });

  it.each([5, 6])('loses datagrams both ways, the same ones whenever the seed is %i', async (seed) => {
    const loseSome = async () => {
      const server = await unchallenged({ lossShare: 0.3, seed });
      const asker = openAsker(server);
      for (let i = 0; i < 200; i++) asker.send(INFO);
      // Whichever of these gets through says that all before it were seen.
      for (let i = 0; i < 50; i++) asker.send(`${RULES}${NO_CHALLENGE}`);
      let answerCount = 0;
      while (!(await asker.next())[0]?.hex.startsWith('ffffffff45')) answerCount++;
      const isLost = server.requests.slice(0, 200).map((request) => request.isLost);
      return { isLost, arrivedCount: isLost.filter((lost) => !lost).length, answerCount };
    };
    const { isLost, arrivedCount, answerCount } = await loseSome();
    expect(arrivedCount).toBeGreaterThan(110);
    expect(arrivedCount).toBeLessThan(170);
    expect(answerCount).toBeGreaterThan(arrivedCount * 0.55);
    expect(answerCount).toBeLessThan(arrivedCount * 0.85);
    expect((await loseSome()).isLost).toEqual(isLost);
  });
});
