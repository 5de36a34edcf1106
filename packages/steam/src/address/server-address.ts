import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * Where a game server is queried.
 * - `sdr`: a "fake IP" in 169.254.0.0/16, reached through Steam's relay only
 * - `ipv4`, `ipv6`: reached over UDP
 * - `name`: a host name, to be looked up first
 */
export interface ServerAddress {
  readonly kind: 'sdr' | 'ipv4' | 'ipv6' | 'name';
  /** Canonical: lower case, IPv6 in its shortest form and without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The port game servers of the Source engine listen on unless told otherwise. */
export const DEFAULT_GAME_SERVER_PORT = 27015;

/** Longer than any host name (253) with a port, each character percent-encoded twice. */
const MAX_TEXT_LENGTH = 2048;
const MAX_DECODINGS = 2;
const HOST_AND_PORT = /^([^:]*)(?::(\d{1,5}))?$/;
const BRACKETED = /^\[([^\]]*)\](?::(\d{1,5}))?$/;
/** `domainToASCII` reads its text as that of a URL, and would take what stands before these for the host. */
const URL_SYNTAX = /[\p{Cc}\s/?#@\\]/u;
const HOST_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/;

/**
 * Reads the address of a game server: IPv4, IPv6 (in brackets when a port follows) or a host name; the port may be
 * left out. Game clients in the field percent-encode it up to twice, so up to two encodings are undone.
 * `undefined` for anything else.
 *
 * @example
 * parseServerAddress('169.254.189.228%253A41928'); // { kind: 'sdr', host: '169.254.189.228', port: 41928 }
 */
export function parseServerAddress(text: string): ServerAddress | undefined {
  const decoded = decode(text)?.trim();
  if (!decoded) return undefined;
  if (isIPv6(decoded)) return addressOf(decoded, DEFAULT_GAME_SERVER_PORT);
  const [, bracketed, bracketedPort] = BRACKETED.exec(decoded) ?? [];
  if (bracketed !== undefined) {
    return isIPv6(bracketed) ? addressOf(bracketed, readPort(bracketedPort)) : undefined;
  }
  const [, host, port] = HOST_AND_PORT.exec(decoded) ?? [];
  return host ? addressOf(host, readPort(port)) : undefined;
}

/** `host:port`, with an IPv6 host in brackets. */
export function formatServerAddress({ host, port }: Pick<ServerAddress, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function decode(text: string): string | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  let decoded = text;
  try {
    for (let round = 0; round < MAX_DECODINGS && /%[0-9a-f]{2}/i.test(decoded); round += 1) {
      decoded = decodeURIComponent(decoded);
    }
    return decoded;
  } catch {
    return undefined; // the bytes are not UTF-8
  }
}

function readPort(text: string | undefined): number {
  return text === undefined ? DEFAULT_GAME_SERVER_PORT : Number(text);
}

function addressOf(host: string, port: number): ServerAddress | undefined {
  if (port < 1 || port > 65_535) return undefined;
  if (isIPv4(host)) return { kind: host.startsWith('169.254.') ? 'sdr' : 'ipv4', host, port };
  if (isIPv6(host)) {
    // A zone belongs to one machine's interfaces: it means nothing to anybody else.
    if (host.includes('%')) return undefined;
    const canonical = new SocketAddress({ address: host, family: 'ipv6' }).address;
    const mapped = MAPPED_IPV4.exec(canonical)?.[1];
    return mapped === undefined ? { kind: 'ipv6', host: canonical, port } : addressOf(mapped, port);
  }
  const name = readHostName(host);
  return name === undefined ? undefined : { kind: 'name', host: name, port };
}

/** A name whose last label is a number is a misspelt IPv4 address, never a host (as the URL standard has it). */
function readHostName(text: string): string | undefined {
  if (URL_SYNTAX.test(text)) return undefined;
  const name = domainToASCII(text).replace(/\.$/, '');
  const labels = name.split('.');
  if (name.length > 253 || !labels.every((label) => HOST_LABEL.test(label))) return undefined;
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : name;
}
