import {
  DEMO_HEADER_BYTES,
  encodeCommand,
  encodeDemoHeader,
  type LateBytes,
  type PacketCommand,
} from '@demobase/demo';
import { concatBytes } from './concat-bytes.ts';
import {
  type CompleteDemoOptions,
  completeDemoOptions,
  type DemoOptions,
  NETWORK_PROTOCOL,
  TICK_INTERVAL_SECONDS,
} from './demo-options.ts';
import { FramePattern } from './frame-pattern.ts';
import { Random } from './random.ts';
import { buildSignOn, type SignOn } from './sign-on.ts';

export type { DemoOptions } from './demo-options.ts';

const TICKS_PER_FRAME = { pov: 1, stv: 2 } as const;
const NOT_WRITTEN: LateBytes = { playbackSeconds: 0, playbackTicks: 0, playbackFrames: 0, signonBytes: 0 };
const EMPTY_PACKET: PacketCommand = {
  type: 'packet',
  tick: 0,
  sequenceIn: 0,
  sequenceOut: 0,
  payload: new Uint8Array(),
};
const EMPTY_PACKET_BYTES = encodeCommand(EMPTY_PACKET).length;
const STOP_BYTES = encodeCommand({ type: 'stop', tick: 0 }).length;

/** Builds a whole demo that lasts this many ticks, of 0.015 s each, and ends with its stop command. */
export function buildDemo(options: DemoOptions & { readonly ticks: number }): Uint8Array<ArrayBuffer> {
  const parts = prepareParts(options);
  const frames = Math.ceil(options.ticks / parts.ticksPerFrame);
  return concatBytes([...writeDemo(parts, { frames, lastTick: options.ticks, fillerBytes: 0 })]);
}

/**
 * Yields a demo of exactly this size in chunks of about 64 KiB, each the caller's own, without ever holding
 * the whole. A last packet of net_NOP makes up the size.
 * @throws {RangeError} when the size has no room for a header and sign-on, about 2 KB
 */
export function streamDemo(
  options: DemoOptions & { readonly sizeBytes: number },
): Generator<Uint8Array<ArrayBuffer>, void> {
  const parts = prepareParts(options);
  const { signOn, pattern, ticksPerFrame } = parts;
  const signOnBytes = signOn.beforeSyncTick.length + signOn.fromSyncTick.length;
  const smallest = DEMO_HEADER_BYTES + signOnBytes + EMPTY_PACKET_BYTES + STOP_BYTES;
  if (options.sizeBytes < smallest) {
    throw new RangeError(`This demo is at least ${smallest} bytes, not ${options.sizeBytes}.`);
  }
  const frames = Math.floor((options.sizeBytes - smallest) / pattern.frameBytes);
  const fillerBytes = EMPTY_PACKET_BYTES + ((options.sizeBytes - smallest) % pattern.frameBytes);
  return writeDemo(parts, { frames, lastTick: frames * ticksPerFrame, fillerBytes });
}

interface DemoParts {
  readonly options: CompleteDemoOptions;
  readonly firstServerTick: number;
  readonly ticksPerFrame: number;
  readonly signOn: SignOn;
  readonly pattern: FramePattern;
}

interface DemoLength {
  readonly frames: number;
  readonly lastTick: number;
  /** Size of the packet command that makes up the demo's size; 0 for none. */
  readonly fillerBytes: number;
}

function prepareParts(given: DemoOptions): DemoParts {
  const options = completeDemoOptions(given);
  const random = new Random(options.seed);
  const firstServerTick = random.below(1_000_000);
  return {
    options,
    firstServerTick,
    ticksPerFrame: TICKS_PER_FRAME[options.kind],
    signOn: buildSignOn(options, random, firstServerTick),
    pattern: new FramePattern(options, random),
  };
}

function* writeDemo(parts: DemoParts, length: DemoLength): Generator<Uint8Array<ArrayBuffer>, void> {
  const { pattern, signOn, firstServerTick, ticksPerFrame } = parts;
  const { frames, lastTick, fillerBytes } = length;
  yield concatBytes([encodeHeader(parts, length), signOn.beforeSyncTick, signOn.fromSyncTick]);
  for (let firstFrame = 0; firstFrame < frames; firstFrame += pattern.framesPerBlock) {
    const count = Math.min(pattern.framesPerBlock, frames - firstFrame);
    yield pattern.stampFrames({ firstFrame, count, firstServerTick, ticksPerFrame, lastTick });
  }
  if (fillerBytes > 0) {
    const payload = new Uint8Array(fillerBytes - EMPTY_PACKET_BYTES);
    yield encodeCommand({ ...EMPTY_PACKET, tick: lastTick, sequenceIn: frames + 1, payload });
  }
  yield encodeCommand({ type: 'stop', tick: lastTick });
}

function encodeHeader(
  { options, signOn }: DemoParts,
  { frames, lastTick, fillerBytes }: DemoLength,
): Uint8Array {
  const written: LateBytes = {
    playbackSeconds: lastTick * TICK_INTERVAL_SECONDS,
    playbackTicks: lastTick,
    playbackFrames: frames + (fillerBytes > 0 ? 1 : 0),
    signonBytes: signOn.beforeSyncTick.length,
  };
  return encodeDemoHeader({
    demoProtocol: 3,
    networkProtocol: NETWORK_PROTOCOL,
    serverName: options.serverName,
    clientName: options.clientName,
    mapName: options.map,
    gameDirectory: 'tf',
    late: options.isRecording ? NOT_WRITTEN : written,
  });
}
