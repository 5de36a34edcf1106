import { expect } from 'vitest';
import { Analysis, type AnalysisOptions } from '../src/detectors/analysis.ts';
import type { Detection } from '../src/detectors/demo-analysis.ts';
import type { Detector } from '../src/detectors/detector.ts';
import { DemoReader } from '../src/reader/demo-reader.ts';
import { ADA } from './play-game.ts';
import { bulletsOf, looking, StagedGame, type StagedTick } from './staged-game.ts';

export const ADAS_STEAM_ID = 76561197960266739n;

/** What a detector finds in a game. */
export function find(
  game: StagedGame,
  detector: Detector,
  options: AnalysisOptions = {},
): readonly Detection[] {
  const reader = new DemoReader();
  const analysis = new Analysis(reader, { detectors: [detector], ...options });
  reader.push(game.bytes());
  reader.end();
  expect(reader.problems).toEqual([]);
  return analysis.end().detections;
}

export function ticksOf(detections: readonly Detection[]): number[] {
  return detections.map(({ tick }) => tick);
}

export type View = readonly [pitch: number, yaw: number];

/** Ada looks around, one view a tick from tick 100 on, and fires at some of the ticks. */
export function lookingAround(
  views: readonly View[],
  { shots = [], more = {} }: { shots?: readonly number[]; more?: Readonly<Record<number, StagedTick>> } = {},
): StagedGame {
  const game = new StagedGame({ users: [ADA] });
  const ticks = new Map<number, StagedTick>();
  views.forEach(([pitch, yaw], i) => {
    const tick = 100 + i;
    const effects = shots.includes(tick) ? { effects: [bulletsOf(1)] } : {};
    ticks.set(tick, { players: { 1: looking(pitch, yaw) }, ...effects });
  });
  for (const [tick, told] of Object.entries(more)) {
    ticks.set(Number(tick), { ...ticks.get(Number(tick)), ...told });
  }
  for (const [tick, told] of [...ticks].sort(([a], [b]) => a - b)) game.tick(tick, told);
  return game;
}
