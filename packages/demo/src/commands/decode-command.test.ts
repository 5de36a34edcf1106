import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32 } from '../../test/any-message.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { concatBytes, smallDemo } from '../../test/small-demo.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES } from '../header/demo-header.ts';
import { MAX_PAYLOAD_BYTES } from './command-layout.ts';
import { commandBytes, decodeCommand } from './decode-command.ts';
import { type Command, encodeCommand } from './encode-command.ts';

const vector = fc.tuple(float32, float32, float32);
const view = fc.record({ origin: vector, angles: vector, localAngles: vector });
const payload = fc.uint8Array({ maxLength: 40 });
const int32 = fc.integer();

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom('signon', 'packet'),
    tick: int32,
    info: fc.record({ flags: int32, views: fc.tuple(view, view) }),
    sequenceIn: int32,
    sequenceOut: int32,
    payload,
  }),
  fc.record({ type: fc.constant('user-command'), tick: int32, outgoingSequence: int32, payload }),
  fc.record({
    type: fc.constantFrom('console-command', 'data-tables', 'string-tables'),
    tick: int32,
    payload,
  }),
  fc.record({ type: fc.constant('sync-tick'), tick: int32 }),
  fc.record({ type: fc.constant('stop'), tick: fc.nat({ max: 0xffffff }) }),
);

function* commandsOf(demo: Uint8Array): Generator<Command> {
  for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
    const command = decodeCommand(demo, at);
    yield command;
    at += commandBytes(command);
  }
}

const brokenFraming = (offset: number) =>
  expect.objectContaining({ code: 'broken-framing', offset }) as DemoFormatError;

describe('decodeCommand', () => {
  it('reads back every command that was written, wherever it stands', () => {
    fc.assert(
      fc.property(payload, anyCommand, payload, (before, command, behind) => {
        const bytes = encodeCommand(command);
        expect(decodeCommand(concatBytes([before, bytes, behind]), before.length)).toEqual(command);
        expect(commandBytes(command)).toBe(bytes.length);
      }),
    );
  });

  it('reads a camera that was left out as one that is all zero', () => {
    const command = {
      type: 'packet',
      tick: 1,
      sequenceIn: 2,
      sequenceOut: 3,
      payload: Uint8Array.of(4),
    } as const;
    const view = { origin: [0, 0, 0], angles: [0, 0, 0], localAngles: [0, 0, 0] };
    expect(decodeCommand(encodeCommand(command), 0)).toEqual({
      ...command,
      info: { flags: 0, views: [view, view] },
    });
  });

  it('walks a demo from its header to its stop', () => {
    const demo = smallDemo();
    const commands = [...commandsOf(demo)];
    expect(concatBytes([demo.subarray(0, DEMO_HEADER_BYTES), ...commands.map(encodeCommand)])).toEqual(demo);
    expect(commands.at(-1)).toEqual({ type: 'stop', tick: 64 });
  });

  it('says where a command is cut off, at whichever byte', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        const bytes = encodeCommand(command);
        for (let length = 0; length < bytes.length; length++) {
          expect(() => decodeCommand(bytes.subarray(0, length), 0)).toThrow(brokenFraming(length));
        }
      }),
    );
  });

  it('refuses bytes that begin no command, and payloads that cannot be', () => {
    for (const type of [0, 9, 255]) {
      expect(() => decodeCommand(Uint8Array.of(1, type, 0, 0, 0, 0), 1)).toThrow(brokenFraming(1));
    }
    for (const claim of [-1, MAX_PAYLOAD_BYTES + 1]) {
      const bytes = encodeCommand({ type: 'string-tables', tick: 0, payload: new Uint8Array() });
      new DataView(bytes.buffer).setInt32(5, claim, true);
      expect(() => decodeCommand(bytes, 0)).toThrow(brokenFraming(5));
    }
  });

  it('throws nothing but DemoFormatError, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.uint8Array({ maxLength: 120 }), (type, rest) => {
        try {
          decodeCommand(concatBytes([Uint8Array.of(type), rest]), 0);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
    );
  });

  it.skipIf(areRecordingsAbsent).each(['tf2-pov-steel-2024.dem', 'portal-pov-protocol15.dem'])(
    `rewrites every command of %s to the same bytes${recordingsNote}`,
    (name) => {
      const demo = readRecording(name);
      let at = DEMO_HEADER_BYTES;
      for (const command of commandsOf(demo)) {
        const bytes = encodeCommand(command);
        const isSame = Buffer.from(bytes).equals(demo.subarray(at, at + bytes.length));
        expect([command.type, at, isSame]).toEqual([command.type, at, true]);
        at += bytes.length;
      }
      expect(at).toBe(demo.length);
    },
  );
});
