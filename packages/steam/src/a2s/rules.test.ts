import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRules } from '../../test/support/a2s/encode-replies.ts';
import { hex, join, text, u8, u16 } from '../../test/support/a2s/wire.ts';
import { readRules } from './rules.ts';

const rules = [
  { name: 'mp_timelimit', value: '30' },
  { name: 'sv_tags', value: '' },
  { name: 'mp_timelimit', value: '45' },
];

const texts = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !/[\0\ufffd]/.test(value));

describe('readRules', () => {
  it('reads the pairs in their order, doubled names included', () => {
    expect(readRules(encodeRules(rules))).toEqual({ outcome: 'ok', value: { claimedCount: 3, rules } });
  });

  it('gives back whatever is written', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name: texts, value: texts }), { maxLength: 60 }), (written) => {
        expect(readRules(encodeRules(written))).toEqual({
          outcome: 'ok',
          value: { claimedCount: written.length, rules: written },
        });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the bytes of names and values that are no text', () => {
    const payload = join(u8(0x45), u16(2), hex('01ff00 fe0203 00'), text('a'), text('b'));
    expect(readRules(payload)).toEqual({
      outcome: 'ok',
      value: {
        claimedCount: 2,
        rules: [
          {
            name: '\u0001\ufffd',
            value: '\ufffd\u0002\u0003',
            nameBytes: hex('01ff'),
            valueBytes: hex('fe0203'),
          },
          { name: 'a', value: 'b' },
        ],
      },
    });
  });

  it('keeps a last value whose NUL is missing', () => {
    expect(readRules(encodeRules(rules).subarray(0, -1))).toEqual({
      outcome: 'partial',
      value: { claimedCount: 3, rules },
    });
  });

  it('does not mind one byte too many at the end', () => {
    expect(readRules(join(encodeRules(rules), u8(0)))).toEqual({
      outcome: 'ok',
      value: { claimedCount: 3, rules },
    });
  });

  it('takes a reply with fewer pairs than it speaks of for a part', () => {
    expect(readRules(encodeRules(rules, 4))).toEqual({
      outcome: 'partial',
      value: { claimedCount: 4, rules },
    });
  });

  it('reads the pairs that are there beyond the count', () => {
    expect(readRules(encodeRules(rules, 1))).toEqual({ outcome: 'ok', value: { claimedCount: 1, rules } });
  });

  it('keeps, at whatever byte a reply is cut, the pairs before it and what there is of a value', () => {
    const payload = encodeRules(rules);
    for (let length = 3; length < payload.length; length += 1) {
      const result = readRules(payload.subarray(0, length));
      if (result.outcome !== 'partial') throw new Error(`cut at ${length}: ${result.outcome}`);
      const kept = result.value.rules;
      const nuls = payload.subarray(3, length).filter((byte) => byte === 0).length;
      // A name counts once its NUL is there.
      expect(kept).toHaveLength(Math.floor((nuls + 1) / 2));
      expect(kept.slice(0, -1)).toEqual(rules.slice(0, Math.max(0, kept.length - 1)));
      const last = rules[kept.length - 1];
      expect(kept.at(-1)?.name).toBe(last?.name);
      expect(last?.value.startsWith(kept.at(-1)?.value ?? '') ?? true).toBe(true);
    }
  });

  it.each([
    ['', 'not a reply to RULES'],
    ['44', 'not a reply to RULES'],
    ['45', 'the reply to RULES ends before its count'],
    ['4501', 'the reply to RULES ends before its count'],
  ])('refuses %j', (digits, reason) => {
    expect(readRules(hex(digits))).toEqual({ outcome: 'malformed', reason });
  });
});
