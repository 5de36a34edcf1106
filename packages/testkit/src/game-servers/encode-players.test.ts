import { describe, expect, it } from 'vitest';
import { encodePlayers } from './encode-players.ts';
import { defaultGame, type FakeGame, type TheShipExtras } from './fake-game.ts';

const players = [
  { name: 'a', score: 1, durationSeconds: 1, deaths: 5, money: 6 },
  { name: 'b', score: -1, durationSeconds: Number.NaN, index: 9, deaths: 7 },
];
const first = '00610001000000' + '0000803f';
const second = '096200ffffffff' + '0000c07f';
const firstOfShip = '0500000006000000';
const secondOfShip = '0700000000000000';

function encode(playerLayout?: TheShipExtras['playerLayout']): string {
  const game: FakeGame = {
    ...defaultGame,
    players,
    theShip: playerLayout && { mode: 0, witnesses: 0, durationSeconds: 0, playerLayout },
  };
  return encodePlayers(game).toString('hex');
}

describe('a PLAYERS reply', () => {
  it('holds index, name, score and duration of each', () => {
    expect(encode()).toBe(`4402${first}${second}`);
  });

  it('holds deaths and money behind all or behind each when the game is The Ship', () => {
    expect(encode('block')).toBe(`4402${first}${second}${firstOfShip}${secondOfShip}`);
    expect(encode('interleaved')).toBe(`4402${first}${firstOfShip}${second}${secondOfShip}`);
  });

  it('says the count it is told to say', () => {
    expect(encodePlayers({ ...defaultGame, players: [] }, 255).toString('hex')).toBe('44ff');
  });
});
