import { expect, it } from 'vitest';
import { parseParameter } from './parameter-argument.ts';

it('reads one setting after the other, with anything behind the equals sign', () => {
  const first = parseParameter('aim_snap.snapDegrees=20');
  expect(parseParameter('spin.note=a=b.c\n', first)).toEqual([
    { detector: 'aim_snap', key: 'snapDegrees', text: '20' },
    { detector: 'spin', key: 'note', text: 'a=b.c\n' },
  ]);
});

it.each(['', 'aim_snap', 'snapDegrees=20', 'aim_snap.=20', '.snapDegrees=20', 'aim_snap.snapDegrees'])(
  'refuses %j',
  (text) => {
    expect(() => parseParameter(text)).toThrow('It is detector.parameter=value.');
  },
);
