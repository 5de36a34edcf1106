import { describe, expect, test } from 'vitest';
import { ADAS_STEAM_ID, find, lookingAround, ticksOf } from '../../test/find-detections.ts';
import { ADA } from '../../test/play-game.ts';
import { user } from '../../test/staged-demo.ts';
import { looking, StagedGame } from '../../test/staged-game.ts';
import { outOfBoundsPitch } from './out-of-bounds-pitch.ts';

describe('out-of-bounds pitch', () => {
  test('is reported when it begins, not at each tick', () => {
    const game = lookingAround([
      [0, 0],
      [89.9, 0],
      [90, 0],
      [90, 10],
      [-90, 20],
      [89, 30],
      [-90, 40],
    ]);
    expect(find(game, outOfBoundsPitch)).toEqual([
      {
        tick: 102,
        algorithm: 'out_of_bounds_pitch',
        player: ADAS_STEAM_ID,
        data: { pitch: 90, is_valve_server: false },
      },
      {
        tick: 106,
        algorithm: 'out_of_bounds_pitch',
        player: ADAS_STEAM_ID,
        data: { pitch: -90, is_valve_server: false },
      },
    ]);
  });

  test('begins anew with another life, not with another look', () => {
    const dead = { 'DT_BasePlayer.m_lifeState': 2 };
    const alive = { 'DT_BasePlayer.m_lifeState': 0 };
    const game = new StagedGame({ users: [ADA] })
      .tick(100, { players: { 1: looking(90, 0) } })
      .tick(101, { leave: [1] })
      .tick(102, { players: { 1: looking(90, 0) } })
      .tick(103, { players: { 1: dead } })
      .tick(104, { players: { 1: alive } });
    expect(ticksOf(find(game, outOfBoundsPitch))).toEqual([100, 104]);
  });

  test('is nothing in the dead, in bots, and in those out of sight', () => {
    const bot = user(12, 'Bot', { networkId: 'BOT', isFakePlayer: true });
    const game = new StagedGame({ users: [ADA, bot] })
      .tick(100, {
        players: { 1: { ...looking(90, 0), 'DT_BasePlayer.m_lifeState': 2 }, 2: looking(90, 0) },
      })
      .tick(101, { leave: [1] })
      .tick(102, {});
    expect(find(game, outOfBoundsPitch)).toEqual([]);
  });

  test("says whether the game server is one of Valve's", () => {
    const game = new StagedGame({ users: [ADA], hostName: 'Valve Matchmaking Server (Washington)' }).tick(1, {
      players: { 1: looking(90, 0) },
    });
    expect(find(game, outOfBoundsPitch)[0]?.data).toEqual({ pitch: 90, is_valve_server: true });
  });

  test('goes by another limit where one is set', () => {
    const game = lookingAround([[45, 0]]);
    const parameters = { out_of_bounds_pitch: { limitDegrees: 40 } };
    expect(ticksOf(find(game, outOfBoundsPitch, { parameters }))).toEqual([100]);
  });
});
