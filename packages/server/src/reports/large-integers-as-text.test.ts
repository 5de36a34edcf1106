import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWithLargeIntegersAsText } from './large-integers-as-text.ts';

describe('parseWithLargeIntegersAsText', () => {
  it('keeps every digit of a Steam ID, whether it comes as a number or as a text', () => {
    const json = '{"a": 76561198006409531, "b": "76561198006409531", "c": [9007199254740993]}';
    expect(parseWithLargeIntegersAsText(json)).toEqual({
      a: '76561198006409531',
      b: '76561198006409531',
      c: ['9007199254740993'],
    });
  });

  it('leaves texts that hold numbers, fractions and exponents alone', () => {
    const json =
      '{"76561198006409531": "say \\"76561198006409531\\" \\\\", "x": 0.1234567890123456789, "y": 1e20}';
    expect(parseWithLargeIntegersAsText(json)).toEqual(JSON.parse(json));
  });

  it('reads any other JSON as JSON.parse does', () => {
    const isShort = (json: string) => !/\d{16}/.test(json);
    fc.assert(
      fc.property(fc.json().filter(isShort), (json) => {
        expect(parseWithLargeIntegersAsText(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  it.each(['', '{', '[1234567890123456 7]', '{76561198006409531: 1}', '01', '"\\"'])('refuses %j', (json) => {
    expect(() => parseWithLargeIntegersAsText(json)).toThrow(SyntaxError);
  });
});
