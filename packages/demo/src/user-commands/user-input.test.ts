import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32, uint } from '../../test/any-message.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { commandBytes, decodeCommand } from '../commands/decode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES } from '../header/demo-header.ts';
import { decodeUserInput, encodeUserInput, type UserInput } from './user-input.ts';

const idle: UserInput = {
  commandNumber: 1,
  tickCount: 1,
  viewAngles: [0, 0, 0],
  forwardMove: 0,
  sideMove: 0,
  upMove: 0,
  buttons: 0,
  impulse: 0,
  weaponSelect: 0,
  weaponSubtype: 0,
  mouseDx: 0,
  mouseDy: 0,
};

/** A field that is often the idle command's. */
const often = <T>(value: T, other: fc.Arbitrary<T>) => fc.oneof(fc.constant(value), other);
const float = often(0, float32);
const mouse = often(0, fc.integer({ min: -32_768, max: 32_767 }));

const anyInput: fc.Arbitrary<UserInput> = fc.record({
  commandNumber: often(1, uint(32)),
  tickCount: often(1, uint(32)),
  viewAngles: fc.tuple(float, float, float),
  forwardMove: float,
  sideMove: float,
  upMove: float,
  buttons: often(0, uint(32)),
  impulse: often(0, uint(8)),
  weaponSelect: often(0, uint(11)),
  weaponSubtype: often(0, uint(6)),
  mouseDx: mouse,
  mouseDy: mouse,
});

function written(input: UserInput): BitWriter {
  const writer = new BitWriter();
  encodeUserInput(writer, input);
  return writer;
}

describe('user input', () => {
  it('reads back to the exact bit', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const writer = written(input);
        const reader = new BitReader(writer.toBytes());
        expect(decodeUserInput(reader)).toEqual(input);
        expect(reader.positionBits).toBe(writer.positionBits);
      }),
    );
  });

  it('costs a bit a field when the player does nothing', () => {
    expect(written(idle).toBitString()).toEqual({ bytes: Uint8Array.of(0, 0), bits: 13 });
  });

  it('is laid out as the game lays it out', () => {
    const input = { ...idle, tickCount: 77, buttons: 1, weaponSelect: 300, weaponSubtype: 5, mouseDy: -2 };
    const reader = new BitReader(written(input).toBytes());
    const widths = [1, 1, 32, 6, 1, 32, 1, 1, 11, 1, 6, 1, 1, 16];
    expect(widths.map((bits) => reader.readUint(bits))).toEqual([
      ...[0, 1, 77, 0, 1, 1, 0], // command number; tick count; angles and moves; buttons; impulse
      ...[1, 300, 1, 5, 0, 1, 0xfffe], // weapon, subtype; mouse
    ]);
  });

  it('refuses to be written where it would not read back', () => {
    expect(() => written({ ...idle, impulse: 256 })).toThrow('impulse is 0 to 255, not 256');
    expect(() => written({ ...idle, weaponSelect: 2048 })).toThrow('weaponSelect is 0 to 2047');
    expect(() => written({ ...idle, mouseDx: 40_000 })).toThrow('mouseDx is -32768 to 32767, not 40000');
  });

  it('reads any bytes as input or a DemoFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeUserInput(new BitReader(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
    );
  });

  it.skipIf(areRecordingsAbsent).each([
    ['tf2-pov-gullywash.dem', 114],
    ['tf2-pov-itemtest.dem', 356],
    ['tf2-pov-steel-2024.dem', 175],
  ] as const)(`of %s is rewritten to the same bits${recordingsNote}`, (name, count) => {
    const demo = readRecording(name);
    let inputs = 0;
    for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
      const command = decodeCommand(demo, at);
      at += commandBytes(command);
      if (command.type !== 'user-command') continue;
      const reader = new BitReader(command.payload);
      const input = decodeUserInput(reader);
      const expected = new BitReader(command.payload).readBitString(reader.positionBits);
      expect(written(input).toBitString()).toEqual(expected);
      expect(reader.bitsLeft).toBeLessThan(8);
      inputs++;
    }
    expect(inputs).toBe(count);
  });
});
