import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitString, uint } from '../../test/any-message.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { PROTOCOL_24 } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { commandBytes, decodeCommand } from '../commands/decode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES, parseDemoHeader } from '../header/demo-header.ts';
import { decodeMessages } from './message.ts';
import type { SoundPlayback } from './sound-playback.ts';
import { decodeSounds, encodeSounds, type Sound } from './sounds.ts';
import { type WireProtocol, wireProtocolsOf } from './wire-protocol.ts';

const int12 = fc.integer({ min: -2048, max: 2047 });
const axis = fc.oneof(
  fc.constant(0),
  int12.map((steps) => steps * 8),
);
const delay = fc.oneof(
  fc.constant(0),
  fc.nat(4095).map((steps) => steps / 1000 - 0.1),
  fc.nat(4096).map((steps) => (-steps / 1000) * 10 - 0.1),
);

const anyPlayback = (protocol: WireProtocol): fc.Arbitrary<SoundPlayback> =>
  fc.record({
    sequence: fc.oneof(fc.nat(2), uint(10)),
    volume: fc.oneof(
      fc.constant(1),
      uint(7).map((steps) => steps / 127),
    ),
    level: fc.oneof(fc.constant(75), uint(9)),
    pitch: fc.oneof(fc.constant(100), uint(8)),
    specialDsp: protocol.network >= 22 ? fc.oneof(fc.constant(0), uint(8)) : fc.constant(0),
    delaySeconds: delay,
    origin: fc.tuple(axis, axis, axis),
    speakerEntity: fc.oneof(fc.constant(-1), int12),
  });

function anySound(protocol: WireProtocol): fc.Arbitrary<Sound> {
  const source = {
    entityIndex: fc.oneof(uint(2), uint(11)),
    soundIndex: uint(protocol.network <= 22 ? 13 : 14),
    channel: uint(3),
    isAmbient: fc.boolean(),
    isSentence: fc.boolean(),
  };
  const playedFlags = uint(protocol.network <= 18 ? 9 : 11).filter((flags) => flags !== 4);
  return fc.oneof(
    fc.record({ ...source, flags: playedFlags, playback: anyPlayback(protocol) }),
    fc.record({ ...source, flags: fc.constant(4), playback: fc.constant(undefined) }),
  );
}

/** To the nanosecond: delays are not computed back by the formula they were computed by. */
function rounded(sounds: readonly Sound[]): unknown {
  return sounds.map(({ playback, ...sound }) => {
    const nanoseconds = Math.round((playback?.delaySeconds ?? 0) * 1e9);
    return { ...sound, playback: playback && { ...playback, delaySeconds: nanoseconds } };
  });
}

const played: SoundPlayback = {
  sequence: 0,
  volume: 1,
  level: 75,
  pitch: 100,
  specialDsp: 0,
  delaySeconds: 0,
  origin: [0, 0, 0],
  speakerEntity: -1,
};
const plain: Sound = {
  entityIndex: 0,
  soundIndex: 0,
  flags: 0,
  channel: 6,
  isAmbient: false,
  isSentence: false,
  playback: played,
};
const stop: Sound = { ...plain, flags: 4, playback: undefined };
const encode = (...sounds: Sound[]) => encodeSounds(sounds, { isReliable: false }, PROTOCOL_24);

describe('sounds', () => {
  it.each([14, 18, 19, 21, 22, 23, 24].flatMap(wireProtocolsOf))(
    'read back at network protocol $network, and are written the same again',
    (protocol) => {
      fc.assert(
        fc.property(fc.array(anySound(protocol), { maxLength: 6 }), (sounds) => {
          const message = encodeSounds(sounds, { isReliable: false }, protocol);
          const read = decodeSounds(message, protocol);
          expect(rounded(read)).toEqual(rounded(sounds));
          expect(encodeSounds(read, { isReliable: false }, protocol)).toEqual(message);
        }),
        { numRuns: 50 },
      );
    },
  );

  it('cost a bit or two a field where they are like the one before', () => {
    expect(encode(plain).data.bits).toBe(16);
    expect(encode(plain, plain).data.bits).toBe(32);
    expect(encode(stop, stop).data.bits).toBe(6 + 11 + 6);
  });

  it('are told apart from silence behind one that stops', () => {
    // The engine forgets how a sound that stops was played: volume and level are sent again, 7 and 9 bits.
    expect(encode(stop, plain).data.bits).toBe(6 + 11 + 16 + 11 + 7 + 9);
  });

  it('are laid out as the game lays them out', () => {
    const playback = { ...played, sequence: 1, volume: 0, delaySeconds: 0.2, origin: [0, -16, 0] } as const;
    const { data } = encode({ ...plain, entityIndex: 31, soundIndex: 9, isAmbient: true, playback });
    const reader = new BitReader(data.bytes);
    const widths = [1, 1, 5, 1, 14, 1, 1, 1, 1, 2, 1, 7, 1, 1, 1, 1, 13, 1, 1, 12, 1, 1];
    expect(widths.reduce((sum, bits) => sum + bits)).toBe(data.bits);
    expect(widths.map((bits) => reader.readUint(bits))).toEqual([
      ...[1, 1, 31, 1, 9, 0, 0, 1, 0], // entity, sound, flags, channel, ambient, sentence
      ...[2, 1, 0, 0, 0, 0], // the next sequence, volume, level, pitch, effect
      ...[1, 300, 0, 1, 0xffe, 0, 0], // delay, three axes, speaker
    ]);
  });

  it('are refused when bits are left, or too few', () => {
    const message = encode(plain, stop);
    const short = { ...message, data: { ...message.data, bits: message.data.bits - 1 } };
    expect(() => decodeSounds(short, PROTOCOL_24)).toThrow(DemoFormatError);
    expect(() => decodeSounds({ ...message, soundCount: 1 }, PROTOCOL_24)).toThrow(
      '17 bits are left behind the last sound',
    );
  });

  it('of any bits are sounds or a DemoFormatError', () => {
    fc.assert(
      fc.property(uint(8), bitString(600), (soundCount, data) => {
        try {
          decodeSounds({ type: 'svc_Sounds', isReliable: false, soundCount, data }, PROTOCOL_24);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
    );
  });

  it.each<[string, Sound]>([
    ['entityIndex is 0 to 2047, not 2048', { ...plain, entityIndex: 2048 }],
    ['flags 4 when it is not played', { ...plain, playback: undefined }],
    ['has flags 4 when it is not played, and only then', { ...stop, playback: played }],
    ['volume comes in steps of 1/127, not 0.5', { ...plain, playback: { ...played, volume: 0.5 } }],
    ['delaySeconds comes in steps of 1 ms', { ...plain, playback: { ...played, delaySeconds: 0.0004 } }],
    ['origin in steps of 8 is -2048', { ...plain, playback: { ...played, origin: [4, 0, 0] } }],
    ['sequence is 0 to 1023', { ...plain, playback: { ...played, sequence: -1 } }],
  ])('are not written where they would not read back: %s', (reason, sound) => {
    expect(() => encode(sound)).toThrow(RangeError);
    expect(() => encode(sound)).toThrow(reason);
  });

  it('are not written with an effect where the network protocol has none', () => {
    const sound = { ...plain, playback: { ...played, specialDsp: 1 } };
    const [old = PROTOCOL_24] = wireProtocolsOf(21);
    expect(() => encodeSounds([sound], { isReliable: false }, old)).toThrow('specialDsp is 0');
  });

  it.skipIf(areRecordingsAbsent).each([
    ['hl2dm-stv-airfusion.dem', 16_312],
    ['portal-pov.dem', 9],
    ['portal-pov-protocol15.dem', 428],
    ['tf2-pov-gullywash.dem', 42],
    ['tf2-pov-itemtest.dem', 3],
    ['tf2-pov-steel-2024.dem', 70],
  ] as const)(`of %s take exactly their bits, and read back${recordingsNote}`, (name, count) => {
    const demo = readRecording(name);
    const [protocol = PROTOCOL_24] = wireProtocolsOf(parseDemoHeader(demo).networkProtocol);
    let sounds = 0;
    for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
      const command = decodeCommand(demo, at);
      at += commandBytes(command);
      if (command.type !== 'signon' && command.type !== 'packet') continue;
      for (const message of decodeMessages(new BitReader(command.payload), protocol)) {
        if (message.type !== 'svc_Sounds') continue;
        const read = decodeSounds(message, protocol);
        const again = encodeSounds(read, message, protocol);
        // Not the same bits: the game sends an axis again when it has moved by less than a step.
        expect(again.data.bits).toBeLessThanOrEqual(message.data.bits);
        expect(JSON.stringify(decodeSounds(again, protocol))).toBe(JSON.stringify(read));
        sounds += read.length;
      }
    }
    expect(sounds).toBe(count);
  });
});
