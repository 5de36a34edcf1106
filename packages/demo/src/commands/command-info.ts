import { COMMAND_INFO_BYTES } from './command-layout.ts';

export type Vector = readonly [x: number, y: number, z: number];

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

/** Writes the 76 bytes of command info. */
export function encodeCommandInfo(info: CommandInfo): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(COMMAND_INFO_BYTES);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, info.flags, true);
  const floats = info.views.flatMap((each) => [...each.origin, ...each.angles, ...each.localAngles]);
  for (const [index, value] of floats.entries()) view.setFloat32(4 + index * 4, value, true);
  return bytes;
}
