import type { FakeGameServerBehaviour } from './behaviour.ts';
import type { FakeGame } from './fake-game.ts';
import type { Query } from './read-query.ts';

/** One datagram a fake game server has seen. */
export interface SeenQuery {
  readonly part: Query['part'];
  /** In hexadecimal; absent when the query brought none. FF FF FF FF in PLAYERS and RULES counts as none. */
  readonly challenge?: string;
  /** Who asked, as `127.0.0.1:40123`. */
  readonly from: string;
  readonly bytes: Buffer;
  /** It came, but the server acts as if it had not (`lossShare`). */
  readonly isLost: boolean;
}

/** A game server that answers A2S over UDP on this machine. */
export interface FakeGameServer {
  /** As `127.0.0.1:27015` or `[::1]:27015`. */
  readonly address: string;
  /** The address without the port, as `127.0.0.1` or `::1`. */
  readonly host: string;
  readonly port: number;
  /** Every datagram so far, oldest first; empty with `remembersRequests: false`. */
  readonly requests: readonly SeenQuery[];
  /** How many datagrams came so far, lost and unknown ones included. */
  readonly requestCount: number;
  /** What it says of itself now. */
  readonly game: FakeGame;
  /** Changes the parts named and leaves the others as they are; `seed` starts its dice anew. */
  setBehaviour(changes: Partial<FakeGameServerBehaviour>): void;
  setGame(changes: Partial<FakeGame>): void;
  /** Forgets the answers that are still on their way. */
  close(): Promise<void>;
}
