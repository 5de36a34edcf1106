import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

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

/**
 * How many bytes a process that is stopped has read from a connection, at least: all that was written to it,
 * less what waits in the kernel. An acknowledgement under way makes it less than it is, so it is waited for.
 */
export async function countReadBytes(connection: {
  readonly writtenBytes: number;
  readonly clientPort: number;
  readonly serverPort: number;
}): Promise<number> {
  const { clientPort, serverPort, writtenBytes } = connection;
  const readClient = () => readTcpQueues({ localPort: clientPort, remotePort: serverPort });
  const readServer = () => readTcpQueues({ localPort: serverPort, remotePort: clientPort });
  await expect.poll(async () => (await readClient()).unacknowledgedBytes, { timeout: 5_000 }).toBe(0);
  return writtenBytes - (await readServer()).unreadBytes;
}

/** Resolves when every thread of a process stands still after a SIGSTOP. Linux only. */
export async function waitUntilStopped(pid: number): Promise<void> {
  const readState = async () => /^State:\s+(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  await expect.poll(readState, { timeout: 5_000, interval: 1 }).toBe('T');
}
