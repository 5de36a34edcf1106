import { describe, expect, it } from 'vitest';
import { steamId64Of } from './steam-id64.ts';

describe('the SteamID64 of a network id', () => {
  it('is the same for every way to write it', () => {
    for (const networkId of ['[U:1:46143802]', 'STEAM_0:0:23071901', 'STEAM_1:0:23071901']) {
      expect(steamId64Of(networkId)).toBe('76561198006409530');
    }
    expect(steamId64Of('STEAM_0:1:0')).toBe('76561197960265729');
    expect(steamId64Of('[U:1:4294967295]')).toBe('76561202255233023');
  });

  it.each([
    'BOT',
    '',
    'STEAM_ID_PENDING',
    'STEAM_ID_LAN',
    'STEAM_0:0:0',
    '[U:1:0]',
    '[U:1:4294967296]',
    '[G:1:5]',
  ])('does not exist for %j', (networkId) => expect(steamId64Of(networkId)).toBeUndefined());
});
