import { BitReader } from '../bits/bit-reader.ts';
import { readInt32 } from '../bits/int32.ts';
import { decodeText } from '../bits/text.ts';
import { decodeCommandInfo } from '../commands/command-info.ts';
import { COMMAND_INFO_BYTES, COMMAND_TYPES, headBytesOf } from '../commands/command-layout.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import type { CommandHead, CommandSink } from '../framing/command-sink.ts';
import type { DemoHeader } from '../header/demo-header.ts';
import type { SvcServerInfo } from '../messages/svc-server-info.ts';
import { type WireProtocol, wireProtocolsOf } from '../messages/wire-protocol.ts';
import { decodeUserInput } from '../user-commands/user-input.ts';
import type { Packet } from './demo-events.ts';
import type { Interest } from './interest.ts';
import { LevelReader } from './level-reader.ts';
import { findWireProtocol, PacketReader } from './packet-reader.ts';
import { PayloadBuffer } from './payload-buffer.ts';
import { Problems } from './problems.ts';

/** Below this, layouts differ in ways nobody could show us. */
const LOWEST_NETWORK_PROTOCOL = 14;
const NETWORK_PROTOCOL_OFFSET = 0x0c;
/** Those whose tick is on the game server's clock. */
const SERVER_CLOCK_COMMANDS: ReadonlySet<number> = new Set([
  COMMAND_TYPES.signon,
  COMMAND_TYPES['data-tables'],
  COMMAND_TYPES['string-tables'],
]);
const TYPE_AND_TICK_BYTES = 5;
const SEQUENCE_BYTES = 4;

/**
 * What is inside the commands of a demo: takes each as its last byte comes, tells those who are interested,
 * and keeps what later commands are read by. What cannot be read is noted and passed over.
 */
export class DemoContents implements CommandSink {
  readonly #interest: Interest;
  readonly #payload = new PayloadBuffer();
  readonly #reader = new BitReader(new Uint8Array());
  readonly #place = { payloadOffset: 0, tick: 0 };
  readonly #problems: Problems;
  readonly #packets: PacketReader;
  readonly #level: LevelReader;
  readonly #wantedCommands: readonly boolean[];
  #type = 0;
  #payloadBytes = 0;
  #outgoingSequence = 0;
  #packet: Packet | undefined;
  #networkProtocol = 0;
  #protocol: WireProtocol | undefined;
  #isSynced = false;

  constructor(interest: Interest) {
    this.#interest = interest;
    this.#problems = new Problems(this.#place, (problem) => interest.events.tell('problem', problem));
    this.#level = new LevelReader(interest, this.#problems, this.#place);
    this.#packets = new PacketReader({
      routes: this.#level.routes,
      events: interest.events,
      problems: this.#problems,
      learn: (message) => this.#level.learn(message),
    });
    this.#wantedCommands = this.#chooseCommands();
  }

  get tick(): number {
    return this.#place.tick;
  }

  get serverTick(): number {
    return this.#level.serverTick;
  }

  get serverInfo(): SvcServerInfo | undefined {
    return this.#level.serverInfo;
  }

  get problems(): Problems {
    return this.#problems;
  }

  get tickIntervalSeconds(): number | undefined {
    const seconds = this.serverInfo?.tickIntervalSeconds;
    return seconds !== undefined && seconds > 0 && seconds <= 1 ? seconds : undefined;
  }

  get wantsPayload(): boolean {
    return this.#wantedCommands[this.#type] === true;
  }

  header(header: DemoHeader): void {
    this.#networkProtocol = header.networkProtocol;
    this.#level.takeHeader(header);
    this.#interest.events.tell('header', header);
    if (header.networkProtocol < LOWEST_NETWORK_PROTOCOL) {
      throw new DemoFormatError({
        code: 'unsupported-protocol',
        offset: NETWORK_PROTOCOL_OFFSET,
        reason: `this demo is of network protocol ${header.networkProtocol}, and ${LOWEST_NETWORK_PROTOCOL} is the oldest that can be read`,
      });
    }
  }

  begin({ type, tick, offset, head, headAt, payloadBytes }: CommandHead): void {
    this.#type = type;
    this.#payloadBytes = payloadBytes;
    this.#payload.clear();
    if (type === COMMAND_TYPES['sync-tick']) this.#isSynced = true;
    // Until the sync tick, and in another sign-on after it, ticks are the game server's.
    if (this.#isSynced && !SERVER_CLOCK_COMMANDS.has(type)) this.#place.tick = tick;
    this.#place.payloadOffset = offset + headBytesOf(type);
    this.#packet = undefined;
    if (type === COMMAND_TYPES.signon || type === COMMAND_TYPES.packet) {
      this.#beginPacket({ type, tick, head, headAt });
    } else if (type === COMMAND_TYPES['user-command']) {
      this.#outgoingSequence = readInt32(head, headAt + TYPE_AND_TICK_BYTES);
    }
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    this.#payload.take(bytes, start, end, this.#payloadBytes);
  }

  end(): void {
    const { bytes, start, end } = this.#payload;
    switch (this.#type) {
      case COMMAND_TYPES.signon:
      case COMMAND_TYPES.packet:
        this.#endPacket(bytes, start, end);
        return;
      case COMMAND_TYPES['sync-tick']:
        this.#interest.events.tell('sync-tick', { tick: this.tick });
        return;
      case COMMAND_TYPES.stop:
        this.#interest.events.tell('stop', { tick: this.tick });
        return;
      default:
        if (this.wantsPayload) this.#readOther(bytes, start, end);
    }
  }

  #beginPacket({ type, tick, head, headAt }: Pick<CommandHead, 'type' | 'tick' | 'head' | 'headAt'>): void {
    const { events } = this.#interest;
    if (!events.has('packet') && !events.has('packet-end')) return;
    const sequencesAt = headAt + TYPE_AND_TICK_BYTES + COMMAND_INFO_BYTES;
    this.#packet = {
      type: type === COMMAND_TYPES.packet ? 'packet' : 'signon',
      tick,
      info: decodeCommandInfo(head, headAt + TYPE_AND_TICK_BYTES),
      sequenceIn: readInt32(head, sequencesAt),
      sequenceOut: readInt32(head, sequencesAt + SEQUENCE_BYTES),
    };
  }

  #endPacket(bytes: Uint8Array, start: number, end: number): void {
    if (this.#packet !== undefined) this.#interest.events.tell('packet', this.#packet);
    this.#protocol ??=
      findWireProtocol(this.#networkProtocol, bytes.subarray(start, end)) ??
      wireProtocolsOf(this.#networkProtocol)[0];
    if (this.#protocol !== undefined) this.#packets.read(bytes, start, end, this.#protocol);
    if (this.#packet !== undefined) this.#interest.events.tell('packet-end', this.#packet);
  }

  #readOther(bytes: Uint8Array, start: number, end: number): void {
    this.#reader.rebind(bytes, start, end);
    try {
      switch (this.#type) {
        case COMMAND_TYPES['console-command']:
          this.#readConsoleCommand(bytes.subarray(start, end));
          return;
        case COMMAND_TYPES['user-command']:
          this.#interest.events.tell('user-command', {
            tick: this.tick,
            outgoingSequence: this.#outgoingSequence,
            input: decodeUserInput(this.#reader),
          });
          return;
        case COMMAND_TYPES['data-tables']:
          this.#level.readDataTables(this.#reader, this.#protocol ?? this.#likelyProtocol());
          return;
        default:
          this.#level.readSnapshot(this.#reader);
      }
    } catch (error) {
      this.#problems.report(error, { affectsState: this.#type === COMMAND_TYPES['data-tables'] });
    }
  }

  #readConsoleCommand(bytes: Uint8Array): void {
    const nul = bytes.indexOf(0);
    const command = decodeText(nul < 0 ? bytes : bytes.subarray(0, nul));
    this.#interest.events.tell('console-command', { tick: this.tick, command });
  }

  #likelyProtocol(): WireProtocol {
    return (
      wireProtocolsOf(this.#networkProtocol)[0] ?? { network: this.#networkProtocol, messageTypeBits: 6 }
    );
  }

  #chooseCommands(): boolean[] {
    const { events, wantsClasses, wantsStringTables } = this.#interest;
    const wanted: boolean[] = [];
    wanted[COMMAND_TYPES.signon] = true;
    wanted[COMMAND_TYPES.packet] = true;
    wanted[COMMAND_TYPES['console-command']] = events.has('console-command');
    wanted[COMMAND_TYPES['user-command']] = events.has('user-command');
    wanted[COMMAND_TYPES['data-tables']] = wantsClasses;
    wanted[COMMAND_TYPES['string-tables']] = wantsStringTables;
    return wanted;
  }
}
