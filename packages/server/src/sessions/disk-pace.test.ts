import { expect, it } from 'vitest';
import { DiskPace } from './disk-pace.ts';

it('takes a disk for fast until a write took long, and again a while later', () => {
  const pace = new DiskPace();
  expect(pace.isFast(0)).toBe(true);
  pace.note(0, 1);
  expect(pace.isFast(1)).toBe(true);
  pace.note(100, 150);
  expect(pace.isFast(151)).toBe(false);
  expect(pace.isFast(150 + 5_000)).toBe(true);
});
