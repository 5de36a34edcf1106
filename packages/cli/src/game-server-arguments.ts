import { text } from 'node:stream/consumers';
import { parseServerAddress } from '@demobase/steam';
import { UsageError } from './command-error.ts';
import { visibleText } from './terminal-text.ts';

/**
 * The addresses of game servers given as arguments; `-` stands for those on stdin, one a line, where empty lines and
 * what follows a # are skipped. All are read before the first is asked, so that a misspelt one is told at once. An
 * address given twice counts once.
 *
 * @throws {UsageError} for what is no address, and for none at all.
 */
export async function readServerAddresses(
  args: readonly string[],
  stdin: NodeJS.ReadableStream = process.stdin,
): Promise<string[]> {
  const addresses = new Set<string>();
  for (const arg of args) {
    if (arg !== '-') addresses.add(checkServerAddress(arg));
    else for (const address of addressLines(await text(stdin))) addresses.add(address);
  }
  if (addresses.size > 0) return [...addresses];
  throw new UsageError('There is no address on stdin. Write one a line, as 192.0.2.10:27015.');
}

/** @throws {UsageError} for what is no address of a game server. */
export function checkServerAddress(address: string, { place = '' } = {}): string {
  if (parseServerAddress(address)) return address;
  throw new UsageError(
    `${place}"${visibleText(address)}" is not the address of a game server: that is an IP address or a host name, ` +
      'and a port, as 192.0.2.10:27015.',
  );
}

/** Whether only Steam's relay reaches one of these servers. */
export function needsRelay(addresses: readonly string[]): boolean {
  return addresses.some((address) => parseServerAddress(address)?.kind === 'sdr');
}

function addressLines(lines: string): string[] {
  return lines.split('\n').flatMap((line, index) => {
    const address = line.replace(/#.*/, '').trim();
    return address === '' ? [] : [checkServerAddress(address, { place: `Line ${index + 1} of stdin: ` })];
  });
}
