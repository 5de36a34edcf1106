import { type FakeGameServerBehaviour, honestBehaviour } from './behaviour.ts';
import { defaultGame, type FakeGame } from './fake-game.ts';
import type { FakeGameServer } from './fake-game-server.ts';
import { LoopbackGameServer } from './loopback-game-server.ts';
import { openSocket } from './open-socket.ts';
import { TimerWheel } from './timer-wheel.ts';

export interface FakeGameServerOptions {
  /** An address of this machine, IPv4 or IPv6. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** What it says of itself, where that differs from `defaultGame`. */
  readonly game?: Partial<FakeGame>;
  /** How it behaves, where that differs from an honest server that wants challenges. */
  readonly behaviour?: Partial<FakeGameServerBehaviour>;
  /** Whether `requests` is kept. Default true. */
  readonly remembersRequests?: boolean;
}

/** Rejects when the port is taken. */
export async function startFakeGameServer(options: FakeGameServerOptions = {}): Promise<FakeGameServer> {
  const { host = '127.0.0.1', port = 0, game, behaviour, remembersRequests = true } = options;
  return new LoopbackGameServer({
    socket: await openSocket(host, port),
    game: { ...defaultGame, ...game },
    behaviour: { ...honestBehaviour, ...behaviour },
    remembersRequests,
    wheel: new TimerWheel(LoopbackGameServer.deliver),
  });
}
