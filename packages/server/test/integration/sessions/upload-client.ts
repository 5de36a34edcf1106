import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { RunningInstance } from './running-instance.ts';

export interface ServerSays {
  readonly type: string;
  readonly offset?: number;
  readonly size?: number;
  readonly sha256?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** A client of `demobase.v1` that does just what a test tells it, right or wrong. */
export class UploadClient {
  readonly socket: WebSocket;
  readonly said: ServerSays[] = [];
  readonly closed: Promise<number>;
  #wake: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code) => {
        resolve(code);
        this.#wake();
      });
    });
    socket.on('error', () => {});
    socket.on('message', (data) => {
      this.said.push(JSON.parse(String(data)));
      this.#wake();
    });
  }

  static async connect(instance: RunningInstance, sessionId: string, key: string): Promise<UploadClient> {
    const url = `${instance.url.replace('http', 'ws')}/demos?session_id=${sessionId}`;
    const client = new UploadClient(new WebSocket(url, ['demobase.v1', `demobase.key.${key}`]));
    await once(client.socket, 'open');
    return client;
  }

  /** Waits until the server has said something of a type (with the wanted offset, where given). */
  async hear(type: string, wanted: Partial<ServerSays> = {}): Promise<ServerSays> {
    for (;;) {
      const found = this.said.find(
        (said) =>
          said.type === type &&
          Object.entries(wanted).every(([key, value]) => said[key as keyof ServerSays] === value),
      );
      if (found) return found;
      if (this.socket.readyState === WebSocket.CLOSED) {
        throw new Error(`closed without ${type}; heard ${JSON.stringify(this.said)}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Cuts the line without a word. */
  async drop(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
