import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export const INFO = 'ffffffff54536f7572636520456e67696e6520517565727900';
export const PLAYERS = 'ffffffff55';
export const RULES = 'ffffffff56';
export const NO_CHALLENGE = 'ffffffff';

/** A datagram that came. */
export interface Received {
  readonly hex: string;
  readonly bytes: Buffer;
  /** Where it came from. */
  readonly port: number;
}

/** A bare socket for the tests here: it sends hexadecimal and hands out what comes, and knows nothing of A2S but challenges. */
export class Asker {
  readonly #server: { readonly host: string; readonly port: number };
  readonly #socket: Socket;
  readonly #received: Received[] = [];
  #wake = () => {};

  constructor(server: { readonly host: string; readonly port: number }) {
    this.#server = server;
    this.#socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4');
    this.#socket.on('message', (bytes, { port }) => {
      this.#received.push({ hex: bytes.toString('hex'), bytes, port });
      this.#wake();
    });
  }

  /** Datagrams that came and were not handed out yet. */
  get receivedCount(): number {
    return this.#received.length;
  }

  send(hex: string): void {
    this.#socket.send(Buffer.from(hex, 'hex'), this.#server.port, this.#server.host);
  }

  /** Waits for so many datagrams. */
  async next(count = 1): Promise<Received[]> {
    while (this.#received.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#received.splice(0, count);
  }

  async ask(hex: string, count = 1): Promise<Received[]> {
    this.send(hex);
    return this.next(count);
  }

  /** Asks, comes back with the challenge, and gives what is answered to that. */
  async askWithChallenge(hex: string, count = 1): Promise<Received[]> {
    const [challenge] = await this.ask(hex === INFO ? hex : `${hex}${NO_CHALLENGE}`);
    if (!challenge?.hex.startsWith('ffffffff41')) throw new Error(`This is no challenge: ${challenge?.hex}`);
    return this.ask(`${hex}${challenge.hex.slice(10)}`, count);
  }

  close(): void {
    this.#socket.close();
  }
}
