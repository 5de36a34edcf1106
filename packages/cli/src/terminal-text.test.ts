import { expect, it } from 'vitest';
import { columnsOf, harmlessJson, padColumns, visibleText } from './terminal-text.ts';

it('shows a picture of every character that would steer the terminal', () => {
  expect(visibleText('\x1b[2J\x1b]0;title\x07evil\r\n')).toBe('␛[2J␛]0;title␇evil␍␊');
  expect(visibleText('a\x7fb\u009b31mc')).toBe('a␡b�31mc');
  expect(visibleText('gnp.exe\u202etxt\u2066\u200f')).toBe('gnp.exe�txt��');
  expect(visibleText('cut \ud83d in half')).toBe('cut � in half');
});

it('leaves names of every language and their emoji alone', () => {
  for (const name of [
    'Valve Server #94',
    'Сервер',
    '日本語サーバー',
    'العربية',
    '👩‍👩‍👧 family',
    'naïve ﬁ',
  ]) {
    expect(visibleText(name)).toBe(name);
  }
});

it('cuts what only floods the screen, at a whole character', () => {
  expect(visibleText('a'.repeat(256))).toBe('a'.repeat(256));
  expect(visibleText('a'.repeat(257))).toBe(`${'a'.repeat(255)}…`);
  expect(columnsOf(visibleText('漢'.repeat(5000)))).toBeLessThanOrEqual(256);
  expect(visibleText('漢'.repeat(5000))).toMatch(/^漢+…$/);
});

it.each([
  ['abc', 3],
  ['日本', 4],
  ['한국', 4],
  ['ｶﾀｶﾅ', 4],
  ['Ａ', 2],
  ['e\u0301', 1],
  ['\u200b', 0],
  ['👍🏽', 2],
  ['👩‍👩‍👧', 2],
  ['♥', 1],
  ['♥️', 2],
  ['Сервер', 6],
])('counts the columns of %s as %i', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

it('pads by columns, on either side', () => {
  expect(padColumns('日本', 6)).toBe('日本  ');
  expect(padColumns('日本', 6, { isRight: true })).toBe('  日本');
  expect(padColumns('too long', 3)).toBe('too long');
});

it('keeps the meaning of JSON, and leaves nothing in it that a terminal obeys', () => {
  const value = { name: '\x1b[2J \u009b31m \u202e \x7f \u2028 日本' };
  const json = harmlessJson(JSON.stringify(value));
  expect(JSON.parse(json)).toEqual(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is shown here
  expect(json).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u202e]/);
  expect(json).toContain('日本');
});
