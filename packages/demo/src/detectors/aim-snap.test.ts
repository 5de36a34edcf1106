import { describe, expect, test } from 'vitest';
import { ADAS_STEAM_ID, find, lookingAround, ticksOf, type View } from '../../test/find-detections.ts';
import { aimSnap } from './aim-snap.ts';

describe('an aim that jumps onto a target', () => {
  const snapBy = (degrees: number): readonly View[] => [
    [0, 50],
    [0, 50.4],
    [0.3, 50],
    [0, 50 + degrees],
    [0, 50.4 + degrees],
    [0.2, 50.1 + degrees],
  ];

  test('is found at the tick of the jump', () => {
    const [detection] = find(lookingAround(snapBy(30), { shots: [103] }), aimSnap);
    expect(detection).toMatchObject({ tick: 103, algorithm: 'aim_snap', player: ADAS_STEAM_ID });
    expect(detection?.data).toMatchObject({ snap: expect.closeTo(Math.hypot(0.3, 30), 4) });
  });

  test('has to be large, out of small motion and into it', () => {
    const ticks = (views: readonly View[]): number[] =>
      ticksOf(find(lookingAround(views, { shots: [103] }), aimSnap));
    expect(ticks(snapBy(11))).toEqual([103]);
    expect(ticks(snapBy(9))).toEqual([]);
    // A hand gathers speed, or loses it.
    expect(ticks(snapBy(30).with(2, [0, 55]))).toEqual([]);
    expect(ticks(snapBy(30).with(4, [0, 85]))).toEqual([]);
    // Nobody's hand was at the mouse.
    expect(ticks(snapBy(30).with(1, [0, 50]).with(2, [0, 50]))).toEqual([]);
  });

  test('needs a shot near it', () => {
    expect(ticksOf(find(lookingAround(snapBy(30), { shots: [101] }), aimSnap))).toEqual([103]);
    expect(find(lookingAround(snapBy(30), { shots: [100] }), aimSnap)).toEqual([]);
    expect(find(lookingAround(snapBy(30)), aimSnap)).toEqual([]);
  });

  test('is not held against somebody who spawned', () => {
    const more = { 150: { events: [{ name: 'player_spawn', values: { userid: 11 } }] } };
    expect(find(lookingAround(snapBy(30), { shots: [103], more }), aimSnap)).toEqual([]);
  });
});
