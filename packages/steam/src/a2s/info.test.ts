import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeInfo } from '../../test/support/a2s/encode-replies.ts';
import { join, u8 } from '../../test/support/a2s/wire.ts';
import { type A2sInfo, readInfo } from './info.ts';

const plain: A2sInfo = {
  format: 'source',
  protocol: 17,
  name: 'Valve Matchmaking Server (Virginia)',
  map: 'cp_badlands',
  folder: 'tf',
  game: 'Team Fortress',
  appId: 440,
  players: 18,
  maxPlayers: 24,
  bots: 2,
  serverType: 'dedicated',
  environment: 'linux',
  isPasswordProtected: false,
  isSecure: true,
  version: '9234567',
};

const full: A2sInfo = {
  ...plain,
  gamePort: 27015,
  steamId: 90178913460028417n,
  spectator: { port: 27020, name: 'SourceTV' },
  keywords: 'payload,valve',
  gameId: 440n,
};

/** What a reply has before VAC ends, and before the version ends. */
const fixedLength = encodeInfo(plain).length - plain.version.length - 1;
const versionEnd = encodeInfo(plain).length;

const texts = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'));
const bytes = fc.nat(0xff);
const ports = fc.nat(0xffff);

const infos: fc.Arbitrary<A2sInfo> = fc
  .record(
    {
      format: fc.constant('source' as const),
      protocol: bytes,
      name: texts,
      map: texts,
      folder: texts,
      game: texts,
      appId: fc.nat(0xffff).filter((appId) => appId < 2400 || appId > 2430),
      players: bytes,
      maxPlayers: bytes,
      bots: bytes,
      serverType: fc.constantFrom('dedicated', 'listen', 'proxy', 'unknown'),
      environment: fc.constantFrom('linux', 'windows', 'mac', 'unknown'),
      isPasswordProtected: fc.boolean(),
      isSecure: fc.boolean(),
      version: texts,
      gamePort: ports,
      steamId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      spectator: fc.record({ port: ports, name: texts }),
      keywords: texts,
      upperHalfOfGameId: fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }),
    },
    {
      requiredKeys: [
        ...([
          'format',
          'protocol',
          'name',
          'map',
          'folder',
          'game',
          'appId',
          'players',
          'maxPlayers',
        ] as const),
        ...(['bots', 'serverType', 'environment', 'isPasswordProtected', 'isSecure', 'version'] as const),
      ],
    },
  )
  .map(({ upperHalfOfGameId, ...info }) =>
    upperHalfOfGameId === undefined
      ? info
      : { ...info, gameId: (upperHalfOfGameId << 24n) | BigInt(info.appId) },
  );

describe('readInfo', () => {
  it('reads a reply of Team Fortress 2, with the parts its flags 0xB1 announce', () => {
    const { spectator: _, ...info } = full;
    const payload = encodeInfo(info);
    expect(payload[versionEnd]).toBe(0xb1);
    expect(readInfo(payload)).toEqual({ outcome: 'ok', value: info });
  });

  it('gives back whatever is written, whichever parts are there', () => {
    fc.assert(
      fc.property(infos, (info) => {
        expect(readInfo(encodeInfo(info))).toEqual({ outcome: 'ok', value: info });
      }),
      { numRuns: 300 },
    );
  });

  it('tells at every byte whether a reply cut there is none, a part, or whole', () => {
    const payload = encodeInfo(full);
    for (let length = 0; length < payload.length; length += 1) {
      const result = readInfo(payload.subarray(0, length));
      // Nothing has to follow the version: some games end there.
      const whole = length === versionEnd ? 'ok' : 'partial';
      expect([length, result.outcome]).toEqual([length, length < fixedLength ? 'malformed' : whole]);
      if (result.outcome === 'malformed') continue;
      const { version, spectator, keywords, ...others } = result.value;
      expect(full).toMatchObject(others);
      expect(full.version.startsWith(version)).toBe(true);
      expect(full.keywords?.startsWith(keywords ?? '')).toBe(true);
      if (spectator) expect(full.spectator?.port).toBe(spectator.port);
      expect(full.spectator?.name.startsWith(spectator?.name ?? '')).toBe(true);
    }
  });

  it('keeps of a cut reply the parts that came whole, and no zeros for the others', () => {
    const payload = encodeInfo(full);
    const result = readInfo(payload.subarray(0, versionEnd + 1 + 2 + 7));
    expect(result).toEqual({ outcome: 'partial', value: { ...plain, gamePort: 27015 } });
  });

  it('takes the app id from the game id, of which the reply has only the low 16 bits', () => {
    const info: A2sInfo = { ...plain, appId: 1604030 & 0xffff, gameId: 1604030n };
    expect(readInfo(encodeInfo(info))).toMatchObject({ value: { appId: 1604030, gameId: 1604030n } });
  });

  it('takes for the app id no more than 24 bits of the game id of a mod', () => {
    const info: A2sInfo = { ...plain, gameId: (0x80000001n << 32n) | (1n << 24n) | 243750n };
    expect(readInfo(encodeInfo(info))).toMatchObject({ value: { appId: 243750 } });
  });

  it('keeps the 16 bits when the game id is zero', () => {
    expect(readInfo(encodeInfo({ ...plain, gameId: 0n }))).toMatchObject({ value: { appId: 440 } });
  });

  it.each([
    ['D', 'L', 'dedicated', 'linux'],
    ['l', 'w', 'listen', 'windows'],
    ['P', 'W', 'proxy', 'windows'],
    ['d', 'm', 'dedicated', 'mac'],
    ['d', 'o', 'dedicated', 'mac'],
    ['\0', '\0', 'unknown', 'unknown'],
    ['$', ',', 'unknown', 'unknown'],
  ])(
    'reads the letters %j and %j as %s and %s',
    (serverType, environment, expectedType, expectedEnvironment) => {
      const payload = encodeInfo(plain);
      payload.write(serverType + environment, fixedLength - 4, 'latin1');
      expect(readInfo(payload)).toMatchObject({
        value: { serverType: expectedType, environment: expectedEnvironment },
      });
    },
  );

  it.each([2400, 2401, 2402, 2403, 2405, 2406, 2412, 2430])(
    'reads the three bytes app id %i adds',
    (appId) => {
      const info: A2sInfo = {
        ...plain,
        appId,
        theShip: { mode: 3, witnesses: 2, durationSeconds: 120 },
        keywords: 'ship',
      };
      expect(readInfo(encodeInfo(info))).toEqual({ outcome: 'ok', value: info });
    },
  );

  it('makes nothing up for The Ship when its bytes are cut', () => {
    const info: A2sInfo = { ...plain, appId: 2400, theShip: { mode: 3, witnesses: 2, durationSeconds: 120 } };
    const cut = encodeInfo(info).subarray(0, fixedLength + 2);
    expect(readInfo(cut)).toEqual({ outcome: 'partial', value: { ...plain, appId: 2400, version: '' } });
  });

  it('keeps a name that is cut inside a character, and control characters', () => {
    const name = Buffer.from('\u0001\u0001玩家');
    const payload = join(
      u8(0x49),
      u8(17),
      name.subarray(0, -1),
      encodeInfo({ ...plain, name: '' }).subarray(2),
    );
    expect(readInfo(payload)).toMatchObject({ outcome: 'ok', value: { name: '\u0001\u0001玩\ufffd' } });
  });

  it('does not mind bytes behind the last part', () => {
    expect(readInfo(join(encodeInfo(full), u8(0)))).toEqual({ outcome: 'ok', value: full });
  });

  it.each([[''], ['44'], ['41']])('calls %j no reply to INFO', (digits) => {
    expect(readInfo(Buffer.from(digits, 'hex'))).toEqual({
      outcome: 'malformed',
      reason: 'not a reply to INFO',
    });
  });
});
