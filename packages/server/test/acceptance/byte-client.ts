import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9 } as const;

export interface FrameOptions {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  readonly isMasked?: boolean;
  readonly reservedBits?: number;
  /** What the frame claims to hold; what it holds unless set. */
  readonly lengthBytes?: number;
}

/** The answer to a WebSocket handshake: a socket that speaks WebSocket, or a refusal. */
export interface Handshake {
  readonly status: number;
  readonly text: string;
  readonly socket: Socket;
}

/** Asks for a WebSocket over plain TCP and reads the answer, and nothing that follows a 101. */
export async function shakeHands(asked: {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}): Promise<Handshake> {
  const socket = connect(asked.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.setNoDelay(true);
  socket.write(handshakeRequest(asked));
  let received = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    received += chunk.toString('latin1');
    if (received.startsWith('HTTP/1.1 101') && received.includes('\r\n\r\n')) break;
  }
  socket.pause();
  const [head = '', ...body] = received.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1] ?? 0), text: body.join('\r\n\r\n'), socket };
}

export function handshakeRequest(asked: {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}): string {
  const headers = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Version': '13',
    ...asked.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${asked.path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** The head of a frame (RFC 6455 section 5.2). */
export function encodeFrameHead(mask: Uint8Array, options: FrameOptions & { lengthBytes: number }): Buffer {
  const { opcode = Opcode.binary, isFinal = true, isMasked = true, reservedBits = 0, lengthBytes } = options;
  const first = (isFinal ? 0x80 : 0) | (reservedBits << 4) | opcode;
  const maskBit = isMasked ? 0x80 : 0;
  let head: Buffer;
  if (lengthBytes < 126) head = Buffer.from([first, maskBit | lengthBytes]);
  else if (lengthBytes < 65_536) {
    head = Buffer.from([first, maskBit | 126, 0, 0]);
    head.writeUInt16BE(lengthBytes, 2);
  } else {
    head = Buffer.from([first, maskBit | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeBigUInt64BE(BigInt(lengthBytes), 2);
  }
  return isMasked ? Buffer.concat([head, mask]) : head;
}

export function encodeFrame(payload: Uint8Array, options: FrameOptions = {}): Buffer {
  const mask = randomBytes(4);
  const head = encodeFrameHead(mask, { lengthBytes: payload.length, ...options });
  const body = Buffer.from(payload);
  if (options.isMasked ?? true) {
    for (let i = 0; i < body.length; i += 1) body[i] = (body[i] ?? 0) ^ (mask[i & 3] ?? 0);
  }
  return Buffer.concat([head, body]);
}

/**
 * The game client in the field, in what matters to a server: after the handshake it never reads its socket, and
 * it goes away without a close frame.
 */
export class ByteClient {
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static of({ status, text, socket }: Handshake): ByteClient {
    if (status === 101) return new ByteClient(socket);
    throw new Error(`The handshake was refused: ${status} ${text}`);
  }

  /** Sends one frame; resolves when the kernel has all of it. */
  send(payload: Uint8Array, options: FrameOptions = {}): Promise<void> {
    return this.write(encodeFrame(payload, options));
  }

  /** Sends bytes as they are; resolves when the kernel has them, or the connection is gone. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(bytes, () => resolve());
    });
  }

  /** Drops the connection: what the kernel has is still sent, but nobody says goodbye. */
  destroy(): void {
    this.socket.destroy();
  }

  /** All the server has sent by the time it ends the connection. */
  async readToEnd(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.socket.on('data', (chunk) => chunks.push(chunk));
    this.socket.resume();
    if (!this.socket.closed) await once(this.socket, 'close');
    return Buffer.concat(chunks);
  }

  /** The code of the close frame with which the server ends the connection; undefined where it sends none. */
  async readCloseCode(): Promise<number | undefined> {
    const received = await this.readToEnd();
    return received[0] === (0x80 | Opcode.close) ? received.readUInt16BE(2) : undefined;
  }
}
