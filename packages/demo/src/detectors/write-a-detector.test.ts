import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { find, lookingAround, ticksOf, type View } from '../../test/find-detections.ts';
import * as demo from '../index.ts';

const guide = readFileSync(new URL('../../../../docs/guides/write-a-detector.md', import.meta.url), 'utf8');

/** The detector that the guide tells people to save as a module. */
function guidesDetector(): { readonly detector: unknown; readonly lines: number } {
  const code = /```js\n(.*?)```/s.exec(guide)?.[1] ?? '';
  const body = code
    .replace(/^import (\{.*\}) from '@demobase\/demo';$/m, 'const $1 = demo;')
    .replace('export default', 'return');
  return { detector: new Function('demo', body)(demo), lines: code.trimEnd().split('\n').length };
}

test('the detector of the guide is twenty lines long and finds who spins', () => {
  const { detector, lines } = guidesDetector();
  expect(lines).toBe(20);
  if (!demo.isDetector(detector)) throw new Error('The guide shows no detector.');
  const spinning = Array.from({ length: 30 }, (_, i): View => [10, (i * 61) % 360]);
  const [detection] = find(lookingAround(spinning), detector);
  expect(detection).toMatchObject({ tick: 120, algorithm: 'spin', data: { degrees_per_tick: 61 } });
  const flick = Array.from({ length: 30 }, (_, i): View => [10, Math.min(i, 5) * 30]);
  expect(find(lookingAround(flick), detector)).toEqual([]);
  const parameters = { spin: { ticks: 5 } };
  expect(ticksOf(find(lookingAround(flick), detector, { parameters }))).toEqual([105]);
});

test('the guide knows every built-in detector, and each parameter with its default', () => {
  for (const { name, defaults } of demo.BUILT_IN_DETECTORS) {
    const about = guide.split(`\n**\`${name}\`**`)[1]?.split('\n**')[0] ?? '';
    const rows = [...about.matchAll(/^\| `(\w+)` +\| ([\d.]+) /gm)].map(([, key, value]) => [
      key,
      Number(value),
    ]);
    expect(Object.fromEntries(rows), name).toEqual(defaults);
  }
});
