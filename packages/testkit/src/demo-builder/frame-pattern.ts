import { type CommandInfo, encodeCommand } from '@demobase/demo';
import { concatBytes } from './concat-bytes.ts';
import type { CompleteDemoOptions } from './demo-options.ts';
import { encodeMessages } from './message-stream.ts';
import type { Random } from './random.ts';

const BLOCK_BYTES = 64 * 1024;
const MAX_NOISE_LETTERS = 200;

// Where the fields that differ from frame to frame lie in a packet command.
const TICK_AT = 1;
const SEQUENCE_IN_AT = 81;
const SEQUENCE_OUT_AT = 85;
const PAYLOAD_AT = 93;
// Three net_NOP and the type of net_Tick are 24 bits: its tick begins on a byte, and can be patched as one.
const SERVER_TICK_AT = PAYLOAD_AT + 3;
const USER_COMMAND_SEQUENCE_AT = 5;

/** A user command in which every field is absent: 13 presence bits of zero. */
const IDLE_USER_COMMAND = new Uint8Array(2);

/** Which frames to stamp, and what their clocks count from. */
export interface FrameRange {
  readonly firstFrame: number;
  /** At most a block of them. */
  readonly count: number;
  readonly firstServerTick: number;
  readonly ticksPerFrame: number;
  /** No frame is later than this, so that the last one ends the demo. */
  readonly lastTick: number;
}

/**
 * About 64 KiB of frames, encoded once and then stamped out with new ticks and sequence numbers: encoding
 * each frame anew would be a hundred times slower than the streams this is to feed. A frame is a packet and,
 * in a player's recording, the input that went with it.
 */
export class FramePattern {
  readonly frameBytes: number;
  readonly framesPerBlock: number;
  readonly #block: Uint8Array<ArrayBuffer>;
  readonly #userCommandAt: number | undefined;

  constructor(options: CompleteDemoOptions, random: Random) {
    const userCommandBytes = options.kind === 'pov' ? encodeUserCommand().length : 0;
    const packetCommandBytes = PAYLOAD_AT + options.packetBytes;
    this.frameBytes = packetCommandBytes + userCommandBytes;
    this.framesPerBlock = Math.max(1, Math.floor(BLOCK_BYTES / this.frameBytes));
    this.#block = concatBytes(
      Array.from({ length: this.framesPerBlock }, () => encodeFrame(options, random)),
    );
    this.#userCommandAt = userCommandBytes === 0 ? undefined : packetCommandBytes;
  }

  /** The frames of a range, as bytes that are the caller's own. */
  stampFrames(range: FrameRange): Uint8Array<ArrayBuffer> {
    const bytes = this.#block.slice(0, range.count * this.frameBytes);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < range.count; i++) this.#stamp(view, i * this.frameBytes, range.firstFrame + i, range);
    return bytes;
  }

  #stamp(view: DataView, at: number, frame: number, range: FrameRange): void {
    const { firstServerTick, ticksPerFrame, lastTick } = range;
    const tick = Math.min((frame + 1) * ticksPerFrame, lastTick);
    const sequence = frame + 1;
    view.setInt32(at + TICK_AT, tick, true);
    view.setInt32(at + SEQUENCE_IN_AT, sequence, true);
    view.setInt32(at + SEQUENCE_OUT_AT, sequence, true);
    view.setUint32(at + SERVER_TICK_AT, firstServerTick + tick, true);
    if (this.#userCommandAt === undefined) return;
    view.setInt32(at + this.#userCommandAt + TICK_AT, tick, true);
    view.setInt32(at + this.#userCommandAt + USER_COMMAND_SEQUENCE_AT, sequence, true);
  }
}

function encodeFrame(options: CompleteDemoOptions, random: Random): Uint8Array {
  const packet = { type: 'packet', tick: 0, sequenceIn: 0, sequenceOut: 0 } as const;
  const payload = encodePayload(options.packetBytes, random);
  if (options.kind === 'stv') return encodeCommand({ ...packet, payload });
  return concatBytes([encodeCommand({ ...packet, info: buildCamera(random), payload }), encodeUserCommand()]);
}

/** A server tick, a setting of random text, and net_NOP up to the wanted size: their bits are zero. */
function encodePayload(sizeBytes: number, random: Random): Uint8Array {
  const messages = encodeMessages([
    { type: 'net_NOP' },
    { type: 'net_NOP' },
    { type: 'net_NOP' },
    { type: 'net_Tick', serverTick: 0, hostFrameSeconds: 0.015, hostFrameDeviationSeconds: 0.0005 },
    {
      type: 'net_SetConVar',
      conVars: [{ name: 'demobase_noise', value: random.text(Math.min(MAX_NOISE_LETTERS, sizeBytes - 30)) }],
    },
  ]);
  const payload = new Uint8Array(sizeBytes);
  payload.set(messages);
  return payload;
}

function encodeUserCommand(): Uint8Array {
  return encodeCommand({ type: 'user-command', tick: 0, outgoingSequence: 0, payload: IDLE_USER_COMMAND });
}

function buildCamera(random: Random): CommandInfo {
  const angles = [random.below(180) - 90, random.below(360) - 180, 0] as const;
  const origin = [random.below(4096) - 2048, random.below(4096) - 2048, random.below(512)] as const;
  const view = { origin, angles, localAngles: angles };
  return { flags: 0, views: [view, view] };
}
