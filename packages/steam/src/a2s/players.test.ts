import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePlayer, encodePlayers } from '../../test/support/a2s/encode-replies.ts';
import { i32, join, u8 } from '../../test/support/a2s/wire.ts';
import { type A2sPlayer, readPlayers } from './players.ts';

const THE_SHIP = { appId: 2400 };

const players: readonly A2sPlayer[] = [
  { index: 0, name: 'Alyx', score: 12, durationSeconds: 1200.5 },
  { index: 0, name: '', score: -3, durationSeconds: 0.25 },
  { index: 0, name: '(1)Alyx', score: 0, durationSeconds: -1 },
];

const passengers: readonly A2sPlayer[] = [
  { index: 0, name: 'Alyx', score: 12, durationSeconds: 1200.5, theShip: { deaths: 2, money: 350 } },
  { index: 1, name: 'Barney', score: 7, durationSeconds: 64, theShip: { deaths: 0, money: 4000 } },
];

function theShipFields(player: A2sPlayer): Buffer {
  return join(i32(player.theShip?.deaths ?? 0), i32(player.theShip?.money ?? 0));
}

const behindAll = join(encodePlayers(passengers), ...passengers.map(theShipFields));
const interleaved = join(
  encodePlayers([], passengers.length),
  ...passengers.flatMap((player) => [encodePlayer(player), theShipFields(player)]),
);

describe('readPlayers', () => {
  it('reads the entries in their order, doubled and empty names included', () => {
    expect(readPlayers(encodePlayers(players))).toEqual({
      outcome: 'ok',
      value: { claimedCount: 3, players },
    });
  });

  it('gives back whatever is written', () => {
    const entries = fc.record({
      index: fc.nat(0xff),
      name: fc.string({ unit: 'grapheme', maxLength: 40 }).filter((name) => !name.includes('\0')),
      score: fc.integer(),
      durationSeconds: fc.float(),
    });
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 40 }), (written) => {
        expect(readPlayers(encodePlayers(written))).toEqual({
          outcome: 'ok',
          value: { claimedCount: written.length, players: written },
        });
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, 2, 255])(
    'reads the three entries that are there when the reply speaks of %i',
    (claimedCount) => {
      expect(readPlayers(encodePlayers(players, claimedCount))).toEqual({
        outcome: 'ok',
        value: { claimedCount, players },
      });
    },
  );

  it('keeps a duration that is not a number', () => {
    const odd = [{ index: 0, name: 'x', score: 0, durationSeconds: Number.NaN }];
    expect(readPlayers(encodePlayers(odd))).toMatchObject({ outcome: 'ok', value: { players: odd } });
  });

  it('does not mind one byte too many at the end', () => {
    expect(readPlayers(join(encodePlayers(players), u8(0)))).toEqual({
      outcome: 'ok',
      value: { claimedCount: 3, players },
    });
  });

  it('keeps, at whatever byte a reply is cut, the entries before it', () => {
    const payload = encodePlayers(players);
    const ends = players.map((_, index) => encodePlayers(players.slice(0, index + 1)).length);
    for (let length = 2; length < payload.length; length += 1) {
      const isBetween = length === 2 || ends.includes(length);
      expect(readPlayers(payload.subarray(0, length))).toEqual({
        outcome: isBetween ? 'ok' : 'partial',
        value: { claimedCount: 3, players: players.slice(0, ends.filter((end) => end <= length).length) },
      });
    }
  });

  it.each([
    ['', 'not a reply to PLAYER'],
    ['49', 'not a reply to PLAYER'],
    ['44', 'the reply to PLAYER ends before its count'],
  ])('refuses %j', (digits, reason) => {
    expect(readPlayers(Buffer.from(digits, 'hex'))).toEqual({ outcome: 'malformed', reason });
  });

  it.each([
    ['behind all entries', behindAll],
    ['behind each entry', interleaved],
  ])('finds what The Ship adds %s', (_, payload) => {
    expect(readPlayers(payload, THE_SHIP)).toEqual({
      outcome: 'ok',
      value: { claimedCount: 2, players: passengers },
    });
  });

  it('reads a reply of The Ship that adds nothing', () => {
    expect(readPlayers(encodePlayers(players), THE_SHIP)).toEqual({
      outcome: 'ok',
      value: { claimedCount: 3, players },
    });
  });

  it.each([
    ['behind all entries', behindAll],
    ['behind each entry', interleaved],
  ])('vouches for the first player only, of a cut reply of The Ship with its fields %s', (_, payload) => {
    const { theShip: __, ...first } = passengers[0] ?? {};
    expect(readPlayers(payload.subarray(0, -3), THE_SHIP)).toEqual({
      outcome: 'partial',
      value: { claimedCount: 2, players: [first] },
    });
  });

  it('looks for what The Ship adds in no other game', () => {
    expect(readPlayers(behindAll, { appId: 440 })).not.toMatchObject({ value: { players: passengers } });
  });
});
