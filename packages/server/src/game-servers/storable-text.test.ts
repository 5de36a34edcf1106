import { expect, it } from 'vitest';
import { storableText } from './storable-text.ts';

it.each([
  ['plain', 'plain'],
  ['ゲーム сервер 🎮', 'ゲーム сервер 🎮'],
  ['a\0b', 'a\ufffdb'],
  ['half a character: \ud83c', 'half a character: \ufffd'],
  ['\udfae the other half', '\ufffd the other half'],
  ['tabs\tand\x01bells\x07 stay', 'tabs\tand\x01bells\x07 stay'],
])('makes of %j what PostgreSQL can keep', (text, kept) => {
  expect(storableText(text, 100)).toBe(kept);
});

it('cuts what is too long, and halves no character by it', () => {
  expect(storableText('x'.repeat(1_000_000), 10)).toBe('x'.repeat(10));
  expect(storableText('123456789🎮', 10)).toBe('123456789\ufffd');
});
