import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatTime } from './units.ts';

it('writes sizes with the unit that keeps them short', () => {
  expect([0, 999, 1000, 12_345_678, 4_294_967_296].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 KB',
    '12.3 MB',
    '4.3 GB',
  ]);
});

it('writes durations as clocks do', () => {
  expect([0, 41.2, 725, 3723].map(formatDuration)).toEqual(['0:00', '0:42', '12:05', '1:02:03']);
});

it('writes times to the minute, in UTC', () => {
  expect(formatTime(new Date('2026-01-31T20:15:59Z'))).toBe('2026-01-31 20:15');
  expect(formatTime(null)).toBe('-');
});
