import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_DETECTORS } from '@demobase/demo';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DetectorPlan, loadPlan } from './detector-plan.ts';
import { parseParameter } from './parameter-argument.ts';

let folder: string;
let modulePath: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-detector-plan-'));
  modulePath = join(folder, 'mine.mjs');
  await writeFile(
    modulePath,
    `export default {
      name: 'mine',
      description: 'Finds nothing.',
      defaults: { count: 1, isOn: true, note: '' },
      start: () => ({}),
    };`,
  );
});
afterEach(() => rm(folder, { recursive: true }));

function plan(detectors: readonly string[], ...settings: readonly string[]): DetectorPlan {
  return { detectors, parameters: settings.flatMap((text) => parseParameter(text)), author: undefined };
}

it('takes all that are built in where none is named', async () => {
  expect(await loadPlan(plan([]))).toEqual({ detectors: BUILT_IN_DETECTORS, parameters: {} });
});

it('takes those that are named, built in or of a module, with values of the kind each parameter has', async () => {
  const { detectors, parameters } = await loadPlan(
    plan(['aim_snap', modulePath], 'mine.count=-2.5e3', 'mine.isOn=false', 'mine.note=12'),
  );
  expect(detectors?.map(({ name }) => name)).toEqual(['aim_snap', 'mine']);
  expect(parameters).toEqual({ mine: { count: -2500, isOn: false, note: '12' } });
});

it.each([
  [['aimbot'], [], 'There is no detector aimbot. There are out_of_bounds_pitch,'],
  [['aim_snap', 'aim_snap'], [], 'There are two detectors named aim_snap.'],
  [['./none.mjs'], [], './none.mjs cannot be loaded: '],
  [['aim_snap'], ['view_180.degrees=170'], 'There is no detector view_180 to set parameters of'],
  [['aim_snap'], ['aim_snap.toString=1'], 'The detector aim_snap has no parameter toString; it has '],
  [
    ['out_of_bounds_pitch'],
    ['out_of_bounds_pitch.limitDegrees='],
    'limitDegrees of out_of_bounds_pitch is a number',
  ],
  [['out_of_bounds_pitch'], ['out_of_bounds_pitch.limitDegrees=a'], 'is a number, not a.'],
])('says what is wrong with %j and %j', async (detectors, settings, message) => {
  await expect(loadPlan(plan(detectors, ...settings))).rejects.toThrow(message);
  await expect(loadPlan(plan(detectors, ...settings))).rejects.toMatchObject({ exitCode: 2 });
});

it('wants a module to export a detector by default', async () => {
  await writeFile(join(folder, 'other.mjs'), 'export const mine = 1;');
  await expect(loadPlan(plan([join(folder, 'other.mjs')]))).rejects.toThrow('exports no detector by default');
});
