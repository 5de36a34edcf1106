import { describe, expect, it } from 'vitest';
import { storableJson } from './storable-json.ts';

const read = (value: unknown) => JSON.parse(storableJson(JSON.stringify(value)));

describe('storableJson', () => {
  it('keeps what PostgreSQL can keep, whatever it is made of', () => {
    const value = { text: 'Zoë 💥 "\\u0000" \\ud800 \\ \n\t', numbers: [1, -2.5, 1e300], none: null };
    expect(read(value)).toEqual(value);
  });

  it('replaces what PostgreSQL cannot keep: NUL, and halves of characters', () => {
    expect(read({ text: 'a\0b', half: `x${'💥'.charAt(0)}y`, other: `x${'💥'.charAt(1)}y` })).toEqual({
      text: 'a\ufffdb',
      half: 'x\ufffdy',
      other: 'x\ufffdy',
    });
  });
});
