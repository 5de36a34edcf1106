import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import type { Vector } from '../bits/vector.ts';
import { writeField, writeSignedField } from '../bits/write-field.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** How a sound is played, and where. */
export interface SoundPlayback {
  readonly sequence: number;
  /** 0 to 1 in steps of 1/127. */
  readonly volume: number;
  /** How far it carries, in decibels: 0 everywhere, 75 as by default. */
  readonly level: number;
  /** In percent. */
  readonly pitch: number;
  /** An effect; 0 for none. Not sent before network protocol 22: 0 there. */
  readonly specialDsp: number;
  /** From now on, up to 3.995 s in steps of 1 ms; down to −41.06 s, for what began before, in steps of 10 ms. */
  readonly delaySeconds: number;
  /** In map units, in steps of 8. */
  readonly origin: Vector;
  /** The entity that is heard through another, as through a radio; −1 for none. */
  readonly speakerEntity: number;
}

/** What the first sound of a message is told apart from. */
export const PLAYBACK_AT_FIRST: SoundPlayback = {
  sequence: 0,
  volume: 1,
  level: 75,
  pitch: 100,
  specialDsp: 0,
  delaySeconds: 0,
  origin: [0, 0, 0],
  speakerEntity: -1,
};

/** What a sound behind one that stops is told apart from. */
export const PLAYBACK_AFTER_STOP: SoundPlayback = { ...PLAYBACK_AT_FIRST, volume: 0, level: 0 };

const VOLUME_STEPS = 127;
const ORIGIN_STEP = 8;

/** Reads what differs from the playback of the sound before. */
export function readPlayback(
  reader: BitReader,
  previous: SoundPlayback,
  protocol: WireProtocol,
): SoundPlayback {
  const isSameSequence = reader.readBoolean();
  const sequence = isSameSequence
    ? previous.sequence
    : reader.readBoolean()
      ? previous.sequence + 1
      : reader.readUint(10);
  const volume = reader.readBoolean() ? reader.readUint(7) / VOLUME_STEPS : previous.volume;
  const level = reader.readBoolean() ? reader.readUint(9) : previous.level;
  const pitch = reader.readBoolean() ? reader.readUint(8) : previous.pitch;
  const isDspSent = hasSpecialDsp(protocol) && reader.readBoolean();
  const specialDsp = isDspSent ? reader.readUint(8) : previous.specialDsp;
  const delaySeconds = reader.readBoolean() ? secondsOf(reader.readInt(13)) : previous.delaySeconds;
  const [x, y, z] = previous.origin;
  const origin = [readAxis(reader, x), readAxis(reader, y), readAxis(reader, z)] as const;
  const speakerEntity = reader.readBoolean() ? reader.readInt(12) : previous.speakerEntity;
  return { sequence, volume, level, pitch, specialDsp, delaySeconds, origin, speakerEntity };
}

/**
 * Writes what differs from the playback of the sound before.
 * @throws {RangeError} when something would not read back as it is
 */
export function writePlayback(
  writer: BitWriter,
  playback: SoundPlayback,
  previous: SoundPlayback,
  protocol: WireProtocol,
): void {
  writeSequence(writer, playback.sequence, previous.sequence);
  writeChanged(writer, playback.volume, previous.volume, (volume) => {
    const steps = Math.round(volume * VOLUME_STEPS);
    checkSteps(volume, steps / VOLUME_STEPS, 'volume', '1/127');
    writeField(writer, steps, { name: 'volume in steps of 1/127', bits: 7 });
  });
  writeChanged(writer, playback.level, previous.level, (level) => {
    writeField(writer, level, { name: 'level', bits: 9 });
  });
  writeChanged(writer, playback.pitch, previous.pitch, (pitch) => {
    writeField(writer, pitch, { name: 'pitch', bits: 8 });
  });
  if (hasSpecialDsp(protocol)) {
    writeChanged(writer, playback.specialDsp, previous.specialDsp, (specialDsp) => {
      writeField(writer, specialDsp, { name: 'specialDsp', bits: 8 });
    });
  } else if (playback.specialDsp !== 0) {
    throw new RangeError(`At network protocol ${protocol.network} specialDsp is 0.`);
  }
  writeChanged(writer, playback.delaySeconds, previous.delaySeconds, (delaySeconds) => {
    const steps = stepsOf(delaySeconds);
    checkSteps(delaySeconds, secondsOf(steps), 'delaySeconds', '1 ms, or of 10 ms below −0.1 s');
    writeSignedField(writer, steps, { name: 'delaySeconds in steps', bits: 13 });
  });
  for (const axis of [0, 1, 2] as const) {
    writeChanged(writer, playback.origin[axis], previous.origin[axis], (distance) => {
      writeSignedField(writer, distance / ORIGIN_STEP, { name: 'origin in steps of 8', bits: 12 });
    });
  }
  writeChanged(writer, playback.speakerEntity, previous.speakerEntity, (speakerEntity) => {
    writeSignedField(writer, speakerEntity, { name: 'speakerEntity', bits: 12 });
  });
}

function writeSequence(writer: BitWriter, sequence: number, previous: number): void {
  writer.writeBoolean(sequence === previous);
  if (sequence === previous) return;
  writer.writeBoolean(sequence === previous + 1);
  if (sequence !== previous + 1) writeField(writer, sequence, { name: 'sequence', bits: 10 });
}

function writeChanged(
  writer: BitWriter,
  value: number,
  previous: number,
  write: (value: number) => void,
): void {
  writer.writeBoolean(value !== previous);
  if (value !== previous) write(value);
}

function readAxis(reader: BitReader, previous: number): number {
  return reader.readBoolean() ? reader.readInt(12) * ORIGIN_STEP : previous;
}

/** Delays are sent a tenth of a second late, and those below 0 in steps ten times as long. */
function secondsOf(steps: number): number {
  const sent = steps / 1000;
  return (sent < 0 ? sent * 10 : sent) - 0.1;
}

function stepsOf(delaySeconds: number): number {
  const sent = Math.round((delaySeconds + 0.1) * 1000);
  return sent < 0 ? Math.round(sent / 10) : sent;
}

function checkSteps(value: number, readBack: number, name: string, step: string): void {
  // A nanosecond apart is the same: there is more than one way to compute these.
  if (!(Math.abs(value - readBack) < 1e-9)) {
    throw new RangeError(`${name} comes in steps of ${step}, not ${value}.`);
  }
}

function hasSpecialDsp(protocol: WireProtocol): boolean {
  return protocol.network >= 22;
}
