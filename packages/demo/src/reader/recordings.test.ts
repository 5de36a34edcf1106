import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { transcribe } from '../../test/transcribe.ts';
import type { DemoFormatError } from '../demo-format-error.ts';

const READABLE = [
  'tf2-pov-gullywash',
  'tf2-pov-itemtest',
  'tf2-pov-steel-2024',
  'tf2-stv-gullywash-cut-256k',
  'hl2dm-stv-airfusion',
  'portal-pov',
  'portal-pov-protocol15',
];

/** How much of a recording is also read byte by byte. */
const LONGEST = 400_000;

/** Deterministic cuts, from a byte to some kilobytes. */
function* piecesOf(bytes: Uint8Array, largest: number): Generator<Uint8Array> {
  let state = 12345;
  for (let at = 0; at < bytes.length; ) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    const size = 1 + (state % largest);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

describe.skipIf(areRecordingsAbsent)(`recordings${recordingsNote}`, () => {
  it.each(READABLE)('reads %s to the end without a problem', (name) => {
    const { reader, counts } = transcribe([readRecording(`${name}.dem`)]);
    expect(reader.problems).toEqual([]);
    expect(reader.isComplete).toBe(name !== 'tf2-stv-gullywash-cut-256k');
    expect(reader.isCutInsideCommand).toBe(name === 'tf2-stv-gullywash-cut-256k');
    expect(counts.message).toBeGreaterThan(20);
  });

  it.each(READABLE)('tells the same of %s however its bytes are cut', (name) => {
    const bytes = readRecording(`${name}.dem`);
    const whole = transcribe([bytes]).digest;
    expect(transcribe(piecesOf(bytes, 3000)).digest).toBe(whole);
    expect(transcribe(Array.from(bytes.subarray(0, LONGEST), (byte) => Uint8Array.of(byte))).digest).toBe(
      bytes.length <= LONGEST ? whole : transcribe([bytes.subarray(0, LONGEST)]).digest,
    );
  });

  it.each(READABLE)('tells what the framing of %s tells', (name) => {
    const { reader, frames } = transcribe([readRecording(`${name}.dem`)]);
    const { mapName, late } = reader.header ?? {};
    expect(reader.serverInfo?.mapName).toBe(mapName);
    if (reader.isComplete) expect(frames).toBe(late?.playbackFrames);
    if (reader.isComplete) expect(reader.completedLateBytes()).toEqual(late);
  });

  it('refuses a demo of Left 4 Dead by name, and one cut inside its header', () => {
    for (const [name, code] of [
      ['protocol4-not-supported.dem', 'unsupported-protocol'],
      ['cut-header-512.dem', 'incomplete-header'],
    ] as const) {
      expect(() => transcribe([readRecording(name)])).toThrow(
        expect.objectContaining({ name: 'DemoFormatError', code }) as DemoFormatError,
      );
    }
  });
});
