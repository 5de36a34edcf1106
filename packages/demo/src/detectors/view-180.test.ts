import { describe, expect, test } from 'vitest';
import { find, lookingAround, ticksOf } from '../../test/find-detections.ts';
import { ADA } from '../../test/play-game.ts';
import { looking, StagedGame } from '../../test/staged-game.ts';
import { view180 } from './view-180.ts';

describe('a view that turns by 180°', () => {
  test('within one tick is found, in pitch and in yaw', () => {
    const game = lookingAround([
      [-90, 0],
      [90, 10],
      [90, 190],
      [90, 10],
      [90, 189],
    ]);
    expect(find(game, view180).map(({ tick, data }) => [tick, data])).toEqual([
      [101, { pitch_change: 180, yaw_change: 10 }],
      [102, { pitch_change: 0, yaw_change: 180 }],
      [103, { pitch_change: 0, yaw_change: -180 }],
    ]);
  });

  test('turns the short way', () => {
    const game = lookingAround([
      [0, 350],
      [0, 10],
      [0, 190.5],
    ]);
    expect(find(game, view180)).toEqual([]);
  });

  test('counts for each tick that passed', () => {
    const game = new StagedGame({ users: [ADA] })
      .tick(100, { players: { 1: looking(-90, 0) } })
      .tick(102, { players: { 1: looking(90, 0) } })
      // The demo's clock stands still, the game server's does not.
      .tick(102, { serverTick: 5103, players: { 1: looking(-90, 0) } });
    expect(ticksOf(find(game, view180))).toEqual([102]);
  });

  test('is not made of what was seen before somebody was out of sight', () => {
    const game = new StagedGame({ users: [ADA] })
      .tick(100, { players: { 1: looking(-90, 0) } })
      .tick(101, { leave: [1] })
      .tick(102, { players: { 1: looking(90, 0) } });
    expect(find(game, view180, { parameters: { view_180: { minDegreesPerTick: 1 } } })).toEqual([]);
  });
});
