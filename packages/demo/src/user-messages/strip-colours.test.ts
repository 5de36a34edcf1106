import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripColours } from './strip-colours.ts';

describe('stripColours', () => {
  it.each([
    ['plain text', 'plain text'],
    ['\x01\x03Heavy\x01: \x05po\x04ot\x06is\x02', 'Heavy: pootis'],
    ['\x07FF4040Medic\x01: on me', 'Medic: on me'],
    ['\x08ff404080Spy\x01', 'Spy'],
    ['a\x07\x07abcdefb', 'ab'],
    ['\x07not hex', 'not hex'],
    ['\x08FF4040only six', 'FF4040only six'],
    ['ends in a code \x07FF40', 'ends in a code FF40'],
    ['a tab\tis text', 'a tab\tis text'],
  ])('makes %j %j', (text, plain) => {
    expect(stripColours(text)).toBe(plain);
  });

  it('leaves no code behind, and text without codes alone', () => {
    const piece = fc.oneof(fc.constantFrom('\x01', '\x06', '\x07', '\x08', 'FF4040', '80', 'a'), fc.string());
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const stripped = stripColours(pieces.join(''));
        expect([...stripped].filter((each) => each >= '\x01' && each <= '\x08')).toEqual([]);
        expect(stripColours(stripped)).toBe(stripped);
      }),
    );
  });
});
