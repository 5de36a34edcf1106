import type { Vector } from '../bits/vector.ts';
import { COMMAND_INFO_BYTES } from './command-layout.ts';

const VECTOR_BYTES = 3 * 4;
const VIEW_BYTES = 3 * VECTOR_BYTES;

/** One camera: where it stands and looks, in map units and degrees. */
export interface View {
  readonly origin: Vector;
  readonly angles: Vector;
  readonly localAngles: Vector;
}

/** The recorder's camera at a packet; all zero in SourceTV recordings. */
export interface CommandInfo {
  /** Bit 0: the origin is in the second view; bit 1: the angles are; bit 2: a camera cut. */
  readonly flags: number;
  readonly views: readonly [View, View];
}

/** Reads the 76 bytes of command info that begin at an offset. */
export function decodeCommandInfo(bytes: Uint8Array, offset: number): CommandInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, COMMAND_INFO_BYTES);
  return { flags: view.getInt32(0, true), views: [viewAt(view, 4), viewAt(view, 4 + VIEW_BYTES)] };
}

/** Writes the 76 bytes of command info. */
export function encodeCommandInfo(info: CommandInfo): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(COMMAND_INFO_BYTES);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, info.flags, true);
  const floats = info.views.flatMap((each) => [...each.origin, ...each.angles, ...each.localAngles]);
  for (const [index, value] of floats.entries()) view.setFloat32(4 + index * 4, value, true);
  return bytes;
}

function viewAt(view: DataView, at: number): View {
  return {
    origin: vectorAt(view, at),
    angles: vectorAt(view, at + VECTOR_BYTES),
    localAngles: vectorAt(view, at + 2 * VECTOR_BYTES),
  };
}

function vectorAt(view: DataView, at: number): Vector {
  return [view.getFloat32(at, true), view.getFloat32(at + 4, true), view.getFloat32(at + 8, true)];
}
