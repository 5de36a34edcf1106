import { describe, expect, it } from 'vitest';
import { newSessionId, parseSessionId } from './session-id.ts';

describe('session ids', () => {
  it('are positive, below 2^53 and different', () => {
    const ids = Array.from({ length: 1000 }, newSessionId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id > 0n && id <= BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
  });

  it('come back from their decimal form', () => {
    for (const id of [1n, 42n, BigInt(Number.MAX_SAFE_INTEGER)]) expect(parseSessionId(String(id))).toBe(id);
  });

  it.each([
    '',
    '0',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '0x10',
    ' 1',
    '1 ',
    '9007199254740992',
    '99999999999999999999',
    '../1',
    '1/..',
    '1\0',
    '１',
    'null',
    '[1]',
  ])('refuse %j', (text) => {
    expect(() => parseSessionId(text)).toThrowError(expect.objectContaining({ code: 'invalid_request' }));
  });
});
