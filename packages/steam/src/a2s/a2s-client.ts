import { setMaxListeners } from 'node:events';
import { type ResolvedAddress, resolveAddress } from '../address/resolve-address.ts';
import { formatServerAddress } from '../address/server-address.ts';
import { inOrderOfArrival } from '../async/in-order-of-arrival.ts';
import type { A2sAnswer, A2sPartName } from './a2s-answer.ts';
import { QuerySocket, type QuerySocketOptions } from './query-socket.ts';
import { ServerExchange } from './server-exchange.ts';

const ALL_PARTS: readonly A2sPartName[] = ['info', 'players', 'rules'];

export interface A2sClientOptions {
  /**
   * Ask addresses of private networks and of this machine too. Default false: an address is usually somebody
   * else's text, and must not make us knock on doors of our own network.
   */
  readonly allowPrivateAddresses?: boolean;
  /** Servers asked at the same time by `queryAll`. Default 1,000. */
  readonly maxInFlight?: number;
  /** Datagrams sent a second, all together; Infinity for no limit. Default 5,000. */
  readonly datagramsPerSecond?: number;
  /**
   * Datagrams sent a second to one IP address. Default 100. Game servers drop what comes faster than about three
   * queries a second without a word: do not ask the same one more often than every ten seconds.
   */
  readonly datagramsPerSecondPerHost?: number;
  /** The longest an answer is waited for before asking again; usually it is less, as measured. Default 1,000. */
  readonly legTimeoutMs?: number;
  /** How often an unanswered request is repeated. Default 3. */
  readonly retries?: number;
  /** After this time, from the first datagram on, nothing is repeated any more. Default 5,000. */
  readonly queryTimeoutMs?: number;
}

export interface A2sQueryOptions {
  /** Default all three. */
  readonly parts?: readonly A2sPartName[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks game servers over UDP what they say of themselves (A2S: INFO, PLAYER, RULES), thousands at a time over one
 * socket. What a server does wrong is in its answer; a call rejects only when its `signal` aborts or the client is
 * closed. An idle client does not keep the process alive.
 *
 * @example
 * const client = new A2sClient();
 * const answer = await client.query('192.0.2.10:27015', { parts: ['info'] });
 * if (answer.outcome === 'asked' && answer.info?.outcome === 'ok') console.log(answer.info.value.map);
 */
export class A2sClient {
  readonly allowsPrivateAddresses: boolean;
  readonly #maxInFlight: number;
  readonly #socketOptions: QuerySocketOptions;
  readonly #sockets = new Map<'ipv4' | 'ipv6', QuerySocket>();
  readonly #closing = new AbortController();

  /** Throws a RangeError for an option that is no sensible number. */
  constructor(options: A2sClientOptions = {}) {
    // One listener for each query under way.
    setMaxListeners(0, this.#closing.signal);
    this.allowsPrivateAddresses = options.allowPrivateAddresses ?? false;
    this.#maxInFlight = atLeast(1, 'maxInFlight', options.maxInFlight ?? 1_000);
    this.#socketOptions = {
      datagramsPerSecond: atLeast(1, 'datagramsPerSecond', options.datagramsPerSecond ?? 5_000),
      datagramsPerSecondPerHost: atLeast(
        1,
        'datagramsPerSecondPerHost',
        options.datagramsPerSecondPerHost ?? 100,
      ),
      legTimeoutMs: finite('legTimeoutMs', atLeast(1, 'legTimeoutMs', options.legTimeoutMs ?? 1_000)),
      retries: atLeast(0, 'retries', options.retries ?? 3),
      queryTimeoutMs: atLeast(1, 'queryTimeoutMs', options.queryTimeoutMs ?? 5_000),
    };
  }

  /** Asks one server. Queries of the same server take turns. */
  async query(address: string, options: A2sQueryOptions = {}): Promise<A2sAnswer> {
    const { parts = ALL_PARTS, signal } = options;
    const closing = this.#closing.signal;
    signal?.throwIfAborted();
    closing.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = (event: Event) => {
        settle();
        stop();
        reject(event.target === signal ? signal?.reason : closing.reason);
      };
      const settle = () => {
        signal?.removeEventListener('abort', abort);
        closing.removeEventListener('abort', abort);
      };
      signal?.addEventListener('abort', abort);
      closing.addEventListener('abort', abort);
      const stop = this.#ask(address, parts, (answer) => {
        settle();
        resolve(answer);
      });
    });
  }

  /**
   * Asks many servers, some at a time, and gives each answer as it arrives, in no order. Addresses are taken from
   * their source only as answers are taken from here, so neither has to fit into memory.
   */
  async *queryAll(
    addresses: Iterable<string> | AsyncIterable<string>,
    { parts = ALL_PARTS, signal }: A2sQueryOptions = {},
  ): AsyncGenerator<A2sAnswer, void, void> {
    const closing = this.#closing.signal;
    yield* inOrderOfArrival(addresses, {
      limit: this.#maxInFlight,
      signal: signal ? AbortSignal.any([signal, closing]) : closing,
      begin: (address: string, done: (answer: A2sAnswer) => void) => this.#ask(address, parts, done),
    });
  }

  /** Gives the sockets back; queries under way reject. An idle client need not be closed for the process to end. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('The A2S client was closed.'));
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  /** `done` is called once, unless the returned function is called before. */
  #ask(address: string, parts: readonly A2sPartName[], done: (answer: A2sAnswer) => void): () => void {
    let stop = () => {};
    let isStopped = false;
    const resolved = resolveAddress(address, { allowPrivateAddresses: this.allowsPrivateAddresses });
    const goOn = (result: Awaited<typeof resolved>) => {
      if (isStopped || this.#closing.signal.aborted) return;
      if (result.outcome !== 'resolved') done({ ...result, address });
      else stop = this.#exchange(address, result, parts, done);
    };
    if (resolved instanceof Promise) void resolved.then(goOn);
    else goOn(resolved);
    return () => {
      isStopped = true;
      stop();
    };
  }

  #exchange(
    address: string,
    remote: ResolvedAddress,
    parts: readonly A2sPartName[],
    done: (answer: A2sAnswer) => void,
  ): () => void {
    if (remote.kind === 'sdr') {
      done({
        outcome: 'address-forbidden',
        reason: 'no datagram reaches this address: it is behind the relay of Steam',
        address,
      });
      return () => {};
    }
    const socket = this.#socketFor(remote.kind);
    const exchange = new ServerExchange(remote, parts, socket);
    socket.start(exchange, () =>
      done({
        outcome: 'asked',
        address,
        remoteAddress: formatServerAddress(remote),
        ...exchange.parts,
      }),
    );
    return () => socket.cancel(exchange);
  }

  #socketFor(kind: 'ipv4' | 'ipv6'): QuerySocket {
    let socket = this.#sockets.get(kind);
    if (!socket) {
      socket = new QuerySocket(kind === 'ipv4' ? 'udp4' : 'udp6', this.#socketOptions);
      this.#sockets.set(kind, socket);
    }
    return socket;
  }
}

function atLeast(least: number, name: string, value: number): number {
  if (value >= least) return value;
  throw new RangeError(`${name} is ${value}; it must be a number of at least ${least}.`);
}

function finite(name: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new RangeError(`${name} is ${value}; a query of a silent server would never end.`);
}
