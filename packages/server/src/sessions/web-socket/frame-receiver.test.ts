import type { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ws from 'ws';
import { DemobaseError } from '../../errors.ts';
import { FrameReceiver } from './frame-receiver.ts';

/** The two halves of the `ws` package, which its types leave out. */
const { Receiver, Sender } = ws as unknown as {
  Receiver: new (options: { isServer: boolean; maxPayload: number }) => Writable;
  Sender: {
    frame(
      data: Buffer,
      options: { fin: boolean; opcode: number; mask: boolean; readOnly: boolean; rsv1: boolean },
    ): Buffer[];
  };
};

interface Heard {
  bytes: Buffer;
  readonly events: string[];
}

function receive(chunks: readonly Buffer[], maxFrameBytes = 1 << 20): Heard {
  const heard: Heard = { bytes: Buffer.alloc(0), events: [] };
  const receiver = new FrameReceiver(
    {
      // Copied at once, as the views live in chunks that go on being overwritten.
      onBinary: (bytes) => {
        heard.bytes = Buffer.concat([heard.bytes, bytes]);
      },
      onText: (text) => heard.events.push(`text ${text} after ${heard.bytes.length}`),
      onPing: (payload) => heard.events.push(`ping ${payload.toString('hex')} after ${heard.bytes.length}`),
      onClose: (code) => heard.events.push(`close ${code} after ${heard.bytes.length}`),
    },
    { maxFrameBytes },
  );
  for (const chunk of chunks) receiver.push(Buffer.from(chunk));
  return heard;
}

/** A client's frames as the `ws` package writes them: an independent sender. */
function frame(opcode: number, payload: Buffer, options: { fin?: boolean } = {}): Buffer {
  return Buffer.concat(
    Sender.frame(Buffer.from(payload), {
      fin: options.fin ?? true,
      opcode,
      mask: true,
      readOnly: false,
      rsv1: false,
    }),
  );
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const edges = [0, ...sorted, bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const message = fc.oneof(
  payload.map((bytes) => ({ kind: 'binary' as const, bytes })),
  fc.array(payload, { minLength: 1, maxLength: 4 }).map((parts) => ({ kind: 'fragmented' as const, parts })),
  fc.string({ maxLength: 40 }).map((text) => ({ kind: 'text' as const, text })),
  fc.uint8Array({ maxLength: 125 }).map((bytes) => ({ kind: 'ping' as const, bytes: Buffer.from(bytes) })),
);

describe('FrameReceiver', () => {
  it('hears what was sent, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (messages, places) => {
          const frames: Buffer[] = [];
          const expected: Heard = { bytes: Buffer.alloc(0), events: [] };
          for (const sent of messages) {
            if (sent.kind === 'binary') {
              frames.push(frame(2, sent.bytes));
              expected.bytes = Buffer.concat([expected.bytes, sent.bytes]);
            } else if (sent.kind === 'fragmented') {
              sent.parts.forEach((part, index) => {
                frames.push(frame(index === 0 ? 2 : 0, part, { fin: index === sent.parts.length - 1 }));
                expected.bytes = Buffer.concat([expected.bytes, part]);
              });
            } else if (sent.kind === 'text') {
              const bytes = Buffer.from(sent.text);
              frames.push(frame(1, bytes));
              expected.events.push(`text ${bytes.toString()} after ${expected.bytes.length}`);
            } else {
              frames.push(frame(9, sent.bytes));
              expected.events.push(`ping ${sent.bytes.toString('hex')} after ${expected.bytes.length}`);
            }
          }
          const heard = receive(cut(Buffer.concat(frames), places));
          expect(heard.events).toEqual(expected.events);
          expect(heard.bytes.equals(expected.bytes)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('hands on what came before an empty close frame in the same chunk', () => {
    const heard = receive([Buffer.concat([frame(2, Buffer.from('the end')), frame(8, Buffer.alloc(0))])]);
    expect(heard.bytes.toString()).toBe('the end');
    expect(heard.events).toEqual(['close 1005 after 7']);
  });

  it('hands on what came before a broken frame in the same chunk', () => {
    const heard: Buffer[] = [];
    const receiver = new FrameReceiver(
      { onBinary: (bytes) => heard.push(bytes), onText: () => {}, onPing: () => {}, onClose: () => {} },
      { maxFrameBytes: 1 << 20 },
    );
    const chunk = Buffer.concat([frame(2, Buffer.from('good')), Buffer.from([0x82, 0x01, 0x41])]);
    expect(() => receiver.push(chunk)).toThrowError(expect.objectContaining({ code: 'protocol_violation' }));
    expect(Buffer.concat(heard).toString()).toBe('good');
  });

  it('gives a large frame byte by byte the same as at once', () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) & 0xff));
    const wire = frame(2, bytes);
    expect(receive([wire]).bytes.equals(bytes)).toBe(true);
    expect(receive(Array.from(wire, (byte) => Buffer.from([byte]))).bytes.equals(bytes)).toBe(true);
  });

  it('hands a chunk of many small frames on as one run', () => {
    let runs = 0;
    const receiver = new FrameReceiver(
      { onBinary: () => (runs += 1), onText: () => {}, onPing: () => {}, onClose: () => {} },
      { maxFrameBytes: 1 << 20 },
    );
    receiver.push(Buffer.concat(Array.from({ length: 60 }, () => frame(2, Buffer.alloc(1000)))));
    expect(runs).toBe(1);
  });

  it('hands a frame of any size on before it is complete', () => {
    const wire = frame(2, Buffer.alloc(100_000, 7));
    expect(receive([wire.subarray(0, 40_000)]).bytes.length).toBe(40_000 - 14);
  });

  it('takes nothing after a close frame', () => {
    const goodbye = frame(8, Buffer.from([0x03, 0xe8]));
    const heard = receive([Buffer.concat([frame(2, Buffer.from('a')), goodbye, frame(2, Buffer.from('b'))])]);
    expect(heard.events).toEqual(['close 1000 after 1']);
    expect(heard.bytes.toString()).toBe('a');
  });

  it.each([
    ['an unmasked frame', Buffer.from([0x82, 0x01, 0x41])],
    ['a reserved bit', Buffer.from([0xc2, 0x80])],
    ['an unknown opcode', Buffer.from([0x83, 0x80])],
    ['a continuation of nothing', frame(0, Buffer.from('x'))],
    [
      'a message inside another',
      Buffer.concat([frame(2, Buffer.from('x'), { fin: false }), frame(2, Buffer.from('y'))]),
    ],
    ['a fragmented ping', Buffer.from([0x09, 0x80, 0, 0, 0, 0])],
    ['an overlong ping', Buffer.from([0x89, 0xfe, 0, 126])],
    ['half a close code', frame(8, Buffer.from([3]))],
    ['a text that is not UTF-8', frame(1, Buffer.from([0xff, 0xfe]))],
    ['a length above 2^53', Buffer.from([0x82, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ])('refuses %s', (_name, bytes) => {
    expect(() => receive([bytes])).toThrowError(expect.objectContaining({ code: 'protocol_violation' }));
  });

  it('refuses a frame above the limit by its header alone', () => {
    const wire = frame(2, Buffer.alloc(2000)).subarray(0, 8);
    expect(() => receive([wire], 1999)).toThrowError(expect.objectContaining({ code: 'frame_too_large' }));
    expect(receive([wire], 2000).events).toEqual([]);
  });

  it('does not collect endless text', () => {
    const piece = frame(1, Buffer.alloc(10_000, 0x61), { fin: false });
    const more = frame(0, Buffer.alloc(10_000, 0x61), { fin: false });
    expect(() => receive([piece, more])).toThrowError(expect.objectContaining({ code: 'frame_too_large' }));
  });

  it('throws nothing but errors of the catalogue on random bytes, and never later than ws does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        let failed = false;
        try {
          receive([Buffer.from(bytes)]);
        } catch (error) {
          expect(error).toBeInstanceOf(DemobaseError);
          failed = true;
        }
        let wsFailed = false;
        const peer = new Receiver({ isServer: true, maxPayload: 1 << 20 });
        peer.on('error', () => {
          wsFailed = true;
        });
        peer.write(Buffer.from(bytes));
        // ws also refuses close codes that may not be sent; we only pass the code on.
        if (wsFailed && !failed) expect(bytes.some((byte) => (byte & 0x0f) === 8)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
