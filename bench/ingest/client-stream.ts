import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { buildCloseFrame, type Wire } from './build-wire.ts';
import type { StreamTarget } from './measured-server.ts';

/** How much is given to the kernel at a time. */
const WRITE_BYTES = 256 * 1024;
const FILE_POLL_MS = 1;

/** One client: a raw socket on which a WebSocket was opened. It does next to nothing, so as not to be measured. */
export class ClientStream {
  readonly #socket: Socket;
  readonly #target: StreamTarget;
  readonly #closed: Promise<unknown>;

  private constructor(socket: Socket, target: StreamTarget) {
    this.#socket = socket;
    this.#target = target;
    this.#closed = once(socket, 'close');
    socket.resume();
  }

  /** @throws {Error} when the server refuses the stream. */
  static async open(url: string, target: StreamTarget): Promise<ClientStream> {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    socket.write(
      `GET ${target.path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const [answer] = await once(socket, 'data');
    if (!String(answer).startsWith('HTTP/1.1 101')) throw new Error(`A stream was refused: ${answer}`);
    return new ClientStream(socket, target);
  }

  /**
   * Sends everything and says goodbye; resolves when the server has closed the connection and the stream's
   * file has all bytes. Both servers are held to this same end.
   *
   * @throws {Error} when the connection breaks, or the file is too long.
   */
  async send(wire: Wire, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    for (let at = 0; at < wire.frames.length; at += WRITE_BYTES) {
      const piece = wire.frames.subarray(at, at + WRITE_BYTES);
      if (!this.#socket.write(piece)) await once(this.#socket, 'drain', { signal });
    }
    this.#socket.write(buildCloseFrame());
    await Promise.race([this.#closed, once(signal, 'abort')]);
    for (;;) {
      signal.throwIfAborted();
      const { size } = await stat(this.#target.filePath);
      if (size === wire.demoBytes) return;
      if (size > wire.demoBytes) throw new Error(`A file has ${size} bytes in place of ${wire.demoBytes}.`);
      await delay(FILE_POLL_MS);
    }
  }
}
