import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { commandBytes, decodeCommand } from '../commands/decode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES, parseDemoHeader } from '../header/demo-header.ts';
import { codecOf, decodeMessage, encodeMessage, type Message } from './message.ts';
import { type WireProtocol, wireProtocolsOf } from './wire-protocol.ts';

/** The message streams of a recording, one after the other, up to where it is cut off. */
function* packetsOf(demo: Uint8Array): Generator<Uint8Array> {
  try {
    for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
      const command = decodeCommand(demo, at);
      if (command.type === 'signon' || command.type === 'packet') yield command.payload;
      at += commandBytes(command);
    }
  } catch (error) {
    if (!(error instanceof DemoFormatError) || error.offset !== demo.length) throw error;
  }
}

function bitsOf(packet: Uint8Array, start: number, end: number): BitString {
  const reader = new BitReader(packet);
  reader.skip(start);
  return reader.readBitString(end - start);
}

function rewritten(message: Message, protocol: WireProtocol): BitString {
  const writer = new BitWriter();
  encodeMessage(writer, message, protocol);
  return writer.toBitString();
}

function isSame(one: BitString, other: BitString): boolean {
  return one.bits === other.bits && Buffer.from(one.bytes).equals(other.bytes);
}

interface Walk {
  messages: number;
  /** What is written otherwise than it was read. */
  changed: Message[];
  /** What is passed over to another place than it is read to. */
  skippedWrongly: Message[];
}

function walk(demo: Uint8Array): Walk {
  const [protocol] = wireProtocolsOf(parseDemoHeader(demo).networkProtocol);
  if (protocol === undefined) throw new Error('a network protocol always has a layout');
  const found: Walk = { messages: 0, changed: [], skippedWrongly: [] };
  for (const packet of packetsOf(demo)) {
    const [reader, skipper] = [new BitReader(packet), new BitReader(packet)];
    while (reader.bitsLeft >= protocol.messageTypeBits) {
      const start = reader.positionBits;
      const message = decodeMessage(reader, protocol);
      const original = bitsOf(packet, start, reader.positionBits);
      if (!isSame(original, rewritten(message, protocol))) found.changed.push(message);
      codecOf(skipper.readUint(protocol.messageTypeBits))?.skip(skipper, protocol);
      if (skipper.positionBits !== reader.positionBits) found.skippedWrongly.push(message);
      found.messages++;
    }
  }
  return found;
}

describe.skipIf(areRecordingsAbsent)(`messages of real recordings${recordingsNote}`, () => {
  it.each([
    ['hl2dm-stv-airfusion.dem', 42_826],
    ['portal-pov.dem', 133],
    ['portal-pov-protocol15.dem', 741],
    ['tf2-pov-gullywash.dem', 354],
    ['tf2-pov-itemtest.dem', 1305],
    ['tf2-pov-steel-2024.dem', 569],
    ['tf2-stv-gullywash-cut-256k.dem', 24],
  ] as const)(
    'are all read of %s, passed over alike, and written as they were to the bit',
    (name, messages) => {
      expect(walk(readRecording(name))).toEqual({ messages, changed: [], skippedWrongly: [] });
    },
  );
});
