import { DemoFormatError } from '../demo-format-error.ts';

/** Where the late bytes begin in a demo. */
export const LATE_BYTES_OFFSET = 0x420;
export const LATE_BYTES_LENGTH = 16;

/**
 * The last 16 bytes of the header, which the game writes when recording ends; all zero until then.
 * Hints only: a crash leaves zeros for ever, and a level change can make ticks and seconds negative.
 */
export interface LateBytes {
  readonly playbackSeconds: number;
  readonly playbackTicks: number;
  /** How many packet commands the demo holds. */
  readonly playbackFrames: number;
  /** Bytes from the end of the header up to the sync-tick command. */
  readonly signonBytes: number;
}

/** Reads the late bytes; anything but 16 bytes is an `incomplete-header` {@link DemoFormatError}. */
export function parseLateBytes(bytes: Uint8Array): LateBytes {
  if (bytes.length !== LATE_BYTES_LENGTH) {
    throw new DemoFormatError({
      code: 'incomplete-header',
      offset: 0,
      reason: `late bytes are exactly ${LATE_BYTES_LENGTH} bytes, not ${bytes.length}`,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    playbackSeconds: view.getFloat32(0, true),
    playbackTicks: view.getInt32(4, true),
    playbackFrames: view.getInt32(8, true),
    signonBytes: view.getInt32(12, true),
  };
}

/** Writes the 16 late bytes. */
export function encodeLateBytes(late: LateBytes): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(LATE_BYTES_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setFloat32(0, late.playbackSeconds, true);
  view.setInt32(4, late.playbackTicks, true);
  view.setInt32(8, late.playbackFrames, true);
  view.setInt32(12, late.signonBytes, true);
  return bytes;
}
