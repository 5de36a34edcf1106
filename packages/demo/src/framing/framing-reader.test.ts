import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  encodeMessages,
  header,
  packet,
  serverInfo,
  smallDemo,
  smallSignOn,
} from '../../test/small-demo.ts';
import { type Command, encodeCommand } from '../commands/encode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES, encodeDemoHeader, parseDemoHeader } from '../header/demo-header.ts';
import { wireProtocolsOf } from '../messages/wire-protocol.ts';
import { FramingReader } from './framing-reader.ts';

function read(...chunks: Uint8Array[]): FramingReader {
  const reader = new FramingReader();
  for (const chunk of chunks) reader.push(chunk);
  return reader;
}

function errorOf(run: () => void): DemoFormatError | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof DemoFormatError) return error;
    throw error;
  }
  return undefined;
}

/** All that a reader can tell, or why it refused. */
function outcomeOf(chunks: Iterable<Uint8Array>): unknown {
  const reader = new FramingReader();
  const error = errorOf(() => {
    for (const chunk of chunks) reader.push(chunk);
    reader.end();
  });
  if (error !== undefined) return { code: error.code, offset: error.offset, reason: error.reason };
  const { bytesRead, header, isComplete, isOnCommandBoundary } = reader;
  return { bytesRead, header, isComplete, isOnCommandBoundary, late: reader.completedLateBytes() };
}

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    // A copy that is spoilt after use: the reader must not keep hold of a chunk.
    const chunk = bytes.slice(at, at + size);
    yield chunk;
    chunk.fill(0xee);
    at += size;
  }
}

const demo = smallDemo();
const stop: Command = { type: 'stop', tick: 64 };

function demoOf(...commands: Command[]): Uint8Array {
  return concatBytes([header(), ...commands.map(encodeCommand)]);
}

describe('FramingReader', () => {
  it('reads a demo and knows the late bytes the game would have written', () => {
    const reader = read(demo);
    reader.end();
    expect(reader.header).toEqual(parseDemoHeader(demo));
    expect(reader).toMatchObject({ bytesRead: demo.length, isComplete: true, isOnCommandBoundary: true });
    expect(reader.completedLateBytes()).toEqual({
      playbackSeconds: 1,
      playbackTicks: 64,
      playbackFrames: 2,
      signonBytes: smallSignOn().length,
    });
  });

  it('comes to the same result however the bytes are cut, and keeps hold of no chunk', () => {
    const whole = outcomeOf([demo]);
    expect(outcomeOf(cut(demo, [1]))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 50 }), (sizes) => {
        expect(outcomeOf(cut(demo, sizes))).toEqual(whole);
      }),
    );
  });

  it('takes a demo that ends anywhere for a demo, and misses nothing but a header cut short', () => {
    for (let length = 0; length <= demo.length; length++) {
      const reader = read(demo.subarray(0, length));
      const error = errorOf(() => reader.end());
      if (length < DEMO_HEADER_BYTES)
        expect(error).toMatchObject({ code: 'incomplete-header', offset: length });
      else expect(error).toBeUndefined();
      expect(reader.bytesRead).toBe(length);
    }
  });

  it('knows between which bytes one command ends and the next begins', () => {
    const boundaries = [1071, 1072, 1073, 1072 + smallSignOn().length, demo.length - 4, demo.length - 3];
    expect(boundaries.map((length) => read(demo.subarray(0, length)).isOnCommandBoundary)).toEqual([
      false,
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('refuses a wrong file at its first wrong byte, before the header is whole', () => {
    const reader = read(new TextEncoder().encode('HL2'));
    expect(errorOf(() => reader.push(new TextEncoder().encode('EMO')))).toMatchObject({
      code: 'not-a-demo',
      offset: 3,
    });
    const protocol4 = encodeDemoHeader({ ...parseDemoHeader(demo), demoProtocol: 4 }).subarray(0, 12);
    expect(errorOf(() => read(protocol4))).toMatchObject({ code: 'unsupported-protocol', offset: 8 });
  });

  it('throws the same error for ever once it has thrown', () => {
    const reader = new FramingReader();
    const first = errorOf(() => reader.push(Uint8Array.of(1)));
    expect(first).toBeInstanceOf(DemoFormatError);
    expect(errorOf(() => reader.push(demo))).toBe(first);
    expect(errorOf(() => reader.end())).toBe(first);
  });

  it('refuses bytes that begin no command, and says which', () => {
    for (const type of [0, 9, 0x0d, 255]) {
      const error = errorOf(() =>
        read(header(), encodeCommand({ type: 'sync-tick', tick: 0 }), Uint8Array.of(type)),
      );
      expect(error).toMatchObject({ code: 'broken-framing', offset: 1077 });
      expect(error?.reason).toContain(`byte ${type}`);
    }
  });

  it('refuses a payload of four gigabytes, of less than nothing, and of 64 MiB and a byte', () => {
    for (const claim of [0xffffffff, 0x80000000, 64 * 1024 * 1024 + 1]) {
      const command = encodeCommand({ type: 'string-tables', tick: 0, payload: new Uint8Array() });
      new DataView(command.buffer).setUint32(5, claim, true);
      const error = errorOf(() => read(header(), command));
      expect(error).toMatchObject({ code: 'broken-framing', offset: 1077 });
    }
  });

  it('hops over a payload of 64 MiB without holding it', () => {
    const command = encodeCommand({
      type: 'signon',
      tick: 0,
      sequenceIn: 0,
      sequenceOut: 0,
      payload: new Uint8Array(),
    });
    new DataView(command.buffer).setUint32(89, 64 * 1024 * 1024, true);
    const reader = read(header(), command);
    const arrayBuffersBefore = process.memoryUsage().arrayBuffers;
    const chunk = new Uint8Array(64 * 1024);
    for (let i = 0; i < 1024; i++) reader.push(chunk);
    expect(process.memoryUsage().arrayBuffers - arrayBuffersBefore).toBeLessThan(1024 * 1024);
    expect(reader.isOnCommandBoundary).toBe(true);
  });

  it('ignores whatever follows the stop command', () => {
    const reader = read(demo, new Uint8Array(5000).fill(0xff));
    expect(reader.bytesRead).toBe(demo.length + 5000);
    expect(reader.completedLateBytes()).toEqual(read(demo).completedLateBytes());
  });

  it('is complete at the sight of the stop command, though its tick be cut off', () => {
    const reader = read(demo.subarray(0, -3));
    expect(reader).toMatchObject({ isComplete: true, isOnCommandBoundary: true, playbackTicks: 62 });
  });

  it('finishes the tick of a stop command, which lacks its highest byte, from the last packet', () => {
    const ticksOf = (last: number, stopTick: number) =>
      read(demoOf(packet('packet', last, new Uint8Array()), { type: 'stop', tick: stopTick })).playbackTicks;
    expect(ticksOf(0x01fffffe, 0x02000003)).toBe(0x02000003);
    expect(ticksOf(-5, -2)).toBe(-2);
    // Nothing was recorded after the last packet if the stop claims to be earlier.
    expect(ticksOf(1000, 0)).toBe(1000);
  });

  it('counts sign-on up to the first sync tick when a recording runs on through a level change', () => {
    const sync: Command = { type: 'sync-tick', tick: 0 };
    expect(read(demoOf(packet('signon', 1, new Uint8Array(7)), sync, sync, stop)).signonBytes).toBe(100);
    expect(read(demoOf(packet('signon', 1, new Uint8Array(7)), stop)).signonBytes).toBe(0);
  });

  it.each([14, 15, 17, 24].flatMap(wireProtocolsOf))(
    'finds the tick interval at network protocol $network with types of $messageTypeBits bits',
    (protocol) => {
      const introduction = encodeMessages(
        [{ type: 'svc_Print', text: 'x' }, serverInfo(0.01, protocol)],
        protocol,
      );
      const commands = [packet('signon', 1, new Uint8Array(1)), packet('signon', 1, introduction), stop];
      const bytes = concatBytes([header(protocol.network), ...commands.map(encodeCommand)]);
      const reader = new FramingReader();
      for (const chunk of cut(bytes, [11])) reader.push(chunk);
      expect(reader.tickIntervalSeconds).toBe(Math.fround(0.01));
    },
  );

  it('assumes 0.015 seconds a tick when sign-on does not tell, or tells nonsense', () => {
    const payloads = [
      new Uint8Array(20_000),
      Uint8Array.of(63),
      ...[0, -1, 2, Number.NaN].map((interval) => encodeMessages([serverInfo(interval)])),
      encodeMessages([{ ...serverInfo(0.01), networkProtocol: 23 }]),
    ];
    for (const payload of payloads) {
      expect(read(demoOf(packet('signon', 1, payload), stop)).tickIntervalSeconds).toBe(Math.fround(0.015));
    }
  });

  it('throws nothing but DemoFormatError, whatever is done to a demo', () => {
    const edit = fc.record({ at: fc.nat({ max: demo.length - 1 }), byte: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(
        fc.array(edit, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3000 }),
        (edits, size) => {
          const mutant = demo.slice();
          for (const { at, byte } of edits) mutant[at] = byte;
          expect(outcomeOf(cut(mutant, [size]))).toEqual(outcomeOf([mutant]));
        },
      ),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('throws nothing but DemoFormatError on a header followed by any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
        outcomeOf([header(), Uint8Array.of(1), tail]);
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});
