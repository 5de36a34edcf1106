import { readInt32 } from '../bits/int32.ts';
import { COMMAND_TYPES, headBytesOf, MAX_PAYLOAD_BYTES } from '../commands/command-layout.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import {
  checkHeaderStart,
  DEMO_HEADER_BYTES,
  type DemoHeader,
  incompleteHeader,
  parseDemoHeader,
} from '../header/demo-header.ts';
import type { LateBytes } from '../header/late-bytes.ts';
import type { CommandHead, CommandSink } from './command-sink.ts';
import { TickIntervalSearch } from './tick-interval-search.ts';

/** Team Fortress 2's, as the float the engine computes with. */
const DEFAULT_TICK_INTERVAL_SECONDS = Math.fround(0.015);

/**
 * Checks that bytes are a demo while they arrive, cut in any way, and knows at every moment what the header
 * would say had recording ended there.
 *
 * It runs on every byte of every live stream, so it reads only the heads of commands and hops over payloads
 * by arithmetic; what is in them is its sink's affair. Nothing is kept but one buffer for the header, later
 * for a head split over two chunks. By itself it looks only for svc_ServerInfo, in a 4 KiB sample of each
 * sign-on packet.
 *
 * A demo may end anywhere after its header: live and crashed recordings do. Bytes after the stop command
 * are ignored.
 */
export class FramingReader {
  readonly #sink: CommandSink;
  readonly #carry = new Uint8Array(DEMO_HEADER_BYTES);
  #carryBytes = 0;
  #bytesRead = 0;
  #commandOffset = 0;
  #payloadBytesLeft = 0;
  #header: DemoHeader | undefined;
  #error: { readonly thrown: unknown } | undefined;
  /** Told to the sink, filled in anew for every command. */
  readonly #command: { -readonly [K in keyof CommandHead]: CommandHead[K] } = {
    type: 0,
    tick: 0,
    offset: 0,
    head: this.#carry,
    headAt: 0,
    payloadBytes: 0,
  };
  #isComplete = false;
  #isStopRead = false;
  #playbackTicks = 0;
  #playbackFrames = 0;
  #signonBytes: number | undefined;

  /** The sink is told of the commands; without one, only their framing is read. */
  constructor(sink: CommandSink = new TickIntervalSearch()) {
    this.#sink = sink;
  }

  /** How many bytes were pushed before any error, those after the stop command included. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** The header, once its 1072 bytes have come. */
  get header(): DemoHeader | undefined {
    return this.#header;
  }

  /** Whether the stop command has come. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Whether the bytes so far end between two commands. */
  get isOnCommandBoundary(): boolean {
    if (this.#isComplete) return true;
    return this.#header !== undefined && this.#carryBytes === 0 && this.#payloadBytesLeft === 0;
  }

  /** The last packet's tick, 0 before the first; the stop command's once that has come and is later. */
  get playbackTicks(): number {
    return this.#playbackTicks;
  }

  /** How many packet commands have come. */
  get playbackFrames(): number {
    return this.#playbackFrames;
  }

  /** Bytes from the end of the header up to the first sync-tick command; 0 until that comes. */
  get signonBytes(): number {
    return this.#signonBytes ?? 0;
  }

  /** The game server's tick interval; Team Fortress 2's 0.015 s unless sign-on told another. */
  get tickIntervalSeconds(): number {
    return this.#sink.tickIntervalSeconds ?? DEFAULT_TICK_INTERVAL_SECONDS;
  }

  /** The late bytes the game would have written had recording ended with the last byte read. */
  completedLateBytes(): LateBytes {
    return {
      playbackSeconds: Math.fround(this.playbackTicks * this.tickIntervalSeconds),
      playbackTicks: this.playbackTicks,
      playbackFrames: this.playbackFrames,
      signonBytes: this.signonBytes,
    };
  }

  /**
   * Reads on. The chunk may be reused afterwards.
   * @throws {DemoFormatError} at the first byte no demo can have; from then on, the same error at every call
   */
  push(chunk: Uint8Array): void {
    if (this.#error !== undefined) throw this.#error.thrown;
    try {
      let at = this.#header === undefined ? this.#takeHeader(chunk) : 0;
      while (at < chunk.length && !this.#isStopRead) {
        at += this.#payloadBytesLeft > 0 ? this.#takePayload(chunk, at) : this.#takeHead(chunk, at);
      }
    } catch (error) {
      this.#error = { thrown: error };
      throw error;
    }
    this.#bytesRead += chunk.length;
  }

  /**
   * Says that no more bytes come.
   * @throws {DemoFormatError} `incomplete-header` when they end before the header does; or what `push` threw
   */
  end(): void {
    if (this.#error === undefined && this.#header === undefined)
      this.#error = { thrown: incompleteHeader(this.#bytesRead) };
    if (this.#error !== undefined) throw this.#error.thrown;
  }

  // The three below take what they can of the chunk from an index on, and say how many bytes that was.

  #takeHeader(chunk: Uint8Array): number {
    const piece = chunk.subarray(0, DEMO_HEADER_BYTES - this.#carryBytes);
    this.#carry.set(piece, this.#carryBytes);
    this.#carryBytes += piece.length;
    checkHeaderStart(this.#carry.subarray(0, this.#carryBytes));
    if (this.#carryBytes === DEMO_HEADER_BYTES) {
      this.#header = parseDemoHeader(this.#carry);
      this.#carryBytes = 0;
      this.#sink.header(this.#header);
    }
    return piece.length;
  }

  #takePayload(chunk: Uint8Array, at: number): number {
    const taken = Math.min(this.#payloadBytesLeft, chunk.length - at);
    this.#payloadBytesLeft -= taken;
    if (this.#sink.wantsPayload) this.#sink.take(chunk, at, at + taken);
    if (this.#payloadBytesLeft === 0) this.#sink.end();
    return taken;
  }

  #takeHead(chunk: Uint8Array, at: number): number {
    if (this.#carryBytes === 0) this.#commandOffset = this.#bytesRead + at;
    const type = (this.#carryBytes === 0 ? chunk[at] : this.#carry[0]) ?? 0;
    const headBytes = headBytesOf(type);
    if (headBytes === 0) throw this.#unknownCommand(type);
    if (type === COMMAND_TYPES.stop) this.#isComplete = true;

    const available = chunk.length - at;
    if (this.#carryBytes === 0 && available >= headBytes) {
      this.#readHead(chunk, at, headBytes);
      return headBytes;
    }
    const taken = Math.min(headBytes - this.#carryBytes, available);
    for (let i = 0; i < taken; i++) this.#carry[this.#carryBytes + i] = chunk[at + i] ?? 0;
    this.#carryBytes += taken;
    if (this.#carryBytes === headBytes) {
      this.#carryBytes = 0;
      this.#readHead(this.#carry, 0, headBytes);
    }
    return taken;
  }

  #readHead(bytes: Uint8Array, at: number, headBytes: number): void {
    const type = bytes[at] ?? 0;
    let tick = readInt32(bytes, at + 1);
    if (type === COMMAND_TYPES.stop) {
      this.#readStop(readInt32(bytes, at) >>> 8);
      tick = this.#playbackTicks;
    } else if (type === COMMAND_TYPES['sync-tick']) {
      this.#signonBytes ??= this.#commandOffset - DEMO_HEADER_BYTES;
    } else {
      this.#payloadBytesLeft = this.#readLength(bytes, at, headBytes - 4);
      if (type === COMMAND_TYPES.packet) {
        this.#playbackFrames++;
        this.#playbackTicks = tick;
      }
    }
    const command = this.#command;
    command.type = type;
    command.tick = tick;
    command.offset = this.#commandOffset;
    command.head = bytes;
    command.headAt = at;
    command.payloadBytes = this.#payloadBytesLeft;
    this.#sink.begin(command);
    if (this.#payloadBytesLeft === 0) this.#sink.end();
  }

  #readLength(bytes: Uint8Array, at: number, lengthAt: number): number {
    const payloadBytes = readInt32(bytes, at + lengthAt);
    if (payloadBytes < 0 || payloadBytes > MAX_PAYLOAD_BYTES) throw this.#badLength(payloadBytes, lengthAt);
    return payloadBytes;
  }

  /** The stop command carries the low 24 bits of its tick: the nearest such tick, unless that is earlier. */
  #readStop(tickLow24Bits: number): void {
    const ticksSincePacket = ((tickLow24Bits - this.#playbackTicks) << 8) >> 8;
    this.#playbackTicks += Math.max(0, ticksSincePacket);
    this.#isStopRead = true;
  }

  #unknownCommand(type: number): DemoFormatError {
    return new DemoFormatError({
      code: 'broken-framing',
      offset: this.#commandOffset,
      reason: `the demo is damaged: a command was expected, and none begins with byte ${type}`,
    });
  }

  #badLength(payloadBytes: number, lengthAt: number): DemoFormatError {
    return new DemoFormatError({
      code: 'broken-framing',
      offset: this.#commandOffset + lengthAt,
      reason: `the demo is damaged: a command claims ${payloadBytes} bytes, and 0 to ${MAX_PAYLOAD_BYTES} are possible`,
    });
  }
}
