import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Addresses that never stand for one reachable game server, whatever is allowed. */
const unusable = new BlockList();
unusable.addSubnet('0.0.0.0', 8);
unusable.addSubnet('224.0.0.0', 3); // multicast, reserved, broadcast
unusable.addAddress('::', 'ipv6');
unusable.addSubnet('ff00::', 8, 'ipv6');

/** Networks of somebody's own (RFC 6890), and IPv6 ranges that can carry an IPv4 address of one in disguise. */
const inner = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
] as const) {
  inner.addSubnet(network, prefix);
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
] as const) {
  inner.addSubnet(network, prefix, 'ipv6');
}

/**
 * Why a resolved address must not be sent anything, `undefined` when it may. The text an address came from is
 * usually somebody else's, who must not be able to make us knock on doors of our own network.
 */
export function refusalOf(
  host: string,
  { allowPrivateAddresses }: { readonly allowPrivateAddresses: boolean },
): string | undefined {
  const family = isIPv6(host) ? 'ipv6' : 'ipv4';
  if (unusable.check(host, family)) return 'this address stands for no single machine';
  if (allowPrivateAddresses) return undefined;
  if (inner.check(host, family)) return 'this address is inside a private network';
  return isOurs(host) ? 'this address is one of this machine' : undefined;
}

function isOurs(host: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === host),
  );
}
