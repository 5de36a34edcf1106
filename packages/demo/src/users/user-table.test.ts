import { describe, expect, it } from 'vitest';
import { serverInfo } from '../../test/small-demo.ts';
import { setSlot, stageDemo, user } from '../../test/staged-demo.ts';
import { DEMO_HEADER_BYTES } from '../header/demo-header.ts';
import type { Message } from '../messages/message.ts';
import { DemoReader } from '../reader/demo-reader.ts';
import { createStringTable } from '../string-tables/encode-string-table-messages.ts';
import { encodeUserInfo, type UserInfo } from '../string-tables/user-info.ts';
import { UserTable } from './user-table.ts';

type Scenes = Parameters<typeof stageDemo>[1];

function read(users: readonly (UserInfo | undefined)[], scenes: Scenes) {
  const told: string[] = [];
  const reader = new DemoReader();
  const table = new UserTable(reader, {
    onEnter: ({ userId }) => told.push(`${reader.tick} enter ${userId}`),
    onRename: ({ userId, name }, before) => told.push(`${reader.tick} rename ${userId} ${before} ${name}`),
    onLeave: ({ userId }) => told.push(`${reader.tick} leave ${userId}`),
  });
  reader.push(stageDemo({ users }, scenes));
  reader.end();
  expect(reader.problems).toEqual([]);
  return { table, told };
}

/** The table of users of a level where one slot is taken. */
function tellUser(slot: number, info: UserInfo): Message {
  const update = { index: slot, text: String(slot), userData: encodeUserInfo(info) };
  return createStringTable({ name: 'userinfo', maxEntries: 256, updates: [update] });
}

const STOP_BYTES = 4;
const barney = user(300, 'Barney');

describe('UserTable', () => {
  it('knows who is in which slot, whose entity is which, and who has which user id', () => {
    const { table, told } = read([undefined, barney], []);
    expect(table.inSlot(0)).toBeUndefined();
    expect(table.inSlot(1)).toMatchObject({ name: 'Barney', userId: 300, steamId64: '76561197960267028' });
    expect(table.ofEntity(2)).toBe(table.inSlot(1));
    expect(table.byUserId(300)).toBe(table.inSlot(1));
    expect(table.byUserId(300 - 256)).toBeUndefined();
    expect(told).toEqual(['0 enter 300']);
  });

  it('empties a slot when its user leaves, and still knows who had the user id', () => {
    const { table, told } = read([barney], [[10, setSlot(0, undefined)]]);
    expect(table.inSlot(0)).toBeUndefined();
    expect(table.byUserId(300)).toMatchObject({ name: 'Barney' });
    expect(told).toEqual(['0 enter 300', '10 leave 300']);
  });

  it('lets somebody leave before the slot tells it, once, and come back into the slot that was never emptied', () => {
    const signOn = stageDemo({ users: [barney] }, []).subarray(0, -STOP_BYTES);
    const told: string[] = [];
    const reader = new DemoReader();
    const table = new UserTable(reader, {
      onEnter: ({ name }) => told.push(`enter ${name}`),
      onLeave: ({ name }) => told.push(`leave ${name}`),
    });
    reader.push(signOn);
    for (const userId of [300, 300, 999]) table.leave(userId);
    expect([table.inSlot(0), table.byUserId(300)?.name, table.present]).toEqual([undefined, 'Barney', []]);
    reader.push(stageDemo({ users: [barney] }, [[10, setSlot(0, barney)]]).subarray(signOn.length));
    expect(table.inSlot(0)).toBe(table.byUserId(300));
    expect(told).toEqual(['enter Barney', 'leave Barney', 'enter Barney']);
  });

  it('gives a slot to somebody else, with and without a moment in between', () => {
    const { table, told } = read(
      [barney],
      [
        [10, setSlot(0, user(301, 'Alyx'))],
        [20, setSlot(0, undefined)],
        [30, setSlot(0, user(302, 'Eli'))],
      ],
    );
    expect(table.all.map(({ name }) => name)).toEqual(['Barney', 'Alyx', 'Eli']);
    expect(told.slice(1)).toEqual(['10 leave 300', '10 enter 301', '20 leave 301', '30 enter 302']);
  });

  it('keeps all names of a user in the order they were taken', () => {
    const { table, told } = read(
      [barney],
      [
        [10, setSlot(0, user(300, 'Bernie'))],
        [11, setSlot(0, user(300, 'Bernie'))],
        [20, setSlot(0, barney)],
      ],
    );
    expect(table.inSlot(0)).toMatchObject({ name: 'Barney', names: ['Barney', 'Bernie'] });
    expect(told.slice(1)).toEqual(['10 rename 300 Barney Bernie', '20 rename 300 Bernie Barney']);
  });

  it('takes a name that is told before the slot tells it, cut as slots cut it, and tells of it once', () => {
    const long = 'n'.repeat(31);
    const scenes: Scenes = [[10, setSlot(0, user(300, long))]];
    const told: string[] = [];
    const reader = new DemoReader();
    const table = new UserTable(reader, { onRename: ({ name }, before) => told.push(`${before} ${name}`) });
    const signOn = stageDemo({ users: [barney] }, []).subarray(0, -STOP_BYTES);
    reader.push(signOn);
    table.rename(300, 'Bernie');
    table.rename(300, 'Bernie');
    table.rename(999, 'Nobody');
    table.rename(300, `${long} and more than a slot holds`);
    expect(table.inSlot(0)).toMatchObject({ name: long, names: ['Barney', 'Bernie', long] });
    reader.push(stageDemo({ users: [barney] }, scenes).subarray(signOn.length));
    expect(told).toEqual(['Barney Bernie', `Bernie ${long}`]);
  });

  it('keeps no more than a hundred names of one user', () => {
    const scenes = Array.from({ length: 150 }, (_, i) => [i, setSlot(0, user(300, `name ${i}`))] as const);
    const { table } = read([barney], scenes);
    expect(table.inSlot(0)?.names).toHaveLength(100);
    expect(table.inSlot(0)).toMatchObject({ name: 'name 149' });
  });

  it('does not take a bot, or SourceTV, for somebody with an account', () => {
    const bot = user(5, 'Heavy', { networkId: 'BOT', accountId: 0, isFakePlayer: true });
    const { table } = read([bot, user(6, 'TV', { ...bot, userId: 6, isSourceTv: true })], []);
    expect(table.inSlot(0)).toMatchObject({ isFakePlayer: true, isSourceTv: false, steamId64: undefined });
    expect(table.inSlot(1)).toMatchObject({ isFakePlayer: true, isSourceTv: true, steamId64: undefined });
  });

  it('takes a user whom Steam confirms later for the same one', () => {
    const pending = user(300, 'Barney', { networkId: 'STEAM_ID_PENDING' });
    const { table, told } = read([pending], [[10, setSlot(0, barney)]]);
    expect(table.all).toHaveLength(1);
    expect(table.inSlot(0)?.steamId64).toBe('76561197960267028');
    expect(told).toEqual(['0 enter 300']);
  });

  it('takes a user id that another person has now for another user', () => {
    const alyx = user(300, 'Alyx', { networkId: '[U:1:7]' });
    const { table } = read(
      [barney],
      [
        [10, setSlot(0, undefined)],
        [20, setSlot(1, alyx)],
      ],
    );
    expect(table.all).toHaveLength(2);
    expect(table.byUserId(300)).toMatchObject({ name: 'Alyx', steamId64: '76561197960265735' });
  });

  it('takes nobody for gone, or for new, who stays through a change of level', () => {
    const alyx = user(301, 'Alyx');
    const told: string[] = [];
    const reader = new DemoReader();
    const table = new UserTable(reader, {
      onEnter: ({ name }) => told.push(`enter ${name}`),
      onLeave: ({ name }) => told.push(`leave ${name}`),
    });
    reader.push(stageDemo({ users: [barney, alyx] }, [[9]]).subarray(0, -STOP_BYTES));
    reader.push(stageDemo({ users: [user(302, 'Eli'), barney] }, [[9]]).subarray(DEMO_HEADER_BYTES));
    expect(told).toEqual(['enter Barney', 'enter Alyx', 'enter Eli', 'leave Alyx']);
    expect([table.inSlot(0)?.name, table.inSlot(1)?.name]).toEqual(['Eli', 'Barney']);
  });

  it('takes who does not come along for gone when the next level has no sync tick: once everybody is told', () => {
    const signonState = (state: number): Message => ({ type: 'net_SignonState', state, spawnCount: 2 });
    const { table, told } = read(
      [barney, user(301, 'Alyx')],
      [
        [10, serverInfo(0.015), tellUser(0, barney)],
        [20, signonState(5)],
        [30, signonState(6)],
        [40, signonState(6)],
      ],
    );
    expect(told).toEqual(['0 enter 300', '0 enter 301', '30 leave 301']);
    expect(table.present.map(({ name }) => name)).toEqual(['Barney']);
  });

  it('lets somebody leave between two levels, before the next one tells who is there', () => {
    const told: string[] = [];
    const reader = new DemoReader();
    const table = new UserTable(reader, {
      onEnter: () => told.push('enter'),
      onLeave: () => told.push('leave'),
    });
    const scenes: Scenes = [[10, serverInfo(0.015)]];
    const between = stageDemo({ users: [barney] }, scenes).subarray(0, -STOP_BYTES);
    const whole = stageDemo({ users: [barney] }, [...scenes, [20, tellUser(3, barney)]]);
    reader.push(between);
    for (const userId of [300, 300]) table.leave(userId);
    expect(told).toEqual(['enter', 'leave']);
    reader.push(whole.subarray(between.length));
    expect(told).toEqual(['enter', 'leave', 'enter']);
    expect(table.inSlot(3)).toBe(table.byUserId(300));
  });

  it('follows a user into another slot', () => {
    const { table, told } = read([barney], [[10, setSlot(4, barney)]]);
    expect(table.inSlot(0)).toBeUndefined();
    expect(table.inSlot(4)).toMatchObject({ userId: 300, slot: 4 });
    expect(told).toEqual(['0 enter 300']);
  });
});
