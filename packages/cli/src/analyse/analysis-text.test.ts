import type { DemoAnalysis } from '@demobase/demo';
import { expect, it } from 'vitest';
import { formatAnalysis } from './analysis-text.ts';

const analysis: DemoAnalysis = {
  author: 'Ronda \x1b[2J',
  detections: [
    {
      tick: 1500,
      algorithm: 'out_of_bounds_pitch',
      player: 76561198006409530n,
      data: { pitch: -179.99998, views: [{ yaw: 1.23456 }, null], of: 76561198006409531n },
    },
    { tick: 60_000, algorithm: 'mine', player: 76561198006409530n, data: 'text\nof a detector' },
  ],
  duration: 66_667,
  map: 'pl_upward',
  server_ip: '192.0.2.10:27015',
};

const file = {
  outcome: 'analysed',
  analysis,
  tickIntervalSeconds: 0.015,
  ending: 'stop',
  damage: undefined,
} as const;

it('tells what was found, when and of whom, and lets no text steer the terminal', () => {
  expect(formatAnalysis(file)).toEqual([
    '  map          pl_upward',
    '  game server  192.0.2.10:27015',
    '  author       Ronda ␛[2J',
    '  length       16:41, 66667 ticks',
    '  found        2 detections of 1 player',
    '',
    '   TIME   TICK  DETECTOR             PLAYER             DATA',
    '   0:22   1500  out_of_bounds_pitch  76561198006409530  pitch -180, views [{yaw 1.2346}, null], of 76561198006409531',
    '  15:00  60000  mine                 76561198006409530  text␊of a detector',
  ]);
});

it('says so where nothing was found', () => {
  expect(formatAnalysis({ ...file, analysis: { ...analysis, detections: [] } }).at(-1)).toBe(
    '  found        nothing',
  );
});
