import { describe, expect, it } from 'vitest';
import { encodeInfo } from '../../test/support/a2s/encode-replies.ts';
import { type A2sInfo, readInfo } from './info.ts';

const plain: A2sInfo = {
  format: 'goldsrc',
  address: '203.0.113.7:27015',
  protocol: 47,
  name: 'Half-Life',
  map: 'crossfire',
  folder: 'valve',
  game: 'Half-Life',
  appId: 0,
  players: 3,
  maxPlayers: 16,
  bots: 1,
  serverType: 'dedicated',
  environment: 'windows',
  isPasswordProtected: true,
  isSecure: true,
  version: '',
};

const modded: A2sInfo = {
  ...plain,
  mod: {
    link: 'http://example.com/',
    download: '',
    version: 1,
    sizeBytes: 184_000_000,
    isMultiplayerOnly: true,
    hasOwnLibrary: true,
  },
};

/** Where the byte stands that announces a mod: before VAC and bots, when there is none. */
const modOffset = encodeInfo(plain).length - 3;

describe('readInfo, in the GoldSrc format', () => {
  it.each([
    ['without a mod', plain],
    ['with a mod', modded],
  ])('reads a reply %s', (_, info) => {
    expect(readInfo(encodeInfo(info))).toEqual({ outcome: 'ok', value: info });
  });

  it('reads a reply that announces a mod and does not describe it', () => {
    const payload = encodeInfo(plain);
    payload[modOffset] = 1;
    expect(readInfo(payload)).toEqual({ outcome: 'ok', value: plain });
  });

  it('takes no reply cut at any byte for whole', () => {
    for (const info of [plain, modded]) {
      const payload = encodeInfo(info);
      for (let length = 0; length < payload.length; length += 1) {
        // Two bytes behind the announcement are what a reply has that leaves the mod out.
        if (info === modded && length === modOffset + 3) continue;
        expect([length, readInfo(payload.subarray(0, length)).outcome]).toEqual([length, 'malformed']);
      }
    }
  });
});
