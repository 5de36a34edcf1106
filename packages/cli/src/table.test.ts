import { expect, it } from 'vitest';
import { formatTable } from './table.ts';

it('makes columns as wide as their widest cell', () => {
  const rows = [
    ['7', 'cp_steel'],
    ['1234', 'pl'],
  ];
  expect(formatTable(['ID', 'MAP'], rows, { alignRight: ['ID'] })).toEqual([
    '  ID  MAP',
    '   7  cp_steel',
    '1234  pl',
  ]);
});
