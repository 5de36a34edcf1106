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

/** How many bytes of a connection the server has not read, while it stands still. */
export async function countUnreadBytes(connection: Connection): Promise<number> {
  const { clientPort, serverPort } = connection;
  const readClient = () => readTcpQueues({ localPort: clientPort, remotePort: serverPort });
  // What is under way to the other side's kernel counts nowhere until it is there.
  await expect.poll(async () => (await readClient()).unacknowledgedBytes, { timeout: 5_000 }).toBe(0);
  return (await readTcpQueues({ localPort: serverPort, remotePort: clientPort })).unreadBytes;
}

/** Resolves when the server has read all that was sent. */
export async function waitUntilAllIsRead(connection: Connection): Promise<void> {
  await expect.poll(() => countUnreadBytes(connection), { timeout: 5_000 }).toBe(0);
}

/** Resolves when every thread of a process stands still after a SIGSTOP. Linux only. */
export async function waitUntilStopped(pid: number): Promise<void> {
  const readState = async () => /^State:\s+(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  await expect.poll(readState, { timeout: 5_000, interval: 1 }).toBe('T');
}
