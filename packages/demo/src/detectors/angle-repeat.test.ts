import { describe, expect, test } from 'vitest';
import { find, lookingAround, ticksOf, type View } from '../../test/find-detections.ts';
import { ADA } from '../../test/play-game.ts';
import { bulletsOf, looking, StagedGame } from '../../test/staged-game.ts';
import { angleRepeat } from './angle-repeat.ts';

describe('a view that is elsewhere for the tick of a shot', () => {
  const AWAY_AND_BACK: readonly View[] = [
    [5, 100],
    [5, 100],
    [2, 120],
    [5, 100],
    [5, 100],
  ];

  test('is found', () => {
    const detections = find(lookingAround(AWAY_AND_BACK, { shots: [102] }), angleRepeat);
    expect(ticksOf(detections)).toEqual([103]);
    expect(detections[0]?.data).toEqual({
      views: [
        { pitch: 5, yaw: 100 },
        { pitch: 2, yaw: 120 },
        { pitch: 5, yaw: 100 },
      ],
      distance_away: Math.hypot(3, 20),
      distance_back: 0,
      ratio: Math.hypot(3, 20),
    });
  });

  test('counts the shot in the last three ticks only', () => {
    expect(ticksOf(find(lookingAround(AWAY_AND_BACK, { shots: [101] }), angleRepeat))).toEqual([103]);
    expect(find(lookingAround(AWAY_AND_BACK, { shots: [100] }), angleRepeat)).toEqual([]);
    expect(find(lookingAround(AWAY_AND_BACK), angleRepeat)).toEqual([]);
  });

  test('has to come back to where it was, and to have been far enough away', () => {
    const missed = AWAY_AND_BACK.with(3, [5, 100.03]);
    expect(find(lookingAround(missed, { shots: [102] }), angleRepeat)).toEqual([]);
    const near = AWAY_AND_BACK.with(2, [5, 103]);
    expect(find(lookingAround(near, { shots: [102] }), angleRepeat)).toEqual([]);
    const justFar = AWAY_AND_BACK.with(2, [5, 103.01]);
    expect(ticksOf(find(lookingAround(justFar, { shots: [102] }), angleRepeat))).toEqual([103]);
  });

  test('is judged from tick to tick, unless more are let in', () => {
    const game = (): StagedGame =>
      AWAY_AND_BACK.reduce(
        (staged, [pitch, yaw], i) =>
          staged.tick(100 + 2 * i, {
            players: { 1: looking(pitch, yaw) },
            ...(i === 3 ? { effects: [bulletsOf(1)] } : {}),
          }),
        new StagedGame({ users: [ADA] }),
      );
    expect(find(game(), angleRepeat)).toEqual([]);
    const parameters = { angle_repeat: { maxTicksBetween: 2 } };
    expect(ticksOf(find(game(), angleRepeat, { parameters }))).toEqual([106]);
  });

  describe('is not held against somebody', () => {
    const spawn = (tick: number) => ({
      [tick]: { events: [{ name: 'player_spawn', values: { userid: 11 } }] },
    });
    const shots = [102];

    /** Ticks at which nothing happens, so that findings are not held back for want of any. */
    const quiet = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [105 + i, {}]));

    test('who spawned up to 60 ticks before or after', () => {
      for (const tick of [43, 103, 163]) {
        const game = lookingAround(AWAY_AND_BACK, { shots, more: { ...quiet, ...spawn(tick) } });
        expect(find(game, angleRepeat), `spawn at ${tick}`).toEqual([]);
      }
      for (const tick of [42, 164]) {
        const game = lookingAround(AWAY_AND_BACK, { shots, more: { ...quiet, ...spawn(tick) } });
        expect(ticksOf(find(game, angleRepeat)), `spawn at ${tick}`).toEqual([103]);
      }
    });

    test('who was teleported', () => {
      for (const event of [
        { name: 'player_teleported', values: { userid: 11 } },
        { name: 'base_player_teleported', values: { entindex: 1 } },
      ]) {
        const game = lookingAround(AWAY_AND_BACK, { shots, more: { 140: { events: [event] } } });
        expect(find(game, angleRepeat)).toEqual([]);
      }
    });

    test('who moved more than 256 units at once', () => {
      const moved = (units: number): StagedGame =>
        lookingAround(AWAY_AND_BACK, {
          shots,
          more: { 105: { players: { 1: looking(5, 100, [0, units, 0]) } } },
        });
      expect(find(moved(257), angleRepeat)).toEqual([]);
      expect(ticksOf(find(moved(256), angleRepeat))).toEqual([103]);
    });

    test('while somebody else spawns', () => {
      const more = { 104: { events: [{ name: 'player_spawn', values: { userid: 99 } }] } };
      expect(ticksOf(find(lookingAround(AWAY_AND_BACK, { shots, more }), angleRepeat))).toEqual([103]);
    });
  });
});
