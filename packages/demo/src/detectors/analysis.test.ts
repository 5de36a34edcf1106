import { describe, expect, test } from 'vitest';
import { ADAS_STEAM_ID } from '../../test/find-detections.ts';
import { ADA } from '../../test/play-game.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { setSlot, user } from '../../test/staged-demo.ts';
import { looking, StagedGame } from '../../test/staged-game.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DemoReader } from '../reader/demo-reader.ts';
import { analyseDemo } from './analyse-demo.ts';
import { Analysis } from './analysis.ts';
import { BUILT_IN_DETECTORS } from './built-in-detectors.ts';
import type { Detector } from './detector.ts';
import { DetectorError } from './detector-error.ts';
import { isDetector } from './is-detector.ts';

const BOB = user(12, 'Bob');

/** Counts the ticks at which it sees each player, and says so at each. */
function counting(name: string, description = 'Counts ticks.'): Detector<{ readonly step: number }> {
  return {
    name,
    description,
    defaults: { step: 1 },
    start({ judged, parameters, perPlayer, report }) {
      const counts = perPlayer(() => ({ count: 0 }));
      return {
        onTick() {
          for (const player of judged) {
            const mine = counts.of(player);
            mine.count += parameters.step;
            report(player, mine.count);
          }
        },
      };
    },
  };
}

const twoPlayers = new StagedGame({ users: [ADA, BOB] })
  .tick(10, { players: { 1: looking(0, 0), 2: looking(0, 0) } })
  .tick(11, { players: { 1: looking(0, 1) } })
  .bytes();

describe('an analysis', () => {
  test('is of the demo, and lists what was found by tick, player and algorithm', async () => {
    const analysis = await analyseDemo([twoPlayers], { detectors: [counting('b'), counting('a')] });
    expect(analysis).toMatchObject({
      author: 'Gordon',
      duration: 11,
      map: 'cp_process_final',
      server_ip: '169.254.71.12:27015',
    });
    expect(
      analysis.detections.map(({ tick, player, algorithm, data }) => [
        tick,
        player - ADAS_STEAM_ID,
        algorithm,
        data,
      ]),
    ).toEqual([
      [10, 0n, 'a', 1],
      [10, 0n, 'b', 1],
      [10, 1n, 'a', 1],
      [10, 1n, 'b', 1],
      [11, 0n, 'a', 2],
      [11, 0n, 'b', 2],
      [11, 1n, 'a', 2],
      [11, 1n, 'b', 2],
    ]);
  });

  test('takes an author and parameters', async () => {
    const options = { author: 'me', detectors: [counting('a')], parameters: { a: { step: 5 } } };
    const { author, detections } = await analyseDemo([twoPlayers], options);
    expect(author).toBe('me');
    expect(detections.map(({ data }) => data)).toEqual([5, 5, 10, 10]);
  });

  test('runs every built-in detector unless told otherwise, and finds nothing in honest play', async () => {
    expect(BUILT_IN_DETECTORS.map(({ name }) => name)).toEqual([
      'out_of_bounds_pitch',
      'view_180',
      'angle_repeat',
      'aim_snap',
    ]);
    expect((await analyseDemo([twoPlayers])).detections).toEqual([]);
  });

  test('does not depend on how the bytes are cut', async () => {
    const detectors = [counting('a')];
    const whole = await analyseDemo([twoPlayers], { detectors });
    const single = Array.from(twoPlayers, (byte) => Uint8Array.of(byte));
    expect(await analyseDemo(single, { detectors })).toEqual(whole);
  });

  test('remembers nothing of a player for the next one in their place', async () => {
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { players: { 1: looking(0, 0) } })
      .tick(2, { delete: [1], messages: [setSlot(0, BOB)] })
      .tick(3, { players: { 1: looking(0, 0) } });
    const { detections } = await analyseDemo([game.bytes()], { detectors: [counting('a')] });
    expect(detections.map(({ player, data }) => [player - ADAS_STEAM_ID, data])).toEqual([
      [0n, 1],
      [1n, 1],
    ]);
  });

  test('keeps the first 100,000 detections of a detector, and counts the others', () => {
    const eager: Detector = {
      name: 'eager',
      description: 'Reports without end.',
      defaults: {},
      start: ({ judged, report }) => ({
        onTick() {
          for (const player of judged) for (let i = 0; i < 30_000; i++) report(player, i);
        },
      }),
    };
    const reader = new DemoReader();
    const analysis = new Analysis(reader, { detectors: [eager, counting('a')] });
    reader.push(twoPlayers);
    expect(analysis.end().detections.filter(({ algorithm }) => algorithm === 'eager').length).toBe(100_000);
    expect(analysis.countOf('eager')).toBe(120_000);
    expect(analysis.countOf('a')).toBe(4);
  });

  test('refuses parameters that no detector has, before anything is read', () => {
    const start = (parameters: Record<string, Record<string, number | string>>) => () =>
      new Analysis(new DemoReader(), { detectors: [counting('a')], parameters });
    expect(start({ b: { step: 1 } })).toThrow('There is no detector b to set parameters of; there are a.');
    expect(start({ a: { steps: 1 } })).toThrow('The detector a has no parameter steps; it has step.');
    expect(start({ a: { constructor: 1 } })).toThrow('has no parameter constructor');
    expect(start({ a: { step: 'two' } })).toThrow('The parameter step of a is a number, not two.');
    expect(start({ a: { step: Number.NaN } })).toThrow('The parameter step of a is a number, not NaN.');
    const twice = { detectors: [counting('a'), counting('a')] };
    expect(() => new Analysis(new DemoReader(), twice)).toThrow('There are two detectors named a.');
  });

  test('stops with the name of a detector that fails, and still tells what was found', () => {
    const failing: Detector = {
      name: 'failing',
      description: 'Fails at the second tick.',
      defaults: {},
      start: ({ state }) => ({
        onTick() {
          if (state.tick === 11) throw new TypeError('oh');
        },
      }),
    };
    const reader = new DemoReader();
    const analysis = new Analysis(reader, { detectors: [counting('a'), failing] });
    expect(() => reader.push(twoPlayers)).toThrow(DetectorError);
    expect(() => reader.push(twoPlayers)).toThrow('The detector failing failed: oh');
    expect(analysis.end().detections.map(({ tick }) => tick)).toEqual([10, 10, 11, 11]);
  });

  test('of a demo that was cut off is of what there is', async () => {
    const options = { detectors: [counting('a')] };
    const { detections } = await analyseDemo([twoPlayers.subarray(0, -40)], options);
    expect(detections.map(({ tick }) => tick)).toEqual([10, 10]);
    const cutInHeader = analyseDemo([twoPlayers.subarray(0, 500)], options);
    await expect(cutInHeader).rejects.toThrow(DemoFormatError);
  });

  test('of a damaged demo can be had from the reader it was attached to', () => {
    const reader = new DemoReader();
    const analysis = new Analysis(reader, { detectors: [counting('a')] });
    const damaged = Uint8Array.from([...twoPlayers.subarray(0, -6), 77, 0, 0, 0, 0]);
    expect(() => reader.push(damaged)).toThrow(DemoFormatError);
    expect(analysis.end().detections.length).toBe(4);
  });

  test.skipIf(areRecordingsAbsent)(`finds nothing in honest recordings${recordingsNote}`, async () => {
    for (const name of [
      'tf2-pov-gullywash.dem',
      'tf2-pov-steel-2024.dem',
      'tf2-pov-itemtest.dem',
      'portal-pov.dem',
    ]) {
      expect((await analyseDemo([readRecording(name)])).detections).toEqual([]);
    }
  });
});

test('tells detectors from what is none', () => {
  expect(isDetector(counting('a'))).toBe(true);
  expect(BUILT_IN_DETECTORS.every(isDetector)).toBe(true);
  for (const none of [undefined, null, () => undefined, {}, { ...counting('a'), name: '' }, { name: 'a' }]) {
    expect(isDetector(none)).toBe(false);
  }
});
