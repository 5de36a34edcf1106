import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, uint } from '../../test/any-message.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { encodeUserInfo, parseUserInfo, USER_INFO_BYTES, type UserInfo } from './user-info.ts';

const gordon: UserInfo = {
  name: 'Gordon',
  userId: 1371,
  networkId: '[U:1:46143802]',
  accountId: 46143802,
  isFakePlayer: false,
  isSourceTv: false,
  isReplay: false,
  customFileCrcs: [0xdeadbeef, 0, 0, 1],
  filesDownloaded: 2,
};

const fits = (bytes: number) => text.filter((each) => new TextEncoder().encode(each).length <= bytes);
const userInfo: fc.Arbitrary<UserInfo> = fc.record({
  name: fits(32),
  userId: fc.integer(),
  networkId: fits(33),
  accountId: uint(32),
  isFakePlayer: fc.boolean(),
  isSourceTv: fc.boolean(),
  isReplay: fc.boolean(),
  customFileCrcs: fc.tuple(uint(32), uint(32), uint(32), uint(32)),
  filesDownloaded: uint(8),
});

describe('user info', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(userInfo, (info) => {
        const bytes = encodeUserInfo(info);
        expect(bytes.length).toBe(USER_INFO_BYTES);
        expect(parseUserInfo(bytes)).toEqual(info);
      }),
    );
  });

  it('has its fields where the game has them', () => {
    const bytes = encodeUserInfo({ ...gordon, isSourceTv: true });
    const view = new DataView(bytes.buffer);
    expect(view.getInt32(32, true)).toBe(1371);
    expect(new TextDecoder().decode(bytes.subarray(36, 50))).toBe('[U:1:46143802]');
    expect(view.getUint32(72, true)).toBe(46143802);
    expect([...bytes.subarray(108, 112)]).toEqual([0, 1, 0, 0]);
    expect(view.getUint32(112, true)).toBe(0xdeadbeef);
    expect(view.getUint32(124, true)).toBe(1);
    expect(bytes[128]).toBe(2);
  });

  it('ends text at its NUL, whatever is left over behind it', () => {
    const bytes = encodeUserInfo({ ...gordon, networkId: 'BOT' });
    bytes.set(new TextEncoder().encode(' left over'), 36 + 4);
    bytes[30] = 65;
    expect(parseUserInfo(bytes)).toMatchObject({ name: 'Gordon', networkId: 'BOT' });
  });

  it('takes a name that fills its field, and one cut inside a character', () => {
    const bytes = encodeUserInfo({ ...gordon, name: 'abcdefghijklmnopqrstuvwxyz 23456' });
    expect(parseUserInfo(bytes).name).toBe('abcdefghijklmnopqrstuvwxyz 23456');
    bytes[31] = 0xc3;
    expect(parseUserInfo(bytes).name).toBe('abcdefghijklmnopqrstuvwxyz 2345\uFFFD');
  });

  it('goes as far as the bytes do, at any length that holds a user id', () => {
    const bytes = encodeUserInfo(gordon);
    for (let length = 0; length < 36; length++) {
      expect(() => parseUserInfo(bytes.subarray(0, length))).toThrow(DemoFormatError);
    }
    for (let length = 36; length < bytes.length; length++) {
      expect(parseUserInfo(bytes.subarray(0, length))).toMatchObject({ name: 'Gordon', userId: 1371 });
    }
    expect(parseUserInfo(bytes.subarray(0, 108))).toMatchObject({ accountId: 46143802, filesDownloaded: 0 });
    expect(parseUserInfo(Uint8Array.of(...bytes, 1, 2, 3))).toEqual(gordon);
  });

  it.each<[string, Partial<UserInfo>]>([
    ['a name longer than its field', { name: 'ä'.repeat(17) }],
    ['a name that holds a NUL', { name: 'a\0b' }],
    ['a network id longer than its field', { networkId: 'x'.repeat(34) }],
    ['a user id of more than 32 bits', { userId: 2 ** 31 }],
    ['an account id of more than 32 bits', { accountId: 2 ** 32 }],
    ['a negative CRC', { customFileCrcs: [0, 0, -1, 0] }],
    ['more files than a byte counts', { filesDownloaded: 256 }],
  ])('is not written with %s', (_, change) => {
    expect(() => encodeUserInfo({ ...gordon, ...change })).toThrow(RangeError);
  });
});
