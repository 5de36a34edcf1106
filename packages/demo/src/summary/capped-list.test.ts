import { describe, expect, it } from 'vitest';
import { event, setSlot, stageDemo, user } from '../../test/staged-demo.ts';
import type { Message } from '../messages/message.ts';
import { CappedList, MAX_ENTRIES } from './capped-list.ts';
import { summariseDemo } from './summarise-demo.ts';

const STOP_BYTES = 4;

describe('CappedList', () => {
  it('keeps its first entries, and changes none of them in place of one it does not keep', () => {
    const list = new CappedList<{ n: number }>();
    for (let n = 0; n < MAX_ENTRIES - 1; n++) list.add({ n });
    expect(list.add({ n: 5 })).toBe(MAX_ENTRIES - 1);
    list.changeLast({ n: -1 });
    expect([list.isCut, list.last]).toEqual([false, { n: -1 }]);
    list.change(list.add({ n: 7 }), { n: 8 });
    list.changeLast({ n: 9 });
    expect([list.isCut, list.entries.length, list.last]).toEqual([true, MAX_ENTRIES, { n: -1 }]);
  });
});

describe('a summary', () => {
  it('says which of its lists are longer in the demo, and still counts all of it', async () => {
    const users = [user(3, 'Gordon'), user(4, 'Barney')];
    const deaths = Array.from({ length: 1000 }, () => event('player_death', { userid: 3, attacker: 4 }));
    const signOn = stageDemo({ users }, []).slice(0, -STOP_BYTES);
    const packet = stageDemo({ users }, [[9, ...deaths]]).slice(signOn.length, -STOP_BYTES);
    const demo = [signOn, ...Array.from({ length: 66 }, () => packet)];
    const { kills, players, cutLists } = await summariseDemo(demo);
    expect(kills).toHaveLength(MAX_ENTRIES);
    expect(players).toMatchObject([{ deaths: 66_000 }, { kills: 66_000 }]);
    expect(cutLists).toEqual(['kills']);
  });

  it('keeps no more stays on the game server than entries of a list, however often somebody comes and goes', async () => {
    const users = [user(3, 'Gordon')];
    const stays = Array.from({ length: 1000 }, () => [setSlot(0, undefined), setSlot(0, users[0])]).flat();
    const signOn = stageDemo({ users }, []).slice(0, -STOP_BYTES);
    const packet = stageDemo({ users }, [[9, ...stays]]).slice(signOn.length, -STOP_BYTES);
    const demo = [signOn, ...Array.from({ length: 66 }, () => packet)];
    const { players, cutLists } = await summariseDemo(demo);
    expect(players[0]?.connections).toHaveLength(MAX_ENTRIES);
    expect(cutLists).toEqual(['players', 'chat']);
  });

  it('names no more players of all captures together than entries of a list, and keeps the captures', async () => {
    const users = Array.from({ length: 100 }, (_, slot) => user(slot + 1, `Player ${slot}`));
    const cappers = users.map((_, slot) => String.fromCharCode(slot + 1)).join('');
    const point = event('teamplay_point_captured', { cp: 2, team: 2, cappers });
    const captured = async (count: number, more: readonly Message[] = []) => {
      const { captures, cutLists } = await summariseDemo([
        stageDemo({ users }, [[9, ...Array.from({ length: count }, () => point), ...more]]),
      ]);
      return { named: captures.map(({ players }) => players.length), cutLists };
    };
    const few = event('teamplay_point_captured', { cp: 2, team: 2, cappers: cappers.slice(0, 36) });
    const flag = event('teamplay_flag_event', { player: 1, eventtype: 2 });
    expect(await captured(655, [few])).toMatchObject({ cutLists: [] });
    const { named, cutLists } = await captured(656, [point, flag]);
    expect(named.slice(654)).toEqual([100, 36, 0, 0]);
    expect(named.reduce((total, each) => total + each)).toBe(MAX_ENTRIES);
    expect(cutLists).toEqual(['captures']);
    expect((await captured(655, [few, flag])).cutLists).toEqual(['captures']);
  });
});
