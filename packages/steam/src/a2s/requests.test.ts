import { describe, expect, it } from 'vitest';
import { hex } from '../../test/support/a2s/wire.ts';
import { encodeInfoRequest, encodePlayersRequest, encodeRulesRequest } from './requests.ts';

const INFO = 'ffffffff54536f7572636520456e67696e6520517565727900';

describe('the requests of A2S', () => {
  it.each([
    ['INFO', encodeInfoRequest(), INFO, 25],
    ['INFO with a challenge', encodeInfoRequest(hex('66097527')), `${INFO}66097527`, 29],
    ['PLAYER', encodePlayersRequest(), 'ffffffff55ffffffff', 9],
    ['PLAYER with a challenge', encodePlayersRequest(hex('66097527')), 'ffffffff5566097527', 9],
    ['RULES', encodeRulesRequest(), 'ffffffff56ffffffff', 9],
    ['RULES with a challenge', encodeRulesRequest(hex('66097527')), 'ffffffff5666097527', 9],
  ])('%s has exactly its bytes, since filters count them', (_, request, expected, length) => {
    expect(request.toString('hex')).toBe(expected);
    expect(request).toHaveLength(length);
  });

  it.each(['00000000', 'ffffffff'])('carries the challenge %s, which is as good as any', (challenge) => {
    expect(encodeInfoRequest(hex(challenge)).toString('hex')).toBe(INFO + challenge);
    expect(encodePlayersRequest(hex(challenge)).toString('hex')).toBe(`ffffffff55${challenge}`);
  });

  it('leaves the shared request as it was when one with a challenge is made of it', () => {
    encodePlayersRequest(hex('66097527'));
    expect(encodePlayersRequest().toString('hex')).toBe('ffffffff55ffffffff');
  });

  it('refuses a challenge that is not of four bytes', () => {
    expect(() => encodeInfoRequest(hex('660975'))).toThrow('A challenge has 4 bytes, not 3.');
  });
});
