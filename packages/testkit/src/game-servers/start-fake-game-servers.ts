import { type FakeGameServerBehaviour, honestBehaviour } from './behaviour.ts';
import { defaultGame, type FakeGame } from './fake-game.ts';
import type { FakeGameServer } from './fake-game-server.ts';
import { LoopbackGameServer } from './loopback-game-server.ts';
import { openSocket } from './open-socket.ts';
import { TimerWheel } from './timer-wheel.ts';

export interface FakeGameServersOptions {
  /** Addresses of this machine that the servers take in turns. Default `127.0.0.1` alone. */
  readonly hosts?: readonly string[];
  /** The ports go up from here, the same ones on every host. Default: any free ones. */
  readonly firstPort?: number;
  /** What the server of this index says of itself, where that differs from `defaultGame`. */
  readonly game?: (index: number) => Partial<FakeGame>;
  /** How they behave, where that differs from an honest server that wants challenges; each adds its index to `seed`. */
  readonly behaviour?: Partial<FakeGameServerBehaviour>;
  /** Whether each keeps its `requests`. Default false, since there may be millions. */
  readonly remembersRequests?: boolean;
}

/** Many fake game servers in one process. */
export interface FakeGameServers {
  readonly servers: readonly FakeGameServer[];
  /** As `127.0.0.1:27015`, in the order of `servers`. */
  readonly addresses: readonly string[];
  /** Changes the behaviour of all of them. */
  setBehaviour(changes: Partial<FakeGameServerBehaviour>): void;
  close(): Promise<void>;
}

/** Starts so many fake game servers, which share one timer. Rejects when a port is taken, and then leaves none open. */
export async function startFakeGameServers(
  count: number,
  options: FakeGameServersOptions = {},
): Promise<FakeGameServers> {
  const { hosts = ['127.0.0.1'], firstPort, game, behaviour, remembersRequests = false } = options;
  const wheel = new TimerWheel(LoopbackGameServer.deliver);
  const seed = behaviour?.seed ?? honestBehaviour.seed;
  const servers: LoopbackGameServer[] = [];
  const close = async () => {
    wheel.clear();
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    for (let index = 0; index < count; index++) {
      const host = hosts[index % hosts.length] ?? '127.0.0.1';
      const port = firstPort === undefined ? 0 : firstPort + Math.floor(index / hosts.length);
      servers.push(
        new LoopbackGameServer({
          socket: await openSocket(host, port),
          game: { ...defaultGame, ...game?.(index) },
          behaviour: { ...honestBehaviour, ...behaviour, seed: seed + index },
          remembersRequests,
          wheel,
        }),
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    servers,
    addresses: servers.map(({ address }) => address),
    setBehaviour: (changes) => {
      for (const [index, server] of servers.entries()) {
        server.setBehaviour(
          changes.seed === undefined ? changes : { ...changes, seed: changes.seed + index },
        );
      }
    },
    close,
  };
}
