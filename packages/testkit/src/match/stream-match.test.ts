import { createHash } from 'node:crypto';
import { FramingReader, LATE_BYTES_OFFSET } from '@demobase/demo';
import { describe, expect, it } from 'vitest';
import type { MatchOptions } from './match-options.ts';
import { buildMatch, type MatchLength, streamMatch } from './stream-match.ts';

describe('streamMatch', () => {
  /** Takes a stream apart: the hash of its bytes, the longest chunk, and its facts. */
  function drain(options: MatchOptions & MatchLength) {
    const stream = streamMatch(options);
    const sum = createHash('sha256');
    const framing = new FramingReader();
    let longest = 0;
    for (;;) {
      const { done, value } = stream.next();
      if (done === true) {
        framing.end();
        return { facts: value, hash: sum.digest('hex'), longest, framing };
      }
      longest = Math.max(longest, value.length);
      sum.update(value);
      framing.push(value);
    }
  }

  it.each(['stv', 'pov'] as const)('makes a %s demo of exactly any size, and says its late bytes', (kind) => {
    for (const sizeBytes of [300_000, 300_001, 777_777]) {
      const { framing, facts, longest } = drain({ kind, sizeBytes, players: 6 });
      expect(framing).toMatchObject({ bytesRead: sizeBytes, isComplete: true });
      expect(framing.header?.late.playbackTicks).toBe(0);
      expect(facts.sizeBytes).toBe(sizeBytes);
      expect(facts.lateBytes).toEqual(framing.completedLateBytes());
      expect(longest).toBeLessThan(256 * 1024);
    }
  });

  it('yields the bytes that buildMatch has, late bytes excepted where it is recording', () => {
    const options = { ticks: 200, seed: 5 } as const;
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(drain(options).hash).toBe(hash(buildMatch(options).bytes));
    const recording = buildMatch({ ...options, isRecording: true }).bytes;
    const recorded = buildMatch(options).bytes;
    expect(recording.subarray(LATE_BYTES_OFFSET, LATE_BYTES_OFFSET + 16).every((byte) => byte === 0)).toBe(
      true,
    );
    recording.set(recorded.subarray(LATE_BYTES_OFFSET, LATE_BYTES_OFFSET + 16), LATE_BYTES_OFFSET);
    expect(Buffer.compare(recording, recorded)).toBe(0);
  });

  it.each(['stv', 'pov'] as const)(
    'makes the same %s demo of the same options, and another of another seed',
    (kind) => {
      const small = { kind, ticks: 60 } as const;
      const first = buildMatch({ ...small, seed: 7 });
      const again = buildMatch({ ...small, seed: 7 });
      const other = buildMatch({ ...small, seed: 8 });
      expect(again.facts).toEqual(first.facts);
      expect(Buffer.compare(again.bytes, first.bytes)).toBe(0);
      expect(Buffer.compare(other.bytes, first.bytes)).not.toBe(0);
    },
  );

  it('says at once what it cannot make', () => {
    expect(() => streamMatch({ sizeBytes: 50_000 })).toThrow(RangeError);
    expect(() => streamMatch({ ticks: 1.5 })).toThrow(RangeError);
    expect(buildMatch({ ticks: 0 }).facts).toMatchObject({ packetCount: 1, lastTick: 0, kills: [] });
  });
});
