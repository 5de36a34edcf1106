import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** Addresses are numbers here; without this, dgram would look every one of them up before it sends. */
const answerAtOnce = (
  host: string,
  _options: unknown,
  callback: (error: null, address: string, family: number) => void,
): void => callback(null, host, isIPv6(host) ? 6 : 4);

/** A UDP socket of the family of this address, bound to nothing yet. */
export function createSocketLike(host: string): Socket {
  return createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup: answerAtOnce });
}

/** A UDP socket on this address; port 0 takes any free one. Rejects when the port is taken. */
export async function openSocket(host: string, port: number): Promise<Socket> {
  const socket = createSocketLike(host);
  const isListening = once(socket, 'listening');
  socket.bind({ address: host, port, exclusive: true });
  await isListening;
  return socket;
}

export async function closeSocket(socket: Socket): Promise<void> {
  const isClosed = once(socket, 'close');
  socket.close();
  await isClosed;
}
