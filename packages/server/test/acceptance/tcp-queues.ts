import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** A connection on the loopback interface, by its two ports. */
export interface Connection {
  readonly clientPort: number;
  readonly serverPort: number;
}

interface TcpQueues {
  /** Bytes that were sent and that the other side's kernel has not acknowledged. */
  readonly unacknowledgedBytes: number;
  /** Bytes the kernel has and the process has not read. */
  readonly unreadBytes: number;
}

/** The kernel's queues of one end of a connection on the loopback interface. Linux only. */
async function readTcpQueues(end: { localPort: number; remotePort: number }): Promise<TcpQueues> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/);
    if (portOf(local) !== end.localPort || portOf(remote) !== end.remotePort) continue;
    const [sent = '', received = ''] = queues.split(':');
    return { unacknowledgedBytes: Number.parseInt(sent, 16), unreadBytes: Number.parseInt(received, 16) };
  }
  throw new Error(`No connection from port ${end.localPort} to port ${end.remotePort}.`);
}

function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}

/** How many bytes sent to the server it has not read, at most: an acknowledgement under way makes it more. */
export async function countUnreadBytes({ clientPort, serverPort }: Connection): Promise<number> {
  const { unacknowledgedBytes } = await readTcpQueues({ localPort: clientPort, remotePort: serverPort });
  const { unreadBytes } = await readTcpQueues({ localPort: serverPort, remotePort: clientPort });
  return unacknowledgedBytes + unreadBytes;
}

/** Resolves when the server has read all that was sent. */
export async function waitUntilAllIsRead(connection: Connection): Promise<void> {
  await expect.poll(() => countUnreadBytes(connection), { timeout: 20_000 }).toBe(0);
}

/** Resolves when every thread of a process stands still after a SIGSTOP. Linux only. */
export async function waitUntilStopped(pid: number): Promise<void> {
  const readState = async () => /^State:\s+(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  await expect.poll(readState, { timeout: 20_000, interval: 1 }).toBe('T');
}
