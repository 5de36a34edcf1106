import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SteamId } from './steam-id.ts';
import { SteamIdError } from './steam-id-error.ts';

const steamIds = fc
  .bigInt({ min: 76561197960265729n, max: 76561202255233023n })
  .map((number) => SteamId.fromSteamId64(number));

describe('SteamId', () => {
  it.each([
    ['76561197960265729', 'STEAM_0:1:0', '[U:1:1]'],
    ['76561197960287930', 'STEAM_0:0:11101', '[U:1:22202]'],
    ['76561198006409530', 'STEAM_0:0:23071901', '[U:1:46143802]'],
    ['76561199999999999', 'STEAM_0:1:1019867135', '[U:1:2039734271]'],
    ['76561200000000000', 'STEAM_0:0:1019867136', '[U:1:2039734272]'],
    ['76561202255233023', 'STEAM_0:1:2147483647', '[U:1:4294967295]'],
  ])('knows %s, %s and %s as one user', (steamId64, steam2, steam3) => {
    const forms = [steamId64, steam2, steam3, `https://steamcommunity.com/profiles/${steamId64}`];
    for (const form of forms) {
      const steamId = SteamId.parse(form);
      expect([steamId.toSteamId64(), steamId.toSteam2(), steamId.toSteam3()]).toEqual([
        steamId64,
        steam2,
        steam3,
      ]);
    }
  });

  it.each([
    ['STEAM_1:0:23071901', 'newer games print universe 1'],
    ['https://steamcommunity.com/profiles/76561198006409530/', 'profile links end in a slash'],
    ['http://steamcommunity.com/profiles/76561198006409530', 'old links do'],
    ['steamcommunity.com/profiles/76561198006409530', 'people leave out the scheme'],
    ['https://www.steamcommunity.com/profiles/76561198006409530', 'people write www'],
    ['HTTPS://SteamCommunity.com/profiles/76561198006409530', 'hosts have no case'],
    ['https://steamcommunity.com/profiles/[U:1:46143802]', 'Steam takes that too'],
  ])('reads %s, since %s', (text) => {
    expect(SteamId.parse(text).toSteamId64()).toBe('76561198006409530');
  });

  it.each([
    ['76561197960265728', 'out-of-range'],
    ['76561202255233024', 'out-of-range'],
    ['90178913460028417', 'out-of-range'],
    ['00000000000000000', 'out-of-range'],
    ['STEAM_0:0:0', 'out-of-range'],
    ['STEAM_0:0:2147483648', 'out-of-range'],
    ['STEAM_0:0:9999999999', 'out-of-range'],
    ['[U:1:4294967296]', 'out-of-range'],
    ['[U:1:99999999999]', 'malformed'],
    ['[U:1:0]', 'malformed'],
    ['[U:1:01]', 'malformed'],
    ['STEAM_0:0:011101', 'malformed'],
    ['STEAM_0:2:5', 'malformed'],
    ['STEAM_2:0:5', 'malformed'],
    ['[G:1:5]', 'malformed'],
    ['[U:0:5]', 'malformed'],
    ['+76561197960287930', 'malformed'],
    ['+7656119796028793', 'malformed'],
    [' 76561197960287930', 'malformed'],
    ['76561197960287930 ', 'malformed'],
    ['76561197960287930\n', 'malformed'],
    ['7656119796028793', 'malformed'],
    ['765611979602879300', 'malformed'],
    ['٧٦٥٦١١٩٧٩٦٠٢٨٧٩٣٠', 'malformed'],
    ['0x110000100005CBA', 'malformed'],
    ['', 'malformed'],
    ['ftp://steamcommunity.com/profiles/76561197960287930', 'malformed'],
    ['//steamcommunity.com/profiles/76561197960287930', 'malformed'],
    ['https://steamcommunityXcom/profiles/76561197960287930', 'malformed'],
    ['https://evil.example/steamcommunity.com/profiles/76561197960287930', 'malformed'],
    ['https://user@steamcommunity.com/profiles/76561197960287930', 'malformed'],
    ['https://steamcommunity.com/profiles/76561197960265728', 'out-of-range'],
    ['https://steamcommunity.com/profiles/[U:1:4294967296]', 'out-of-range'],
    ['https://steamcommunity.com/profiles/[U:1:0]', 'malformed'],
    ['https://steamcommunity.com/id/gabelogannewell', 'malformed'],
    ['https://steamcommunity.com.evil.example/profiles/76561197960287930', 'malformed'],
    ['https://steamcommunity.com/profiles/76561197960287930?x', 'malformed'],
    ['BOT', 'placeholder'],
    ['STEAM_ID_PENDING', 'placeholder'],
    ['STEAM_ID_LAN', 'placeholder'],
    ['UNKNOWN', 'placeholder'],
    ['Console', 'placeholder'],
  ])('refuses %j as %s', (text, reason) => {
    expect(SteamId.tryParse(text)).toBeUndefined();
    expect(() => SteamId.parse(text)).toThrow(SteamIdError);
    expect(() => SteamId.parse(text)).toThrow(expect.objectContaining({ reason }));
  });

  it('says what was expected when it refuses a text', () => {
    expect(() => SteamId.parse('gaben')).toThrow('"gaben" is not the Steam ID of a user. Expected');
  });

  it('says how to find out whose a vanity URL is', () => {
    expect(() => SteamId.parse('https://steamcommunity.com/id/gabelogannewell/')).toThrow(
      'Only Steam knows who has the name "gabelogannewell". Ask it with SteamWebApi.resolveSteamId',
    );
  });

  it('keeps a hostile text out of its messages beyond the first 64 characters', () => {
    expect(() => SteamId.parse('x'.repeat(1e6))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,300}$/) }),
    );
  });

  it('comes back from every form it is written in', () => {
    fc.assert(
      fc.property(steamIds, (steamId) => {
        const { toSteamId64, toSteam2, toSteam3, toProfileUrl } = SteamId.prototype;
        for (const write of [toSteamId64, toSteam2, toSteam3, toProfileUrl]) {
          const form = write.call(steamId);
          expect(SteamId.parse(form).equals(steamId)).toBe(true);
        }
      }),
    );
  });

  it('parses any text to a user or throws its own error', () => {
    const digits = fc.stringMatching(/^[STEAMU_[\]:0-9]{0,22}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits), (text) => {
        const steamId = SteamId.tryParse(text);
        if (steamId) expect(SteamId.fromSteamId64(steamId.steamId64).equals(steamId)).toBe(true);
        else expect(() => SteamId.parse(text)).toThrow(SteamIdError);
      }),
    );
  });

  it('is written as its SteamID64 in text and in JSON', () => {
    const steamId = SteamId.parse('[U:1:22202]');
    expect(`${steamId}`).toBe('76561197960287930');
    expect(JSON.stringify({ steamId })).toBe('{"steamId":"76561197960287930"}');
  });

  it('tells two users apart', () => {
    expect(SteamId.parse('[U:1:1]').equals(SteamId.parse('[U:1:2]'))).toBe(false);
  });
});
