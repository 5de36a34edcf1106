import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatServerAddress, parseServerAddress } from './server-address.ts';

describe('parseServerAddress', () => {
  it.each([
    ['169.254.189.228:41928', 'sdr', '169.254.189.228', 41928],
    ['169.254.189.228%3A41928', 'sdr', '169.254.189.228', 41928],
    ['169.254.189.228%253A41928', 'sdr', '169.254.189.228', 41928],
    ['169.254.71.12', 'sdr', '169.254.71.12', 27015],
    ['192.0.2.10:27016', 'ipv4', '192.0.2.10', 27016],
    [' 192.0.2.10 ', 'ipv4', '192.0.2.10', 27015],
    ['2001:DB8:0::1', 'ipv6', '2001:db8::1', 27015],
    ['[2001:db8::1]:27016', 'ipv6', '2001:db8::1', 27016],
    ['[2001:db8::1]', 'ipv6', '2001:db8::1', 27015],
    ['%255B2001%253Adb8%253A%253A1%255D%253A27016', 'ipv6', '2001:db8::1', 27016],
    ['[::ffff:169.254.1.2]:27015', 'sdr', '169.254.1.2', 27015],
    ['::ffff:c000:20a', 'ipv4', '192.0.2.10', 27015],
    ['TF2.Example.org:27015', 'name', 'tf2.example.org', 27015],
    ['tf2.example.org.', 'name', 'tf2.example.org', 27015],
    ['localhost', 'name', 'localhost', 27015],
    ['my_server.example', 'name', 'my_server.example', 27015],
    ['bücher.example:1', 'name', 'xn--bcher-kva.example', 1],
  ])('reads %j as %s', (text, kind, host, port) => {
    expect(parseServerAddress(text)).toEqual({ kind, host, port });
  });

  it.each([
    '',
    ' ',
    '123.45.6789', // a number where a host name ends is a misspelt IPv4 address
    '1.2.3',
    '0x7f.1',
    '010.0.0.1',
    '256.0.0.1',
    '192.0.2.10:0',
    '192.0.2.10:65536',
    '192.0.2.10:',
    '192.0.2.10:27015:1',
    '192.0.2.10:+1',
    '192.0.2.10/x',
    'http://192.0.2.10',
    '[192.0.2.10]:27015',
    '[2001:db8::1',
    '2001:db8::1]:27015',
    'fe80::1%eth0',
    'a b.example',
    'a.example/x',
    'a.example?x',
    'a.example#x',
    'a.example\\x',
    'a\tb.example',
    'user@a.example',
    '-a.example',
    'a..example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    'Valve Matchmaking Server (Washington srcds1002-eat1 #94)',
    'ゲーム сервер 🎮',
    'host\u0000.example',
    '%',
    '%zz',
    '%ff',
    'x'.repeat(3_000),
  ])('does not take %j for an address', (text) => {
    const address = parseServerAddress(text);
    // Every name, number and port it takes can be asked for; these it must not take.
    expect(address).toBeUndefined();
  });

  it('reads back what it writes', () => {
    const hosts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(hosts, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        const address = parseServerAddress(formatServerAddress({ host, port }));
        expect(address?.port).toBe(port);
        if (address) expect(parseServerAddress(formatServerAddress(address))).toEqual(address);
        const encoded = encodeURIComponent(encodeURIComponent(formatServerAddress({ host, port })));
        expect(parseServerAddress(encoded)).toEqual(address);
      }),
    );
  });

  it('takes any text without throwing', () => {
    const pieces = fc.stringMatching(/^[[\]:.%0-9a-f]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), pieces), (text) => {
        parseServerAddress(text);
      }),
    );
  });
});
