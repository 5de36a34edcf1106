import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { writeField } from '../bits/write-field.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { crc32 } from './crc32.ts';

const STEAM_ID_BYTES = 8;
const CRC_BYTES = 4;
const RECORD_TYPES = { silence: 0x00, opus: 0x06, 'sample-rate': 0x0b } as const;
/** Stands where the length of a frame would, when somebody stops speaking. */
const END_OF_SPEECH = 0xffff;

/** A piece of encoded speech: one packet of the Opus codec, as it is. */
export interface OpusFrame {
  /** Counts the frames of one speech. */
  readonly sequence: number;
  readonly data: Uint8Array;
}

/** One step of a voice; samples are of the rate told last. */
export type VoiceRecord =
  | { readonly kind: 'sample-rate'; readonly sampleRate: number }
  | { readonly kind: 'silence'; readonly samples: number }
  | { readonly kind: 'opus'; readonly frames: readonly OpusFrame[]; readonly isEndOfSpeech: boolean };

/** What an svc_VoiceData of the codec `steam` holds. */
export interface VoicePayload {
  readonly steamId: bigint;
  readonly records: readonly VoiceRecord[];
  /** Everything from the first record of a kind that is not known; mostly empty. */
  readonly unknown: Uint8Array;
}

/**
 * Reads what one svc_VoiceData holds when svc_VoiceInit named the codec `steam`.
 * @throws {DemoFormatError} `broken-message` when the checksum is wrong or the bytes run out
 */
export function decodeVoicePayload(bytes: Uint8Array): VoicePayload {
  if (bytes.length < STEAM_ID_BYTES + CRC_BYTES) throw broken(bytes.length, 'a voice is at least 12 bytes');
  const crcAt = bytes.length - CRC_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (crc32(bytes.subarray(0, crcAt)) !== view.getUint32(crcAt, true)) {
    throw broken(crcAt, 'the checksum of a voice is wrong');
  }
  const reader = new BitReader(bytes);
  reader.enter(crcAt * 8);
  reader.skip(STEAM_ID_BYTES * 8);
  const records: VoiceRecord[] = [];
  while (reader.bitsLeft > 0 && isKnown(bytes[reader.positionBits >>> 3])) records.push(readRecord(reader));
  return {
    steamId: view.getBigUint64(0, true),
    records,
    unknown: reader.readBytes(reader.bitsLeft >>> 3),
  };
}

/**
 * Writes a voice with its checksum.
 * @throws {RangeError} when it would not read back as it is
 */
export function encodeVoicePayload({ steamId, records, unknown }: VoicePayload): Uint8Array<ArrayBuffer> {
  if (steamId < 0n || steamId >= 1n << 64n) throw new RangeError(`A Steam ID has 64 bits, not ${steamId}.`);
  if (unknown.length > 0 && isKnown(unknown[0])) {
    throw new RangeError(`A record of type ${unknown[0]} is a known one.`);
  }
  const writer = new BitWriter();
  writer.writeUint(Number(steamId & 0xffffffffn), 32);
  writer.writeUint(Number(steamId >> 32n), 32);
  for (const record of records) writeRecord(writer, record);
  writer.writeBytes(unknown);
  writer.writeUint(crc32(writer.toBytes()), 32);
  return writer.toBytes();
}

function readRecord(reader: BitReader): VoiceRecord {
  const type = reader.readUint(8);
  if (type === RECORD_TYPES.silence) return { kind: 'silence', samples: reader.readUint(16) };
  if (type === RECORD_TYPES['sample-rate']) return { kind: 'sample-rate', sampleRate: reader.readUint(16) };
  const outerEnd = reader.enter(8 * reader.readUint(16));
  const frames: OpusFrame[] = [];
  let isEndOfSpeech = false;
  while (reader.bitsLeft > 0 && !isEndOfSpeech) {
    const length = reader.readUint(16);
    isEndOfSpeech = length === END_OF_SPEECH;
    if (!isEndOfSpeech) frames.push({ sequence: reader.readUint(16), data: reader.readBytes(length) });
  }
  if (reader.bitsLeft > 0) throw broken(reader.positionBits >>> 3, 'something follows the end of speech');
  reader.leave(outerEnd);
  return { kind: 'opus', frames, isEndOfSpeech };
}

function writeRecord(writer: BitWriter, record: VoiceRecord): void {
  writer.writeUint(RECORD_TYPES[record.kind], 8);
  if (record.kind === 'silence') {
    writeField(writer, record.samples, { name: 'samples', bits: 16 });
  } else if (record.kind === 'sample-rate') {
    writeField(writer, record.sampleRate, { name: 'sampleRate', bits: 16 });
  } else {
    const bytes = encodeFrames(record.frames, record.isEndOfSpeech);
    writeField(writer, bytes.length, { name: 'The number of bytes in one record', bits: 16 });
    writer.writeBytes(bytes);
  }
}

function encodeFrames(frames: readonly OpusFrame[], isEndOfSpeech: boolean): Uint8Array {
  const writer = new BitWriter();
  for (const { sequence, data } of frames) {
    writeField(writer, data.length, { name: 'The number of bytes in a frame', bits: 16 });
    writeField(writer, sequence, { name: 'sequence', bits: 16 });
    writer.writeBytes(data);
  }
  if (isEndOfSpeech) writer.writeUint(END_OF_SPEECH, 16);
  return writer.toBytes();
}

function isKnown(type: number | undefined): boolean {
  return type === RECORD_TYPES.silence || type === RECORD_TYPES.opus || type === RECORD_TYPES['sample-rate'];
}

function broken(offset: number, reason: string): DemoFormatError {
  return brokenMessage(offset, reason);
}
