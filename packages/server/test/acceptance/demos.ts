import { encodeLateBytes, FramingReader, LATE_BYTES_LENGTH, LATE_BYTES_OFFSET } from '@demobase/demo';
import { streamDemo } from '@demobase/testkit';

/** A whole demo of exactly this size. */
export function finishedDemo(sizeBytes: number, seed = 1): Buffer {
  return Buffer.concat([...streamDemo({ sizeBytes, seed })]);
}

/** A demo as it is while the game records: its late bytes are zero. */
export function recordingDemo(sizeBytes: number, seed = 1): Buffer {
  return Buffer.concat([...streamDemo({ sizeBytes, seed, isRecording: true })]);
}

/** The demo with other late bytes. */
export function withLateBytes(demo: Uint8Array, lateBytes: Uint8Array): Buffer {
  const changed = Buffer.from(demo);
  changed.set(lateBytes, LATE_BYTES_OFFSET);
  return changed;
}

export function lateBytesOf(demo: Uint8Array): Buffer {
  return Buffer.from(demo.subarray(LATE_BYTES_OFFSET, LATE_BYTES_OFFSET + LATE_BYTES_LENGTH));
}

/** What a recording becomes when its late bytes never come: its header says what the demo holds. */
export function completeDemo(recording: Uint8Array): Buffer {
  const reader = new FramingReader();
  reader.push(recording);
  return withLateBytes(recording, encodeLateBytes(reader.completedLateBytes()));
}

/** Late bytes that no demo of these tests has by itself. */
export function someLateBytes(playbackTicks: number): Buffer {
  return Buffer.from(
    encodeLateBytes({ playbackSeconds: 63.63, playbackTicks, playbackFrames: 4_200, signonBytes: 218_908 }),
  );
}
