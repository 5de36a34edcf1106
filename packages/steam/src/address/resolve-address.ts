import { Resolver } from 'node:dns/promises';
import { refusalOf } from './address-policy.ts';
import { parseServerAddress, type ServerAddress } from './server-address.ts';

/**
 * Why an address was not asked at all.
 * - `address-invalid`: the text is no address
 * - `name-unresolved`: its host name does not exist, or has no address
 * - `dns-unavailable`: the name could not be looked up now, which says nothing about it
 * - `address-forbidden`: it is private, or stands for no single machine
 */
export interface AddressFault {
  readonly outcome: 'address-invalid' | 'name-unresolved' | 'dns-unavailable' | 'address-forbidden';
  /** For people. */
  readonly reason: string;
}

/** An address that may be sent a datagram, or that Steam's relay may be asked about. */
export interface ResolvedAddress {
  readonly outcome: 'resolved';
  readonly kind: 'sdr' | 'ipv4' | 'ipv6';
  readonly host: string;
  readonly port: number;
}

interface ResolveOptions {
  readonly allowPrivateAddresses: boolean;
  /** Whom to ask for host names. Default: the name servers of this machine. */
  readonly resolver?: Resolver;
}

/** What c-ares says when a name has no address, as opposed to when nobody could tell. */
const NAMES_WITHOUT_ADDRESS = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

// Not dns.lookup: that takes one of Node's four worker threads for as long as a name server is silent, and with
// them goes all file access of the process. The price: /etc/hosts is not read.
let ownResolver: Resolver | undefined;

function openOwnResolver(): Resolver {
  ownResolver ??= new Resolver({ timeout: 1_000, tries: 2 });
  return ownResolver;
}

/** Reads a text and finds the address behind it. Only host names take a turn of the event loop. */
export function resolveAddress(
  text: string,
  options: ResolveOptions,
): ResolvedAddress | AddressFault | Promise<ResolvedAddress | AddressFault> {
  const address = parseServerAddress(text);
  if (!address) {
    return { outcome: 'address-invalid', reason: 'this is not an address as 192.0.2.1:27015' };
  }
  const { kind, host, port } = address;
  if (kind === 'name') return lookUp(address, options);
  if (kind === 'sdr') return { outcome: 'resolved', kind, host, port };
  return judge({ outcome: 'resolved', kind, host, port }, options);
}

async function lookUp(
  { host, port }: ServerAddress,
  options: ResolveOptions,
): Promise<ResolvedAddress | AddressFault> {
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return judge({ outcome: 'resolved', kind: 'ipv4', host: '127.0.0.1', port }, options);
  }
  const { resolver = openOwnResolver() } = options;
  // Whoever owns the name chose the address: one that only the relay reaches is none for UDP.
  const ipv4 = await askForName(() => resolver.resolve4(host));
  if (typeof ipv4 === 'string')
    return judge({ outcome: 'resolved', kind: 'ipv4', host: ipv4, port }, options);
  const ipv6 = await askForName(() => resolver.resolve6(host));
  if (typeof ipv6 === 'string')
    return judge({ outcome: 'resolved', kind: 'ipv6', host: ipv6, port }, options);
  // That there is no IPv4 address says little while nobody can tell about IPv6.
  const fault = ipv6.outcome === 'dns-unavailable' ? ipv6 : ipv4;
  // A resolver asks the name servers that the machine had when it was made, and those may be others by now.
  if (fault.outcome === 'dns-unavailable' && resolver === ownResolver) ownResolver = undefined;
  return fault;
}

async function askForName(ask: () => Promise<readonly string[]>): Promise<string | AddressFault> {
  try {
    const [address] = await ask();
    return address ?? { outcome: 'name-unresolved', reason: 'this host name has no address' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return NAMES_WITHOUT_ADDRESS.has(code)
      ? { outcome: 'name-unresolved', reason: 'this host name does not exist' }
      : { outcome: 'dns-unavailable', reason: `this host name cannot be looked up now (${code})` };
  }
}

function judge(address: ResolvedAddress, options: ResolveOptions): ResolvedAddress | AddressFault {
  const reason = refusalOf(address.host, options);
  return reason === undefined ? address : { outcome: 'address-forbidden', reason };
}
