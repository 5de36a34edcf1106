import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uint } from '../../test/any-message.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { PROTOCOL_24 } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { commandBytes, decodeCommand } from '../commands/decode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES } from '../header/demo-header.ts';
import { decodeMessages } from '../messages/message.ts';
import { crc32 } from './crc32.ts';
import { decodeVoicePayload, encodeVoicePayload, type VoicePayload } from './voice-payload.ts';

const frame = fc.record({ sequence: uint(16), data: fc.uint8Array({ maxLength: 20 }) });
const anyPayload: fc.Arbitrary<VoicePayload> = fc.record({
  steamId: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  records: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('sample-rate'), sampleRate: uint(16) }),
      fc.record({ kind: fc.constant('silence'), samples: uint(16) }),
      fc.record({
        kind: fc.constant('opus'),
        frames: fc.array(frame, { maxLength: 4 }),
        isEndOfSpeech: fc.boolean(),
      }),
    ),
    { maxLength: 4 },
  ),
  unknown: fc.oneof(
    fc.constant(new Uint8Array()),
    fc.uint8Array({ maxLength: 9 }).map((rest) => Uint8Array.of(3, ...rest)),
  ),
});

const none = new Uint8Array();
const spoken: VoicePayload = {
  steamId: 76561197960265729n,
  records: [
    { kind: 'sample-rate', sampleRate: 24_000 },
    { kind: 'opus', frames: [{ sequence: 7, data: Uint8Array.of(1, 2) }], isEndOfSpeech: true },
    { kind: 'silence', samples: 480 },
  ],
  unknown: none,
};

/** Any bytes with the checksum that belongs to them. */
function signed(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + 4);
  whole.set(bytes);
  new DataView(whole.buffer).setUint32(bytes.length, crc32(bytes), true);
  return whole;
}

describe('voices', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        expect(decodeVoicePayload(encodeVoicePayload(payload))).toEqual(payload);
      }),
    );
  });

  it('are a Steam ID, records, and a checksum', () => {
    const bytes = encodeVoicePayload(spoken);
    expect([...bytes.subarray(0, -4)]).toEqual([
      ...[1, 0, 0, 0, 1, 0, 0x10, 1],
      ...[0x0b, 0xc0, 0x5d],
      ...[0x06, 8, 0, 2, 0, 7, 0, 1, 2, 0xff, 0xff],
      ...[0x00, 0xe0, 1],
    ]);
    expect(bytes).toEqual(signed(bytes.subarray(0, -4)));
  });

  it('are refused when a single bit of them is wrong', () => {
    const bytes = encodeVoicePayload(spoken);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Uint8Array.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => decodeVoicePayload(damaged)).toThrow('checksum');
    }
    expect(() => decodeVoicePayload(none)).toThrow('at least 12 bytes');
  });

  it('keep what follows from the first record of another kind', () => {
    const bytes = signed(Uint8Array.of(1, 0, 0, 0, 1, 0, 0x10, 1, 0x0b, 0xc0, 0x5d, 0x03, 0x06, 9));
    expect(decodeVoicePayload(bytes)).toEqual({
      ...spoken,
      records: spoken.records.slice(0, 1),
      unknown: Uint8Array.of(0x03, 0x06, 9),
    });
  });

  it('of any bytes, rightly signed, are a voice or a DemoFormatError', () => {
    const record = fc.tuple(fc.constantFrom(0, 6, 11, 3), fc.uint8Array({ maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const bytes = signed(
          Uint8Array.from([
            ...Array(8).fill(0),
            ...records.flatMap(([type, rest]) => [type, rest.length, 0, ...rest]),
          ]),
        );
        try {
          expect(encodeVoicePayload(decodeVoicePayload(bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
    );
  });

  it('are not written where they would not read back', () => {
    const opus = {
      kind: 'opus',
      frames: [{ sequence: 0, data: new Uint8Array(65_535) }],
      isEndOfSpeech: false,
    } as const;
    expect(() => encodeVoicePayload({ ...spoken, steamId: 1n << 64n })).toThrow('64 bits');
    expect(() => encodeVoicePayload({ ...spoken, unknown: Uint8Array.of(6) })).toThrow('a known one');
    expect(() => encodeVoicePayload({ ...spoken, records: [opus] })).toThrow(
      'bytes in one record is 0 to 65535',
    );
    expect(() => encodeVoicePayload({ ...spoken, records: [{ kind: 'silence', samples: -1 }] })).toThrow(
      'samples is 0 to 65535',
    );
  });

  it.skipIf(areRecordingsAbsent)(`of a recording are rewritten byte by byte${recordingsNote}`, () => {
    const demo = readRecording('tf2-pov-itemtest.dem');
    const kinds = new Map<string, number>();
    for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
      const command = decodeCommand(demo, at);
      at += commandBytes(command);
      if (command.type !== 'packet') continue;
      for (const message of decodeMessages(new BitReader(command.payload), PROTOCOL_24)) {
        if (message.type !== 'svc_VoiceData') continue;
        const { bytes, bits } = message.data;
        expect(bits).toBe(bytes.length * 8);
        const payload = decodeVoicePayload(bytes);
        expect(encodeVoicePayload(payload)).toEqual(bytes);
        for (const { kind } of payload.records) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
    }
    expect(Object.fromEntries(kinds)).toEqual({ 'sample-rate': 30, opus: 28, silence: 2 });
  });
});
