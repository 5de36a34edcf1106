import type { RemoteInfo, Socket } from 'node:dgram';
import { Random } from '../demo-builder/random.ts';
import type { FakeAnswer, FakeGameServerBehaviour } from './behaviour.ts';
import { ChallengeGate } from './challenge-gate.ts';
import { composeAnswer } from './compose-answer.ts';
import type { FakeGame } from './fake-game.ts';
import type { FakeGameServer, SeenQuery } from './fake-game-server.ts';
import { closeSocket, createSocketLike } from './open-socket.ts';
import { type Query, type QueryPart, readQuery } from './read-query.ts';
import { encodeWhole } from './split-reply.ts';
import type { TimerWheel } from './timer-wheel.ts';

const CHALLENGE = 0x41;
const UINT32_RANGE = 2 ** 32;
const NO_CHALLENGE = 'ffffffff';
const normal: FakeAnswer = { kind: 'normal' };

/** A datagram on its way out. */
export interface Delivery {
  readonly server: LoopbackGameServer;
  readonly socket: Socket;
  readonly datagram: Uint8Array;
  readonly to: RemoteInfo;
}

export interface LoopbackGameServerOptions {
  /** Bound already. */
  readonly socket: Socket;
  readonly game: FakeGame;
  readonly behaviour: FakeGameServerBehaviour;
  readonly remembersRequests: boolean;
  /** On which delayed answers wait; servers may share one. */
  readonly wheel: TimerWheel<Delivery>;
}

/** One fake game server on a socket of its own. */
export class LoopbackGameServer implements FakeGameServer {
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly requests: SeenQuery[] = [];
  readonly #socket: Socket;
  readonly #wheel: TimerWheel<Delivery>;
  readonly #remembersRequests: boolean;
  readonly #gate = new ChallengeGate();
  /** Honest replies that travel whole are always the same, until the game or the behaviour changes. */
  readonly #wholeReplies = new Map<QueryPart, readonly Uint8Array[]>();
  readonly #answerCounts = new Map<QueryPart, number>();
  /** Answers that come from a port nobody asked leave through this one. */
  #strangerSocket: Socket | undefined;
  #game: FakeGame;
  #behaviour: FakeGameServerBehaviour;
  #random: Random;
  #nextId = 1;
  #requestCount = 0;
  #isClosed = false;

  constructor(options: LoopbackGameServerOptions) {
    const { address, family, port } = options.socket.address();
    this.host = address;
    this.port = port;
    this.address = family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
    this.#socket = options.socket;
    this.#wheel = options.wheel;
    this.#remembersRequests = options.remembersRequests;
    this.#game = options.game;
    this.#behaviour = options.behaviour;
    this.#random = new Random(options.behaviour.seed);
    this.#restartIds();
    this.#socket.on('message', (datagram, from) => this.#receive(datagram, from));
  }

  get game(): FakeGame {
    return this.#game;
  }

  get requestCount(): number {
    return this.#requestCount;
  }

  setGame(changes: Partial<FakeGame>): void {
    this.#game = { ...this.#game, ...changes };
    this.#wholeReplies.clear();
  }

  setBehaviour(changes: Partial<FakeGameServerBehaviour>): void {
    this.#behaviour = { ...this.#behaviour, ...changes };
    if (changes.seed !== undefined) this.#random = new Random(changes.seed);
    if (changes.split) this.#restartIds();
    this.#wholeReplies.clear();
    this.#answerCounts.clear();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await closeSocket(this.#socket);
    if (this.#strangerSocket) await closeSocket(this.#strangerSocket);
  }

  /** Sends what has waited long enough, unless the server is gone by now. */
  static deliver({ server, socket, datagram, to }: Delivery): void {
    if (!server.#isClosed) socket.send(datagram, to.port, to.address);
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    const query = readQuery(datagram, this.#behaviour.takesTrailingBytes);
    this.#requestCount++;
    const isLost = this.#isNextLost();
    if (this.#remembersRequests) this.requests.push(rememberQuery({ query, datagram, from, isLost }));
    if (isLost || query.part === 'unknown') return;
    const challenge =
      query.part === 'challenge'
        ? this.#gate.challengeFor(from)
        : this.#gate.challengeOwed(query, from, this.#behaviour);
    if (challenge) this.#send(encodeWhole(Buffer.of(CHALLENGE, ...challenge)), from);
    else if (query.part !== 'challenge') this.#answer(query.part, from);
  }

  #answer(part: QueryPart, to: RemoteInfo): void {
    const answer = this.#nextAnswer(part);
    const socket = answer.kind === 'from-other-port' ? this.#openStrangerSocket() : this.#socket;
    for (const datagram of this.#datagramsOf(part, answer)) this.#send(datagram, to, socket);
  }

  #nextAnswer(part: QueryPart): FakeAnswer {
    const { [part]: answer } = this.#behaviour;
    if (answer.times === undefined) return answer;
    const count = this.#answerCounts.get(part) ?? 0;
    this.#answerCounts.set(part, count + 1);
    return count < answer.times ? answer : normal;
  }

  #datagramsOf(part: QueryPart, answer: FakeAnswer): readonly Uint8Array[] {
    const { split } = this.#behaviour;
    const isAlwaysTheSame = answer.kind === 'normal' && split.format === 'none';
    const known = isAlwaysTheSame ? this.#wholeReplies.get(part) : undefined;
    if (known) return known;
    const datagrams = composeAnswer(part, answer, {
      game: this.#game,
      address: this.address,
      split,
      random: this.#random,
      nextId: () => this.#nextId++,
    });
    if (isAlwaysTheSame) this.#wholeReplies.set(part, datagrams);
    return datagrams;
  }

  #send(datagram: Uint8Array, to: RemoteInfo, socket = this.#socket): void {
    if (this.#isNextLost()) return;
    const { delayMs } = this.#behaviour;
    const delivery = { server: this, socket, datagram, to };
    if (delayMs > 0) this.#wheel.schedule(delayMs, delivery);
    else LoopbackGameServer.deliver(delivery);
  }

  #isNextLost(): boolean {
    const { lossShare } = this.#behaviour;
    return lossShare > 0 && this.#random.uint32() < lossShare * UINT32_RANGE;
  }

  #restartIds(): void {
    const { split } = this.#behaviour;
    this.#nextId = split.format === 'none' ? 1 : (split.firstId ?? 1);
  }

  #openStrangerSocket(): Socket {
    this.#strangerSocket ??= createSocketLike(this.host);
    return this.#strangerSocket;
  }
}

function rememberQuery(seen: {
  readonly query: Query;
  readonly datagram: Buffer;
  readonly from: RemoteInfo;
  readonly isLost: boolean;
}): SeenQuery {
  const { query, datagram, from, isLost } = seen;
  const challenge = query.challenge && Buffer.from(query.challenge).toString('hex');
  return {
    part: query.part,
    ...(challenge && challenge !== NO_CHALLENGE ? { challenge } : {}),
    from: from.family === 'IPv6' ? `[${from.address}]:${from.port}` : `${from.address}:${from.port}`,
    bytes: datagram,
    isLost,
  };
}
