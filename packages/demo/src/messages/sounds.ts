import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { writeField } from '../bits/write-field.ts';
import { brokenMessage } from '../demo-format-error.ts';
import {
  PLAYBACK_AFTER_STOP,
  PLAYBACK_AT_FIRST,
  readPlayback,
  type SoundPlayback,
  writePlayback,
} from './sound-playback.ts';
import { soundIndexBits } from './svc-prefetch.ts';
import type { SvcSounds } from './svc-sounds.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** The flags of a sound that stops. */
const STOP_FLAGS = 4;
/** Entities up to this one are written in 5 bits instead of 11. */
const LAST_SHORT_ENTITY = 31;

/** A sound begins, changes or stops. */
export interface Sound {
  /** What makes the sound; 0 is the world. */
  readonly entityIndex: number;
  /** Its place in the string table `soundprecache`; the number of a sentence when it is one. */
  readonly soundIndex: number;
  /** 4 and nothing else when the sound stops. */
  readonly flags: number;
  /** 0 auto, 1 weapon, 2 voice, 3 item, 4 body, 5 stream, 6 static, 7 another voice. */
  readonly channel: number;
  readonly isAmbient: boolean;
  readonly isSentence: boolean;
  /** How it is played; undefined when it stops. */
  readonly playback: SoundPlayback | undefined;
}

/** What a sound is told apart from: the one before it, but for what every sound tells. */
type Previous = Omit<Sound, 'isAmbient' | 'isSentence'>;

const FIRST: Previous = { entityIndex: 0, soundIndex: 0, flags: 0, channel: 6, playback: PLAYBACK_AT_FIRST };

/**
 * Reads the sounds of a message: each tells only what differs from the one before.
 * @throws {DemoFormatError} `broken-message` unless they take exactly the bits of the message
 */
export function decodeSounds({ soundCount, data }: SvcSounds, protocol: WireProtocol): Sound[] {
  const reader = new BitReader(data.bytes);
  reader.enter(data.bits);
  const sounds: Sound[] = [];
  let previous: Previous = FIRST;
  while (sounds.length < soundCount) {
    const sound = readSound(reader, previous, protocol);
    sounds.push(sound);
    previous = sound;
  }
  if (reader.bitsLeft === 0) return sounds;
  throw brokenMessage(reader.positionBits >>> 3, `${reader.bitsLeft} bits are left behind the last sound`);
}

/**
 * Writes sounds as a message; a reliable one holds exactly one.
 * @throws {RangeError} when a sound would not read back as it is
 */
export function encodeSounds(
  sounds: readonly Sound[],
  { isReliable }: { isReliable: boolean },
  protocol: WireProtocol,
): SvcSounds {
  const writer = new BitWriter();
  let previous: Previous = FIRST;
  for (const sound of sounds) {
    writeSound(writer, sound, previous, protocol);
    previous = sound;
  }
  return { type: 'svc_Sounds', isReliable, soundCount: sounds.length, data: writer.toBitString() };
}

function readSound(reader: BitReader, previous: Previous, protocol: WireProtocol): Sound {
  const entityIndex = reader.readBoolean()
    ? reader.readUint(reader.readBoolean() ? 5 : 11)
    : previous.entityIndex;
  const soundIndex = reader.readBoolean() ? reader.readUint(soundIndexBits(protocol)) : previous.soundIndex;
  const flags = reader.readBoolean() ? reader.readUint(flagBits(protocol)) : previous.flags;
  const channel = reader.readBoolean() ? reader.readUint(3) : previous.channel;
  const isAmbient = reader.readBoolean();
  const isSentence = reader.readBoolean();
  const playback =
    flags === STOP_FLAGS
      ? undefined
      : readPlayback(reader, previous.playback ?? PLAYBACK_AFTER_STOP, protocol);
  return { entityIndex, soundIndex, flags, channel, isAmbient, isSentence, playback };
}

function writeSound(writer: BitWriter, sound: Sound, previous: Previous, protocol: WireProtocol): void {
  const { entityIndex, playback } = sound;
  writer.writeBoolean(entityIndex !== previous.entityIndex);
  if (entityIndex !== previous.entityIndex) {
    const isShort = entityIndex <= LAST_SHORT_ENTITY;
    writer.writeBoolean(isShort);
    writeField(writer, entityIndex, { name: 'entityIndex', bits: isShort ? 5 : 11 });
  }
  const widths = { soundIndex: soundIndexBits(protocol), flags: flagBits(protocol), channel: 3 };
  for (const name of ['soundIndex', 'flags', 'channel'] as const) {
    writer.writeBoolean(sound[name] !== previous[name]);
    if (sound[name] !== previous[name]) writeField(writer, sound[name], { name, bits: widths[name] });
  }
  writer.writeBoolean(sound.isAmbient);
  writer.writeBoolean(sound.isSentence);
  if ((sound.flags === STOP_FLAGS) !== (playback === undefined)) {
    throw new RangeError(`A sound has flags ${STOP_FLAGS} when it is not played, and only then.`);
  }
  if (playback !== undefined) {
    writePlayback(writer, playback, previous.playback ?? PLAYBACK_AFTER_STOP, protocol);
  }
}

function flagBits(protocol: WireProtocol): number {
  return protocol.network <= 18 ? 9 : 11;
}
