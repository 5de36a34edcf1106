import { createHash } from 'node:crypto';
import { BitReader, decodeMessages, FramingReader, parseDemoHeader, wireProtocolsOf } from '@demobase/demo';
import { describe, expect, it } from 'vitest';
import { buildDemo, streamDemo } from './build-demo.ts';

function read(chunks: Iterable<Uint8Array>): FramingReader {
  const reader = new FramingReader();
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return reader;
}

/** The payloads of all commands of one type, found without the code that wrote them. */
function* payloadsOf(
  demo: Uint8Array,
  wanted: readonly number[],
): Generator<{ tick: number; payload: Uint8Array }> {
  const view = new DataView(demo.buffer, demo.byteOffset, demo.length);
  for (let at = 1072; view.getUint8(at) !== 7; ) {
    const type = view.getUint8(at);
    const tick = view.getInt32(at + 1, true);
    at += 5 + (type === 1 || type === 2 ? 84 : type === 5 ? 4 : 0);
    const length = type === 3 ? 0 : view.getInt32(at, true);
    at += (type === 3 ? 0 : 4) + length;
    if (wanted.includes(type)) yield { tick, payload: demo.subarray(at - length, at) };
  }
}

describe.each(['pov', 'stv'] as const)('a built %s demo', (kind) => {
  it('is a whole demo whose header tells the truth', () => {
    for (const ticks of [0, 1, 2, 999, 5000]) {
      const reader = read([buildDemo({ kind, ticks })]);
      expect(reader).toMatchObject({ isComplete: true, playbackTicks: ticks });
      expect(reader.completedLateBytes()).toEqual(reader.header?.late);
    }
  });

  it('holds packets of readable messages whose clocks agree', () => {
    const demo = buildDemo({ kind, ticks: 700 });
    const [protocol] = wireProtocolsOf(24);
    if (protocol === undefined) throw new Error('protocol 24 has a layout');
    const offsets = new Set<number>();
    let lastTick = 0;
    for (const { tick, payload } of payloadsOf(demo, [2])) {
      const messages = [...decodeMessages(new BitReader(payload), protocol)];
      const netTick = messages.find((message) => message.type === 'net_Tick');
      offsets.add((netTick?.serverTick ?? Number.NaN) - tick);
      expect(messages.some((message) => message.type === 'net_SetConVar')).toBe(true);
      expect(tick).toBeGreaterThan(lastTick);
      lastTick = tick;
    }
    expect(lastTick).toBe(700);
    expect(offsets.size).toBe(1);
    for (const { payload } of payloadsOf(demo, [1])) {
      expect([...decodeMessages(new BitReader(payload), protocol)].length).toBeGreaterThan(0);
    }
  });

  it('is the same for the same options, and another for another seed', () => {
    expect(buildDemo({ kind, ticks: 50, seed: 7 })).toEqual(buildDemo({ kind, ticks: 50, seed: 7 }));
    expect(buildDemo({ kind, ticks: 50, seed: 7 })).not.toEqual(buildDemo({ kind, ticks: 50, seed: 8 }));
  });

  it('has zero late bytes while it is being recorded, and differs in nothing else', () => {
    const recording = buildDemo({ kind, ticks: 50, isRecording: true });
    const recorded = buildDemo({ kind, ticks: 50 });
    expect(recording.subarray(0x420, 0x430).every((byte) => byte === 0)).toBe(true);
    recording.set(recorded.subarray(0x420, 0x430), 0x420);
    expect(recording).toEqual(recorded);
  });

  it('can be streamed at exactly any size', () => {
    for (const sizeBytes of [2500, 2501, 99_999, 1_000_000, 5_000_003]) {
      const reader = read(streamDemo({ kind, sizeBytes }));
      expect(reader).toMatchObject({ bytesRead: sizeBytes, isComplete: true });
      expect(reader.completedLateBytes()).toEqual(reader.header?.late);
    }
  });

  it('is streamed in chunks of at most 64 KiB that stay as they were', () => {
    const hash = (chunks: Iterable<Uint8Array>) => {
      const sum = createHash('sha256');
      for (const chunk of chunks) sum.update(chunk);
      return sum.digest('hex');
    };
    const chunks = [...streamDemo({ kind, sizeBytes: 1_000_000 })];
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(64 * 1024);
    expect(hash(chunks)).toBe(hash(streamDemo({ kind, sizeBytes: 1_000_000 })));
  });
});

describe('buildDemo', () => {
  it('looks like the recording it stands for', () => {
    expect(parseDemoHeader(buildDemo({ ticks: 1, kind: 'stv' })).clientName).toBe('SourceTV Demo');
    const options = { map: 'koth_viaduct', serverName: '10.0.0.1:27015', clientName: 'Alyx' };
    expect(parseDemoHeader(buildDemo({ ticks: 1, ...options }))).toMatchObject({
      mapName: 'koth_viaduct',
      serverName: '10.0.0.1:27015',
      clientName: 'Alyx',
      gameDirectory: 'tf',
      networkProtocol: 24,
    });
  });

  it('fills packets to the size asked for, from 32 bytes up', () => {
    for (const packetBytes of [32, 33, 1000, 65_536]) {
      const sizes = [...payloadsOf(buildDemo({ ticks: 3, packetBytes }), [2])].map(
        ({ payload }) => payload.length,
      );
      expect(sizes).toEqual([packetBytes, packetBytes, packetBytes]);
    }
    expect(() => buildDemo({ ticks: 1, packetBytes: 31 })).toThrow(RangeError);
  });

  it('says at once when a stream has no room for a demo', () => {
    expect(() => streamDemo({ sizeBytes: 1000 })).toThrow('This demo is at least');
  });
});
