import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictQuery } from './parse-strict-query.ts';

describe('parseStrictQuery', () => {
  it('decodes names and values once', () => {
    expect(parseStrictQuery('a=1+2&b%2Ec=%25C3%C3%A9==')).toEqual(
      new Map([
        ['a', '1 2'],
        ['b.c', '%C3é=='],
      ]),
    );
  });

  it.each([
    ['', 'is empty'],
    ['a', 'has a name without a value'],
    ['a=1&', 'ends in an empty piece'],
    ['a=1&&b=2', 'has an empty piece'],
    ['a=1&a=1', 'names a parameter twice'],
    ['a=1&%61=1', 'names a parameter twice, once escaped'],
    ['a=%zz', 'has a broken escape'],
    ['a=%', 'ends in the middle of an escape'],
    ['a=%ff', 'has bytes that are not UTF-8'],
    ['a=%c0%80', 'has an overlong NUL'],
    ['a=%ed%a0%80', 'has half a surrogate pair'],
    ['a%00=1', 'has NUL in a name'],
    ['a=%0a', 'has a line break in a value'],
    ['a=%7f', 'has DEL in a value'],
    ['a=%c2%85', 'has a C1 control character in a value'],
    ['a=é', 'has raw bytes outside ASCII'],
    ['a=1 2', 'has a raw space'],
    [`a=${'x'.repeat(4095)}`, 'is over 4 KiB'],
  ])('refuses %j, which %s', (query) => {
    expect(parseStrictQuery(query)).toBeUndefined();
  });

  it('takes a query of exactly 4 KiB', () => {
    expect(parseStrictQuery(`a=${'x'.repeat(4094)}`)?.get('a')).toHaveLength(4094);
  });

  it('reads back whatever a form encodes, unless a control character is in it', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const pairs = fc.uniqueArray(fc.tuple(text, text), {
      minLength: 1,
      maxLength: 8,
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(pairs, (entries) => {
        const parsed = parseStrictQuery(new URLSearchParams(entries).toString());
        if (/\p{Cc}/u.test(entries.flat().join(''))) expect(parsed).toBeUndefined();
        else expect([...(parsed ?? [])]).toEqual(entries);
      }),
    );
  });
});
