import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

type LookupAnswer = (error: null, address: string, family: number) => void;

/** A UDP socket of the family of this address, bound to nothing yet. */
export function createSocketLike(host: string): Socket {
  const family = isIPv6(host) ? 6 : 4;
  return createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Addresses are numbers here; without this, dgram would look each of them up before it sends.
    lookup: (address: string, _options: unknown, answer: LookupAnswer) => answer(null, address, family),
  });
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
