import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './address-policy.ts';

const strict = { allowPrivateAddresses: false };
const lenient = { allowPrivateAddresses: true };

describe('refusalOf', () => {
  it.each([
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '::1',
    '::7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
  ])('keeps datagrams from %s unless private addresses are allowed', (host) => {
    expect(refusalOf(host, strict)).toContain('private');
    expect(refusalOf(host, lenient)).toBeUndefined();
  });

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '169.254.1.1',
    '224.0.0.1',
    '239.255.255.250',
    '255.255.255.255',
    '240.0.0.1',
    '::',
    'ff02::1',
  ])('keeps datagrams from %s whatever is allowed', (host) => {
    expect(refusalOf(host, strict)).toContain('no single machine');
    expect(refusalOf(host, lenient)).toContain('no single machine');
  });

  it.each(['1.1.1.1', '172.32.0.1', '192.0.2.10', '223.255.255.255', '2001:db8::1', '2a00::1'])(
    'lets datagrams go to %s',
    (host) => {
      expect(refusalOf(host, strict)).toBeUndefined();
    },
  );

  it('keeps datagrams from every address of this machine', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    expect(addresses.length).toBeGreaterThan(0);
    for (const { address } of addresses) expect(refusalOf(address, strict)).toBeDefined();
  });
});
