import { describe, expect, it } from 'vitest';
import { encodeGoldSrcInfo, encodeInfo } from './encode-info.ts';
import { defaultGame, type FakeGame } from './fake-game.ts';

/** A game whose texts are one letter long, so that every byte of its reply can be read. */
const terse: FakeGame = {
  ...defaultGame,
  name: 'n',
  map: 'm',
  folder: 'f',
  game: 'g',
  version: 'v',
  players: [],
  gamePort: undefined,
  steamId: undefined,
  keywords: undefined,
  gameId: undefined,
};
const texts = '6e006d0066006700';

describe('an INFO reply', () => {
  it('ends with a byte that says that nothing follows, or even without it', () => {
    const withoutEnd = ['4911', texts, 'b801', '001800', '646c', '0001', '76'].join('');
    expect(encodeInfo(terse).toString('hex')).toBe(`${withoutEnd}0000`);
    expect(encodeInfo({ ...terse, endsAfterVersion: true }).toString('hex')).toBe(`${withoutEnd}00`);
  });

  it('says which parts follow, in the order they have on the wire', () => {
    const info = encodeInfo({
      ...terse,
      gamePort: 27015,
      steamId: 2n,
      spectator: { port: 27020, name: 's' },
      keywords: 'k',
      gameId: 440n,
    });
    const extra = info.subarray(encodeInfo(terse).length - 1).toString('hex');
    expect(extra).toBe('f1' + '8769' + '0200000000000000' + '8c697300' + '6b00' + 'b801000000000000');
  });

  it('has room for the low half of an app id, and for a number of players that is not that of the list', () => {
    const info = encodeInfo({ ...terse, appId: 0x12_3456, playerCount: 7 });
    expect(info.subarray(10, 13).toString('hex')).toBe('563407');
  });

  it('has three more bytes before the version when the game is The Ship', () => {
    const theShip = { mode: 2, witnesses: 3, durationSeconds: 4, playerLayout: 'block' } as const;
    expect(encodeInfo({ ...terse, theShip }).toString('hex')).toContain('646c000102030476');
  });
});

it('an INFO reply of GoldSrc begins with an address and ends with the bots', () => {
  const info = encodeGoldSrcInfo({ ...terse, protocol: 47, bots: 2 }, 'a:1');
  expect(info.toString('hex')).toBe(
    ['6d', '613a3100', texts, '0018', '2f', '646c', '00', '00', '01', '02'].join(''),
  );
});
