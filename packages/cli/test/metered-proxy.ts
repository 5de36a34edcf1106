import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A TCP proxy with one address for as many instances as there are, that counts bytes and cuts connections:
 * the network between a client and a service, made to fail where a test wants it.
 */
export class MeteredProxy {
  /** Where connections go; none are taken on without it. */
  target: URL | undefined;
  uploadedBytes = 0;
  downloadedBytes = 0;
  readonly #server = createServer((client) => this.#serve(client));
  readonly #sockets = new Set<Socket>();
  readonly #watchers = new Set<() => void>();

  static async start(): Promise<MeteredProxy> {
    const proxy = new MeteredProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves as soon as the meters say so. */
  when(isReached: (proxy: MeteredProxy) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isReached(this)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  resetMeters(): void {
    this.uploadedBytes = 0;
    this.downloadedBytes = 0;
  }

  cutConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.cutConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    if (!this.target) {
      client.resetAndDestroy();
      return;
    }
    const service = connect(Number(this.target.port), this.target.hostname);
    this.#pass(client, service, (bytes) => {
      this.uploadedBytes += bytes;
    });
    this.#pass(service, client, (bytes) => {
      this.downloadedBytes += bytes;
    });
  }

  #pass(from: Socket, to: Socket, count: (bytes: number) => void): void {
    this.#sockets.add(from);
    from.on('data', (chunk) => {
      count(chunk.length);
      for (const look of [...this.#watchers]) look();
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => from.resume());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
