import { describe, expect, test } from 'vitest';
import { ADA, play } from '../../test/play-game.ts';
import { StagedGame } from '../../test/staged-game.ts';

describe('time', () => {
  test('passes as on the game server, where the demo tells several packets at once', () => {
    const seen: unknown[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(8, { serverTick: 104 })
      .tick(8, { serverTick: 108 })
      .tick(16, { serverTick: 112 })
      .tick(16, { serverTick: 112 });
    const state = play(game, ({ tick, elapsedTicks, now }) => seen.push([tick, elapsedTicks, now]));
    expect(seen).toEqual([
      [8, 0, 1],
      [8, 4, 5],
      [16, 4, 9],
    ]);
    expect([0, 3, 4, 8, 100].map((ticksAgo) => state.tickAt(ticksAgo))).toEqual([16, 8, 8, 8, 8]);
  });

  test("passes as in the demo where packets do not tell the game server's", () => {
    const seen: number[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { serverTick: 7 })
      .tick(2, { serverTick: 7 })
      .tick(5, { serverTick: 7 });
    play(game, ({ elapsedTicks }) => seen.push(elapsedTicks));
    expect(seen).toEqual([0, 1, 3]);
  });

  test("begins anew when the game server's clock is set back, and never goes back itself", () => {
    const seen: unknown[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { serverTick: 900 })
      .tick(2, { serverTick: 901 })
      .tick(3, { serverTick: 5 })
      .tick(4, { serverTick: 6 });
    play(game, ({ elapsedTicks, now }) => seen.push([elapsedTicks, now]));
    expect(seen).toEqual([
      [0, 1],
      [1, 2],
      [0, 3],
      [1, 4],
    ]);
  });
});
