import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ipv4ToNumber } from './ipv4-number.ts';

const OWN_ADDRESSES_MS = 5_000;

/** The first and the last address of a network, as numbers. */
type Range = readonly [first: number, last: number];

/**
 * IPv4 that never stands for one game server we could reach, whatever is allowed: "this host", multicast, reserved, and
 * SDR addresses, which exist only behind Steam's relay.
 */
const unusableIpv4: readonly Range[] = [
  network('0.0.0.0', 8),
  network('169.254.0.0', 16),
  network('224.0.0.0', 3),
];

/** IPv4 of somebody's own (RFC 6890). */
const innerIpv4: readonly Range[] = [
  network('10.0.0.0', 8),
  network('100.64.0.0', 10),
  network('127.0.0.0', 8),
  network('172.16.0.0', 12),
  network('192.0.0.0', 24),
  network('192.168.0.0', 16),
  network('198.18.0.0', 15),
];

const unusableIpv6 = new BlockList();
unusableIpv6.addAddress('::', 'ipv6');
unusableIpv6.addSubnet('ff00::', 8, 'ipv6');

/** IPv6 of somebody's own, and ranges that can carry an IPv4 address of one in disguise. */
const innerIpv6 = new BlockList();
for (const [first, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96], // what a name server may say; on a socket for both families it is plain IPv4
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
] as const) {
  innerIpv6.addSubnet(first, prefix, 'ipv6');
}

/**
 * Why a resolved address must not be sent anything, `undefined` when it may. The text an address came from is
 * usually somebody else's, who must not be able to make us knock on doors of our own network.
 */
export function refusalOf(
  host: string,
  { allowPrivateAddresses }: { readonly allowPrivateAddresses: boolean },
): string | undefined {
  const isV6 = isIPv6(host);
  const isUnusable = isV6 ? unusableIpv6.check(host, 'ipv6') : isWithin(host, unusableIpv4);
  if (isUnusable) return 'this address stands for no single machine';
  if (allowPrivateAddresses) return undefined;
  const isInner = isV6 ? innerIpv6.check(host, 'ipv6') : isWithin(host, innerIpv4);
  if (isInner) return 'this address is inside a private network';
  return isOurs(host) ? 'this address is one of this machine' : undefined;
}

function network(first: string, prefix: number): Range {
  const number = ipv4ToNumber(first);
  return [number, number + 2 ** (32 - prefix) - 1];
}

/** Numbers, since a BlockList takes longer to check an address than sending a datagram to it. */
function isWithin(host: string, ranges: readonly Range[]): boolean {
  const number = ipv4ToNumber(host);
  return ranges.some(([first, last]) => number >= first && number <= last);
}

let ownAddresses: { readonly all: ReadonlySet<string>; readonly readAt: number } | undefined;

/** Asking the system takes longer than sending a datagram, so its answer is good for a moment. */
function isOurs(host: string): boolean {
  const now = performance.now();
  if (!ownAddresses || now - ownAddresses.readAt > OWN_ADDRESSES_MS) {
    ownAddresses = { all: readOwnAddresses() ?? ownAddresses?.all ?? new Set(), readAt: now };
  }
  return ownAddresses.all.has(host);
}

/** `undefined` when the system does not tell, as when this process has too many files open. */
function readOwnAddresses(): ReadonlySet<string> | undefined {
  try {
    const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    return new Set(all.map(({ address }) => address));
  } catch {
    return undefined;
  }
}
