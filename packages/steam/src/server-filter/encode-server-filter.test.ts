import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeServerFilter } from './encode-server-filter.ts';
import type { ServerFilter } from './server-filter.ts';
import { ServerFilterError } from './server-filter-error.ts';

const raw = String.raw;

describe('encodeServerFilter', () => {
  it.each<[ServerFilter, string]>([
    [{}, ''],
    [
      { appId: 440, tags: ['payload', 'valve'], hasPlayers: true, nor: [{ map: 'itemtest' }] },
      raw`\appid\440\gametype\payload,valve\empty\1\nor\1\map\itemtest`,
    ],
    [
      { appId: 440, hasPlayers: true, nor: [{ tags: ['valve'] }] },
      raw`\appid\440\empty\1\nor\1\gametype\valve`,
    ],
    [
      { appId: 440, or: [{ map: 'pl_upward' }, { map: 'pl_badwater' }] },
      raw`\appid\440\or\2\map\pl_upward\map\pl_badwater`,
    ],
    [
      { or: [{ map: 'a' }, { tags: ['x'], nor: [{ tags: ['y'] }] }] },
      raw`\or\5\map\a\and\3\gametype\x\nor\1\gametype\y`,
    ],
  ])('writes %j as %s, without a separator between pairs', (filter, text) => {
    expect(encodeServerFilter(filter)).toBe(text);
  });

  it('sends every condition in one fixed order, operators last', () => {
    const filter: Required<ServerFilter> = {
      nand: [{ map: 'd' }],
      nor: [{ map: 'c' }],
      and: [{ map: 'b' }],
      or: [{ map: 'a' }],
      queryAddress: '192.0.2.10',
      gameAddress: '192.0.2.10:27015',
      uniqueAddress: true,
      whitelisted: true,
      spectatorProxy: true,
      notFull: true,
      hasPlayers: true,
      passwordProtected: false,
      linux: true,
      secure: true,
      dedicated: true,
      versionMatch: '86*',
      nameMatch: '*casual*',
      hiddenTagsAny: ['e', 'f'],
      hiddenTagsAll: ['d'],
      tags: ['b', 'c'],
      map: 'pl_pier',
      gameDir: 'tf',
      notAppId: 240,
      appId: 440,
    };
    expect(encodeServerFilter(filter)).toBe(
      raw`\appid\440\napp\240\gamedir\tf\map\pl_pier\gametype\b,c\gamedata\d\gamedataor\e,f\name_match\*casual*` +
        raw`\version_match\86*\dedicated\1\secure\1\linux\1\password\0\empty\1\full\1\proxy\1\white\1` +
        raw`\collapse_addr_hash\1\gameaddr\192.0.2.10:27015\addr\192.0.2.10` +
        raw`\or\1\map\a\and\1\map\b\nor\1\map\c\nand\1\map\d`,
    );
  });

  it.each<[ServerFilter, string]>([
    [{ dedicated: false }, raw`\nor\1\dedicated\1`],
    [{ secure: false }, raw`\nor\1\secure\1`],
    [{ linux: false }, raw`\nor\1\linux\1`],
    [{ passwordProtected: true }, raw`\nor\1\password\0`],
    [{ hasPlayers: false }, raw`\noplayers\1`],
    [{ notFull: false }, raw`\nor\1\full\1`],
    [{ spectatorProxy: false }, raw`\nor\1\proxy\1`],
    [{ whitelisted: false }, raw`\nor\1\white\1`],
  ])('never flips a value: %j is %s', (filter, text) => {
    expect(encodeServerFilter(filter)).toBe(text);
    const withMap = { ...filter, map: 'a', or: [{ map: 'b' }] };
    const [plain, negated] = text.startsWith(raw`\nor`) ? ['', text] : [text, ''];
    expect(encodeServerFilter(withMap)).toBe(raw`\map\a${plain}${negated}\or\1\map\b`);
  });

  it.each<[ServerFilter, string]>([
    [{ nor: [{ secure: false }] }, raw`\nor\2\nor\1\secure\1`],
    [{ nor: [{ map: 'a', secure: true }, { map: 'b' }] }, raw`\nor\4\and\2\map\a\secure\1\map\b`],
    [{ nand: [{ map: 'a', secure: false }] }, raw`\nand\4\and\3\map\a\nor\1\secure\1`],
    [{ and: [{ map: 'a', secure: true }, { linux: true }] }, raw`\and\3\map\a\secure\1\linux\1`],
    [{ or: [{ or: [{ or: [{ map: 'a' }] }] }] }, raw`\or\3\or\2\or\1\map\a`],
  ])('counts all that belongs to an operator: %j is %s', (filter, text) => {
    expect(encodeServerFilter(filter)).toBe(text);
  });

  it('takes an option that is undefined for one that is not there', () => {
    expect(encodeServerFilter({ map: undefined, or: undefined, secure: true })).toBe(raw`\secure\1`);
  });

  const bad: [unknown, string, string][] = [
    [{ appid: 440 }, 'appid', 'there is no such option. Expected one of appId, notAppId, '],
    [{ appId: '440' }, 'appId', '"440" is not what it takes. Expected a whole number from 1 to 4294967295.'],
    [{ appId: 0 }, 'appId', '0 is not'],
    [{ appId: 4_294_967_296 }, 'appId', '4294967296 is not'],
    [{ notAppId: 1.5 }, 'notAppId', '1.5 is not'],
    [{ notAppId: Number.NaN }, 'notAppId', 'NaN is not'],
    [{ map: '' }, 'map', '"" is not what it takes. Expected a text without "*", "\\", control characters'],
    [{ map: 'cp_*' }, 'map', '"cp_*" is not'],
    [{ map: raw`a\secure\1` }, 'map', 'is not'],
    [{ map: 7 }, 'map', '7 is not'],
    [{ map: null }, 'map', 'null is not'],
    [{ gameDir: 't*' }, 'gameDir', 'is not'],
    [{ gameDir: 'tf\0' }, 'gameDir', 'is not'],
    [{ nameMatch: 'a\nb' }, 'nameMatch', 'is not'],
    [{ nameMatch: '\u0085' }, 'nameMatch', 'is not'],
    [{ nameMatch: '\ud800' }, 'nameMatch', 'broken Unicode'],
    [{ versionMatch: raw`1\2` }, 'versionMatch', 'is not'],
    [{ tags: [] }, 'tags', 'an empty list is not what it takes. Expected a list of at least one text'],
    [{ tags: 'valve' }, 'tags', '"valve" is not what it takes. Expected a list'],
    [{ tags: ['a', ''] }, 'tags', 'this list is not'],
    [{ tags: ['a,b'] }, 'tags', 'each without ","'],
    [{ tags: ['a*'] }, 'tags', 'is not'],
    [{ tags: [undefined] }, 'tags', 'is not'],
    [{ tags: new Array(1) }, 'tags', 'is not'],
    [{ hiddenTagsAll: [''] }, 'hiddenTagsAll', 'is not'],
    [{ hiddenTagsAny: [raw`\ `] }, 'hiddenTagsAny', 'is not'],
    [{ secure: 1 }, 'secure', '1 is not what it takes. Expected true or false.'],
    [{ uniqueAddress: false }, 'uniqueAddress', 'Expected true, or leave it out.'],
    [{ or: [{ uniqueAddress: true }] }, 'or[0].uniqueAddress', 'Move it out of the operands.'],
    [{ gameAddress: '192.0.2.256' }, 'gameAddress', 'Expected an IPv4 address such as 192.0.2.10'],
    [{ gameAddress: '192.0.2.010' }, 'gameAddress', 'is not'],
    [{ gameAddress: '192.0.2.10:0' }, 'gameAddress', 'is not'],
    [{ gameAddress: '192.0.2.10:65536' }, 'gameAddress', 'is not'],
    [{ queryAddress: '192.0.2' }, 'queryAddress', 'is not'],
    [{ queryAddress: '[::1]:27015' }, 'queryAddress', 'is not'],
    [{ queryAddress: ' 192.0.2.10' }, 'queryAddress', 'is not'],
    [{ queryAddress: '192.0.2.10\n' }, 'queryAddress', 'is not'],
    [{ or: [] }, 'or', 'it has no operands. Expected a list of at least one filter.'],
    [{ or: { map: 'a' } }, 'or', 'it has no operands'],
    [{ nor: [{ map: 'a' }, {}] }, 'nor[1]', 'it says nothing. Expected at least one option.'],
    [{ nor: [{ map: undefined }] }, 'nor[0]', 'it says nothing'],
    [{ nor: ['map'] }, 'nor[0]', '"map" is no filter'],
    [{ nor: new Array(1) }, 'nor[0]', 'undefined is no filter'],
    [{ and: [{ nand: [{ map: '*' }] }] }, 'and[0].nand[0].map', 'is not'],
    [{ constructor: 1 }, 'constructor', 'no such option'],
    [JSON.parse('{"__proto__": 1}'), '__proto__', 'no such option'],
    [null, '', 'null is no filter'],
    [[], '', 'an empty list is no filter'],
  ];
  it.each(bad)('refuses %j at %j', (filter, option, problem) => {
    const encode = () => encodeServerFilter(filter as ServerFilter);
    expect(encode).toThrow(ServerFilterError);
    expect(encode).toThrow(expect.objectContaining({ option, message: expect.stringContaining(problem) }));
  });

  it('refuses a filter nested without end', () => {
    const endless: { or: ServerFilter[] } = { or: [] };
    endless.or.push(endless, endless);
    expect(() => encodeServerFilter(endless)).toThrow('nested more than 32 deep');
  });

  it('keeps a hostile value out of its messages beyond the first 64 characters', () => {
    const long = 'x*'.repeat(1e5);
    for (const filter of [{ map: long }, { [long]: 1 }]) {
      expect(() => encodeServerFilter(filter)).toThrow(
        expect.objectContaining({ message: expect.stringMatching(/^.{0,600}$/) }),
      );
    }
  });

  const { filter } = fc.letrec<{ filter: ServerFilter; operands: ServerFilter[] }>((tie) => ({
    operands: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
    filter: fc
      .record(
        {
          map: fc.string({ minLength: 1, maxLength: 8 }).map((text) => text.replaceAll(/[*\\]/g, 'x')),
          tags: fc.array(fc.stringMatching(/^[a-z_]{1,6}$/), { minLength: 1, maxLength: 3 }),
          secure: fc.boolean(),
          hasPlayers: fc.boolean(),
          or: fc.option(tie('operands'), { nil: undefined, depthSize: 'small', maxDepth: 3 }),
          nor: fc.option(tie('operands'), { nil: undefined, depthSize: 'small', maxDepth: 3 }),
        },
        { requiredKeys: [] },
      )
      .map((conditions) => ({ map: 'a', ...conditions })),
  }));

  it('gives every operator the pairs that are its own, to the end and no further', () => {
    fc.assert(
      fc.property(filter, (typed) => {
        const [, ...tokens] = encodeServerFilter(typed).split('\\');
        expect(tokens.length % 2).toBe(0);
        const ends = [tokens.length / 2];
        for (let index = 0; index < tokens.length / 2; index += 1) {
          while (index === ends.at(-1)) ends.pop();
          const [name, value] = [tokens[2 * index] ?? '', tokens[2 * index + 1]];
          if (!['or', 'and', 'nor', 'nand'].includes(name)) continue;
          const end = index + 1 + Number(value);
          expect(end).toBeGreaterThan(index + 1);
          expect(end).toBeLessThanOrEqual(ends.at(-1) ?? 0);
          ends.push(end);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('sends a text as it is or refuses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (map, nameMatch) => {
        let text: string | undefined;
        try {
          text = encodeServerFilter({ map, nameMatch });
        } catch (error) {
          expect(error).toBeInstanceOf(ServerFilterError);
        }
        if (text !== undefined) expect(text.split('\\')).toEqual(['', 'map', map, 'name_match', nameMatch]);
      }),
      { numRuns: 50 },
    );
  });
});
