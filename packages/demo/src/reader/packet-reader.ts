import { BitReader } from '../bits/bit-reader.ts';
import { brokenMessage, DemoFormatError } from '../demo-format-error.ts';
import { codecOf, type Message, messageTypeOf } from '../messages/message.ts';
import { netNop } from '../messages/net-nop.ts';
import { netTick } from '../messages/net-tick.ts';
import { type WireProtocol, wireProtocolsOf } from '../messages/wire-protocol.ts';
import type { DemoEvents } from './demo-events.ts';
import type { Listeners } from './listeners.ts';
import type { Problems } from './problems.ts';

/** Reads what a message means, from behind its type to its end. */
export type MessageRoute = (reader: BitReader, protocol: WireProtocol) => void;

/**
 * Walks the messages of packets. A message with a route goes there; one that somebody listens to is told whole;
 * any other is passed over. What cannot be read ends its packet, since messages do not tell their length.
 */
export class PacketReader {
  readonly #reader = new BitReader(new Uint8Array());
  readonly #routes: readonly (MessageRoute | undefined)[];
  readonly #events: Listeners<DemoEvents>;
  readonly #problems: Problems;
  readonly #learn: (message: Message) => void;
  readonly #isTold: readonly boolean[];

  constructor(options: {
    /** By type number. */
    readonly routes: readonly (MessageRoute | undefined)[];
    readonly events: Listeners<DemoEvents>;
    readonly problems: Problems;
    /**
     * Called with a message before it is told, and with a packet's net_Tick before anything in the packet is:
     * whoever hears of it then finds known what it says.
     */
    readonly learn: (message: Message) => void;
  }) {
    this.#routes = options.routes;
    this.#events = options.events;
    this.#problems = options.problems;
    this.#learn = options.learn;
    this.#isTold = Array.from({ length: 64 }, (_, typeNumber) => {
      const type = messageTypeOf(typeNumber);
      return type !== undefined && (this.#events.has('message') || this.#events.has(type));
    });
  }

  read(bytes: Uint8Array, start: number, end: number, protocol: WireProtocol): void {
    const reader = this.#reader;
    reader.rebind(bytes, start, end);
    this.#learnTick(protocol);
    try {
      while (reader.bitsLeft >= protocol.messageTypeBits) {
        const typeNumber = reader.readUint(protocol.messageTypeBits);
        if (this.#isTold[typeNumber] === true) this.#tell(typeNumber, protocol);
        const route = this.#routes[typeNumber];
        if (route !== undefined) route(reader, protocol);
        else if (this.#isTold[typeNumber] !== true) this.#skip(typeNumber, protocol);
      }
    } catch (error) {
      this.#problems.report(error, { affectsState: true });
    }
  }

  /** Sounds and events may stand before the net_Tick of their packet, and are of its tick all the same. */
  #learnTick(protocol: WireProtocol): void {
    const reader = this.#reader;
    try {
      while (reader.bitsLeft >= protocol.messageTypeBits) {
        const typeNumber = reader.readUint(protocol.messageTypeBits);
        if (typeNumber === netTick.typeNumber) {
          this.#learn(netTick.decode(reader, protocol));
          break;
        }
        this.#skip(typeNumber, protocol);
      }
    } catch (error) {
      // It is met again when the messages are read, and reported then.
      if (!(error instanceof DemoFormatError)) throw error;
    }
    reader.goBackTo(0);
  }

  #tell(typeNumber: number, protocol: WireProtocol): void {
    const reader = this.#reader;
    const bodyBits = reader.positionBits;
    const message = codecOf(typeNumber)?.decode(reader, protocol);
    if (message === undefined) return;
    this.#learn(message);
    this.#events.tell('message', message);
    // Each message goes to the listeners of its own type, which TypeScript cannot follow through a name.
    this.#events.tell(message.type, message as never);
    if (this.#routes[typeNumber] !== undefined) reader.goBackTo(bodyBits);
  }

  #skip(typeNumber: number, protocol: WireProtocol): void {
    const codec = codecOf(typeNumber);
    if (codec !== undefined) {
      codec.skip(this.#reader, protocol);
      return;
    }
    throw brokenMessage(
      (this.#reader.positionBits - protocol.messageTypeBits) >>> 3,
      `there is no message of type ${typeNumber}: the rest of the packet cannot be read`,
    );
  }
}

/** What comes behind svc_ServerInfo: net_Tick, or nothing but padding. */
const FOLLOWERS: ReadonlySet<number> = new Set([netNop.typeNumber, netTick.typeNumber]);

/**
 * The layout a demo is written in: the one of those its network protocol may mean in which its first sign-on
 * packet introduces the game server.
 */
export function findWireProtocol(networkProtocol: number, firstSignon: Uint8Array): WireProtocol | undefined {
  const candidates = wireProtocolsOf(networkProtocol);
  if (candidates.length === 1) return candidates[0];
  return candidates.find((protocol) => introducesGameServer(firstSignon, protocol));
}

function introducesGameServer(payload: Uint8Array, protocol: WireProtocol): boolean {
  const reader = new BitReader(payload);
  try {
    while (reader.bitsLeft >= protocol.messageTypeBits) {
      const codec = codecOf(reader.readUint(protocol.messageTypeBits));
      if (codec === undefined) return false;
      const message = codec.decode(reader, protocol);
      if (message.type !== 'svc_ServerInfo') continue;
      const next = reader.bitsLeft < protocol.messageTypeBits ? 0 : reader.readUint(protocol.messageTypeBits);
      return message.networkProtocol === protocol.network && FOLLOWERS.has(next);
    }
  } catch (error) {
    if (!(error instanceof DemoFormatError)) throw error;
  }
  return false;
}
