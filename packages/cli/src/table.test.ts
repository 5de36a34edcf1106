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

it('aligns what follows wide characters', () => {
  expect(
    formatTable(
      ['NAME', 'MAP'],
      [
        ['日本', 'a'],
        ['Valve', 'b'],
      ],
    ),
  ).toEqual(['NAME   MAP', '日本   a', 'Valve  b']);
});

it('lets no cell break its line or steer the terminal', () => {
  expect(formatTable(['NAME'], [['\x1b[1Aevil\n2nd line']])).toEqual(['NAME', '␛[1Aevil␊2nd line']);
});

it('takes as many rows as Steam lists servers, and more', () => {
  const rows = Array.from({ length: 200_000 }, () => ['a']);
  expect(formatTable(['NAME'], rows)).toHaveLength(200_001);
});
