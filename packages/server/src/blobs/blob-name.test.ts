import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysisBlobName, bucketOfPrefix, checkBlobName, demoBlobName, isBlobName } from './blob-name.ts';

describe('names of blobs', () => {
  it('are the ones analysis programs look for', () => {
    expect(demoBlobName(7n)).toBe('demoblobs/7.dem');
    expect(analysisBlobName(9007199254740991n)).toBe('jsonblobs/9007199254740991.json');
  });

  it('exist for every session id', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }), (sessionId) => {
        expect(isBlobName(demoBlobName(sessionId))).toBe(true);
        expect(isBlobName(analysisBlobName(sessionId))).toBe(true);
      }),
    );
  });

  it('do not exist for numbers that are no session id', () => {
    for (const sessionId of [0n, -1n, 2n ** 53n, 10n ** 30n])
      expect(() => demoBlobName(sessionId)).toThrow(expect.objectContaining({ code: 'invalid_name' }));
  });

  it('never lead out of their bucket, whatever the text', () => {
    const hostile = fc.stringMatching(/^(demoblobs|jsonblobs)?[./\\%0-9a-z]*(\.dem|\.json)?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), hostile), (text) => {
        if (isBlobName(text)) expect(text).toMatch(/^(demoblobs\/\d+\.dem|jsonblobs\/\d+\.json)$/);
        else expect(() => checkBlobName(text)).toThrow(expect.objectContaining({ code: 'invalid_name' }));
      }),
    );
  });

  it('have two prefixes and no other', () => {
    expect(bucketOfPrefix('demoblobs/')).toBe('demoblobs');
    for (const prefix of ['', 'demoblobs', 'demoblobs/1', '/', '../'])
      expect(() => bucketOfPrefix(prefix)).toThrow(expect.objectContaining({ code: 'invalid_name' }));
  });
});
