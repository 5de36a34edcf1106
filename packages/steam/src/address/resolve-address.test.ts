import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolveAddress } from './resolve-address.ts';

const A = 1;
const AAAA = 28;
const NXDOMAIN = 3;
const SERVFAIL = 2;
const FORMERR = 1;

/** To a question for A or AAAA: a status, or the bytes of an address; none for a name that has no such address. */
type Zone = Readonly<Partial<Record<typeof A | typeof AAAA, number | string>>>;

/** A resolver whose name server, on this machine, says the same of every name. */
async function resolverFor(zone: Zone): Promise<Resolver> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const nameEnd = question.indexOf(0, 12);
    const type = question.readUInt16BE(nameEnd + 1);
    const said = zone[type === A ? A : AAAA];
    const header = Buffer.from('000081800001000000000000', 'hex');
    question.copy(header, 0, 0, 2);
    const parts = [header, question.subarray(12, nameEnd + 5)];
    if (typeof said === 'number') header.writeUInt16BE(0x8180 | said, 2);
    if (typeof said === 'string') {
      const data = Buffer.from(said, 'hex');
      header.writeUInt16BE(1, 6);
      parts.push(Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 1, 0, data.length]), data);
    }
    socket.send(Buffer.concat(parts), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return resolver;
}

async function resolve(text: string, zone: Zone, allowPrivateAddresses = false) {
  return resolveAddress(text, { allowPrivateAddresses, resolver: await resolverFor(zone) });
}

describe('resolveAddress', () => {
  it('finds the IPv4 address of a name, and IPv6 where there is none', async () => {
    expect(await resolve('a.example:27016', { [A]: 'c000020a' })).toEqual({
      outcome: 'resolved',
      kind: 'ipv4',
      host: '192.0.2.10',
      port: 27016,
    });
    expect(await resolve('a.example', { [AAAA]: '20010db8000000000000000000000001' })).toMatchObject({
      kind: 'ipv6',
      host: '2001:db8::1',
    });
  });

  it.each([
    ['7f000001', A],
    ['a9fe0102', A],
    ['00000000000000000000000000000001', AAAA],
    ['00000000000000000000ffff7f000001', AAAA],
    ['00000000000000000000ffff0a000001', AAAA],
    ['0064ff9b00000000000000007f000001', AAAA],
  ] as const)('forbids a name whose owner points it at the private address %s', async (bytes, type) => {
    expect(await resolve('a.example', { [type]: bytes })).toMatchObject({ outcome: 'address-forbidden' });
  });

  it('forbids a name that stands for an SDR address, which no datagram reaches, whatever is allowed', async () => {
    const answer = await resolve('a.example', { [A]: 'a9fe0102' }, true);
    expect(answer).toMatchObject({ outcome: 'address-forbidden' });
  });

  it.each([
    ['that does not exist', { [A]: NXDOMAIN, [AAAA]: NXDOMAIN }],
    ['without an address', {}],
  ])('calls a name %s unresolved', async (_, zone: Zone) => {
    expect(await resolve('a.example', zone)).toMatchObject({ outcome: 'name-unresolved' });
  });

  it.each([
    ['IPv4', { [A]: SERVFAIL }],
    ['IPv6', { [AAAA]: SERVFAIL }],
    ['anything', { [A]: FORMERR, [AAAA]: FORMERR }],
  ])('says nothing of a name whose name server cannot tell about %s', async (_, zone: Zone) => {
    expect(await resolve('a.example', zone)).toMatchObject({ outcome: 'dns-unavailable' });
  });
});
