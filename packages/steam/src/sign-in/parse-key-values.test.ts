import { expect, it } from 'vitest';
import { parseKeyValues } from './parse-key-values.ts';

it('splits each line at its first colon, whatever ends the line', () => {
  expect(parseKeyValues('ns:http://x:80\r\nis_valid:true\n')).toEqual(
    new Map([
      ['ns', ['http://x:80']],
      ['is_valid', ['true']],
    ]),
  );
});

it('keeps every value of a doubled key and every line without a colon', () => {
  expect(parseKeyValues('a:1\nb\na:2\n:3')).toEqual(
    new Map([
      ['a', ['1', '2']],
      ['', ['b', '3']],
    ]),
  );
});

it('finds nothing in an empty text', () => {
  expect(parseKeyValues('').size).toBe(0);
});
