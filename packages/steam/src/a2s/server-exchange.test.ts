import { describe, expect, it } from 'vitest';
import type { A2sPartName } from './a2s-answer.ts';
import { type ExchangeTransport, type Leg, ServerExchange } from './server-exchange.ts';

const ALL: readonly A2sPartName[] = ['info', 'players', 'rules'];
const INFO_REQUEST = 'ffffffff54536f7572636520456e67696e6520517565727900';
/** An INFO reply of a server named A on map B. */
const INFO_REPLY = 'ffffffff49 11 4100 4200 746600 5400 b801 02 18 01 64 6c 00 01 3100';
const PLAYERS_REPLY = 'ffffffff44 01 00 4a6f6500 01000000 00000040';
const RULES_REPLY = 'ffffffff45 0100 6100 3100';

/** An exchange whose requests are collected, and whose time is told to it. */
function exchangeOf(parts: readonly A2sPartName[], knownChallenge?: Uint8Array) {
  const sent: string[] = [];
  const answered: string[] = [];
  const legs = new Map<A2sPartName, Leg>();
  let finished = 0;
  let heldBytes = 0;
  let now = 1_000;
  const transport: ExchangeTransport = {
    send: (leg) => {
      leg.sends += 1;
      leg.sentAt = now;
      legs.set(leg.part, leg);
      sent.push(Buffer.from(leg.exchange.encode(leg)).toString('hex'));
    },
    answered: ({ part, tries }) => void answered.push(`${part} after ${tries} repetitions`),
    finished: () => {
      finished += 1;
    },
    holdFragments: (holder, delta) => {
      heldBytes += delta;
      if (heldBytes > 4_000) holder.refuseFragments();
    },
  };
  const exchange = new ServerExchange({ host: '192.0.2.1', port: 27015 }, parts, transport);
  exchange.begin(knownChallenge);
  const legOf = (part: A2sPartName) => {
    const leg = legs.get(part);
    if (!leg) throw new Error(`${part} was not asked for.`);
    return leg;
  };
  return {
    exchange,
    sent,
    answered,
    legOf,
    finished: () => finished,
    heldBytes: () => heldBytes,
    receive: (hex: string, afterMs = 0) => {
      now += afterMs;
      exchange.receive(Buffer.from(hex.replaceAll(' ', ''), 'hex'), now);
    },
  };
}

describe('ServerExchange', () => {
  it('asks for INFO first, and for the rest with the challenge that brings', () => {
    const { exchange, sent, receive, finished } = exchangeOf(ALL);
    expect(sent).toEqual([INFO_REQUEST]);
    receive('ffffffff4166097527');
    expect(sent.slice(1)).toEqual([`${INFO_REQUEST}66097527`, 'ffffffff5566097527', 'ffffffff5666097527']);
    receive(INFO_REPLY);
    receive(RULES_REPLY);
    expect(finished()).toBe(0);
    receive(PLAYERS_REPLY);
    expect(finished()).toBe(1);
    expect(exchange.parts).toMatchObject({
      info: { outcome: 'ok', sends: 2, value: { name: 'A', map: 'B', appId: 440, players: 2, bots: 1 } },
      players: {
        outcome: 'ok',
        sends: 1,
        value: { players: [{ name: 'Joe', score: 1, durationSeconds: 2 }] },
      },
      rules: { outcome: 'ok', sends: 1, value: { rules: [{ name: 'a', value: '1' }] } },
    });
  });

  it('asks for everything at once with a challenge of before, and again if that has run out', () => {
    const { exchange, sent, receive } = exchangeOf(ALL, Buffer.from('11223344', 'hex'));
    expect(sent).toEqual([`${INFO_REQUEST}11223344`, 'ffffffff5511223344', 'ffffffff5611223344']);
    receive(INFO_REPLY);
    receive('ffffffff4166097527');
    expect(sent.slice(3)).toEqual(['ffffffff5566097527', 'ffffffff5666097527']);
    expect(exchange.challenge).toEqual(Uint8Array.from([0x66, 0x09, 0x75, 0x27]));
  });

  it('asks for the rest when INFO is answered without a challenge', () => {
    const { sent, receive } = exchangeOf(ALL);
    receive(INFO_REPLY);
    expect(sent.slice(1)).toEqual(['ffffffff55ffffffff', 'ffffffff56ffffffff']);
  });

  it('reads players of The Ship anew when it learns only afterwards that it is The Ship', () => {
    const { exchange, receive } = exchangeOf(['info', 'players']);
    receive('ffffffff4166097527');
    receive('ffffffff44 01 00 4a6f6500 01000000 00000040 03000000 64000000');
    receive('ffffffff49 11 4100 4200 73686970 00 5400 6009 01 18 00 64 6c 00 01 01 02 03 3100');
    expect(exchange.parts.players).toMatchObject({
      outcome: 'ok',
      value: { players: [{ name: 'Joe', theShip: { deaths: 3, money: 100 } }] },
    });
  });

  it('takes answers that come without any challenge', () => {
    const { exchange, sent, receive } = exchangeOf(['players']);
    expect(sent).toEqual(['ffffffff55ffffffff']);
    receive(PLAYERS_REPLY);
    expect(exchange.parts.players?.outcome).toBe('ok');
    expect(exchange.isFinished).toBe(true);
  });

  it.each(['00000000', 'ffffffff'])('takes %s for a challenge like any other', (challenge) => {
    const { sent, receive } = exchangeOf(['rules']);
    receive(`ffffffff41${challenge}`);
    expect(sent.at(-1)).toBe(`ffffffff56${challenge}`);
    expect(sent).toHaveLength(2);
  });

  it('gives up on a server that only ever sends challenges', () => {
    const { exchange, sent, receive } = exchangeOf(['info']);
    for (const challenge of ['01', '02', '03', '04', '05']) receive(`ffffffff41${challenge}000000`);
    expect(sent).toHaveLength(4);
    expect(exchange.parts.info).toEqual({ outcome: 'challenge-loop', sends: 4 });
  });

  it('does not answer the echoes of a challenge, so that doubled datagrams neither double nor count', () => {
    const { exchange, sent, receive } = exchangeOf(['info']);
    for (let echo = 0; echo < 9; echo += 1) receive('ffffffff4166097527');
    expect(sent).toHaveLength(2);
    receive(INFO_REPLY);
    expect(exchange.parts.info?.outcome).toBe('ok');
  });

  it('measures the leg that was answered, and says after how many repetitions', () => {
    const { exchange, receive, answered, legOf } = exchangeOf(['info', 'rules']);
    receive('ffffffff4166097527', 500);
    receive(INFO_REPLY, 60);
    expect(exchange.parts.info).toMatchObject({ rttMs: 60 });
    exchange.repeat(legOf('rules'));
    receive(RULES_REPLY, 10);
    expect(exchange.parts.rules).toMatchObject({ outcome: 'ok', sends: 2 });
    expect(answered).toEqual(['info after 0 repetitions', 'rules after 1 repetitions']);
  });

  it('asks nothing more of a server that does not answer INFO', () => {
    const { exchange, sent, legOf, finished } = exchangeOf(ALL);
    exchange.giveUp(legOf('info'));
    expect(sent).toHaveLength(1);
    expect(exchange.parts).toEqual({
      info: { outcome: 'no-answer', sends: 1 },
      players: { outcome: 'not-asked' },
      rules: { outcome: 'not-asked' },
    });
    expect(finished()).toBe(1);
  });

  it('stops at a notice, and keeps its text', () => {
    const { exchange, receive } = exchangeOf(ALL);
    receive(`ffffffff6c${Buffer.from('You have been banned from this server\n\0x').toString('hex')}`);
    expect(exchange.parts.info).toEqual({
      outcome: 'refused',
      reason: 'You have been banned from this server',
      sends: 1,
    });
  });

  it('keeps a reply it cannot read', () => {
    const { exchange, receive } = exchangeOf(['info']);
    receive('ffffffff491141');
    expect(exchange.parts.info).toMatchObject({ outcome: 'malformed', raw: Buffer.from('491141', 'hex') });
  });

  it.each([
    ['a reply of another type', 'ffffffff45 0100 6100 3100'],
    ['a type nobody knows', 'ffffffff7a00'],
    ['another header', 'fffffffd490000'],
    ['four bytes', 'ffffffff'],
    ['nothing', ''],
    ['half a challenge', 'ffffffff416609'],
    ['a fragment without a body', 'feffffff01'],
  ])('goes on waiting after %s', (_, datagram) => {
    const { exchange, receive, sent } = exchangeOf(['info']);
    receive(datagram);
    expect(exchange.isFinished).toBe(false);
    receive(INFO_REPLY);
    expect(exchange.parts.info?.outcome).toBe('ok');
    expect(sent).toHaveLength(1);
  });

  it('reads the three replies that old GoldSrc servers send to one request', () => {
    const goldSrc = 'ffffffff6d 312e322e332e343a3100 4100 4200 766100 5400 02 18 2f 64 6c 00 00 01 00';
    const { exchange, receive } = exchangeOf(['info', 'players']);
    receive(goldSrc);
    receive(PLAYERS_REPLY);
    receive(INFO_REPLY);
    expect(exchange.parts.info).toMatchObject({ outcome: 'ok', value: { format: 'goldsrc' } });
    expect(exchange.parts.players?.outcome).toBe('ok');
  });

  it('puts together a reply that comes in pieces', () => {
    const { exchange, receive, heldBytes } = exchangeOf(['players']);
    receive('feffffff 07000000 02 01 e004 4a6f6500 01000000 00000040');
    expect(heldBytes()).toBeGreaterThan(0);
    receive('feffffff 07000000 02 00 e004 ffffffff44 01 00');
    expect(exchange.parts.players).toMatchObject({ outcome: 'ok', value: { players: [{ name: 'Joe' }] } });
    expect(heldBytes()).toBe(0);
  });

  it('lets go of pieces when all exchanges together hold too many, and still takes a whole reply', () => {
    const { exchange, receive, heldBytes } = exchangeOf(['players']);
    for (let id = 1; id < 10; id += 1) {
      receive(`feffffff 0${id}000000 02 00 e004 ${'41'.repeat(1_000)}`);
    }
    expect(heldBytes()).toBeLessThanOrEqual(4_000);
    receive(PLAYERS_REPLY);
    expect(exchange.parts.players?.outcome).toBe('ok');
    expect(heldBytes()).toBe(0);
  });

  it('is over at once when nothing is asked for', () => {
    const { exchange, finished, sent } = exchangeOf([]);
    expect(exchange.isFinished).toBe(true);
    expect(finished()).toBe(1);
    expect(sent).toEqual([]);
  });

  it('asks once for a part that is named twice', () => {
    const { exchange, receive, sent } = exchangeOf(['info', 'info']);
    receive(INFO_REPLY);
    expect(exchange.parts.info?.outcome).toBe('ok');
    expect(exchange.isFinished).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('asks nothing when it has failed before it could begin', () => {
    const sent: Leg[] = [];
    const exchange = new ServerExchange({ host: '192.0.2.1', port: 27015 }, ALL, {
      send: (leg) => void sent.push(leg),
      answered: () => {},
      finished: () => {},
      holdFragments: () => {},
    });
    exchange.fail('EMFILE');
    exchange.begin();
    expect(exchange.parts.info).toEqual({ outcome: 'unreachable', reason: 'EMFILE' });
    expect(sent).toEqual([]);
  });

  it('tells that it could send nothing from that nothing came', () => {
    const { exchange, legOf } = exchangeOf(['info']);
    legOf('info').unsent = { datagrams: 1, reason: 'ENETUNREACH' };
    exchange.repeat(legOf('info'));
    exchange.giveUp(legOf('info'));
    expect(exchange.parts.info).toEqual({ outcome: 'no-answer', sends: 2 });

    const other = exchangeOf(['info']);
    other.legOf('info').unsent = { datagrams: 1, reason: 'ENETUNREACH' };
    other.exchange.giveUp(other.legOf('info'));
    expect(other.exchange.parts.info).toEqual({ outcome: 'unreachable', reason: 'ENETUNREACH' });
  });

  it('takes in nothing after it was cancelled', () => {
    const { exchange, receive, finished } = exchangeOf(['info']);
    exchange.cancel();
    receive(INFO_REPLY);
    expect(exchange.parts).toEqual({});
    expect(finished()).toBe(0);
  });
});
