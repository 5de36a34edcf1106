import { describe, expect, it } from 'vitest';
import { fakeIpToInteger, integerToFakeIp } from './fake-ip.ts';

describe('the number of an SDR address', () => {
  it.each([
    ['169.254.0.0', 2851995648],
    ['169.254.0.1', 2851995649],
    ['169.254.1.1', 2851995905],
    ['169.254.189.228', 2852044260],
    ['169.254.255.255', 2852061183],
  ])('of %s is %i, never negative, and leads back to it', (fakeIp, integer) => {
    expect(fakeIpToInteger(fakeIp)).toBe(integer);
    expect(integerToFakeIp(integer)).toBe(fakeIp);
  });

  it.each([
    '',
    '169.254.1',
    '169.254.1.256',
    '169.254.256.1',
    '169.254.01.1',
    '169.254.1.1:27015',
    '169.254.1.1\n',
    ' 169.254.1.1',
    '169.253.255.255',
    '169.255.0.0',
    '10.0.0.1',
    '::ffff:169.254.1.1',
    '2852044260',
    '169.254.١.1',
    '1'.repeat(1e5),
  ])('is refused of %j', (fakeIp) => {
    expect(() => fakeIpToInteger(fakeIp)).toThrow(RangeError);
    expect(() => fakeIpToInteger(fakeIp)).toThrow(/^.{0,200}$/);
  });

  it.each([2851995647, 2852061184, -1442923036, 0, 2852044260.5, Number.NaN])('is not %d', (integer) => {
    expect(() => integerToFakeIp(integer)).toThrow(RangeError);
  });
});
