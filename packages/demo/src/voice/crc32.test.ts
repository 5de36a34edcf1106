import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

describe('crc32', () => {
  it('gives the values everybody gives', () => {
    const of = (text: string) => crc32(new TextEncoder().encode(text));
    expect(of('')).toBe(0);
    expect(of('123456789')).toBe(0xcbf43926);
    expect(of('The quick brown fox jumps over the lazy dog')).toBe(0x414fa339);
  });
});
