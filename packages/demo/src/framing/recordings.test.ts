import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import type { DemoFormatError } from '../demo-format-error.ts';
import { FramingReader } from './framing-reader.ts';

const complete = [
  'hl2dm-stv-airfusion.dem',
  'portal-pov.dem',
  'portal-pov-protocol15.dem',
  'tf2-pov-gullywash.dem',
  'tf2-pov-itemtest.dem',
  'tf2-pov-steel-2024.dem',
];

function read(name: string, chunkBytes = Number.POSITIVE_INFINITY): FramingReader {
  const bytes = readRecording(name);
  const reader = new FramingReader();
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
  reader.end();
  return reader;
}

describe.skipIf(areRecordingsAbsent)(`FramingReader on real recordings${recordingsNote}`, () => {
  it.each(complete)('computes exactly the late bytes the game wrote into %s', (name) => {
    const reader = read(name);
    expect(reader).toMatchObject({ isComplete: true, isOnCommandBoundary: true });
    expect(reader.completedLateBytes()).toEqual(reader.header?.late);
  });

  it.each(complete)('reads %s the same in pieces of 1, 7 and 1400 bytes', (name) => {
    const whole = read(name);
    for (const chunkBytes of [1, 7, 1400]) {
      const cut = read(name, chunkBytes);
      expect(cut.bytesRead).toBe(whole.bytesRead);
      expect(cut.completedLateBytes()).toEqual(whole.completedLateBytes());
      expect(cut.isComplete).toBe(true);
    }
  });

  it('takes a recording cut off in mid-command for an unfinished demo, not a broken one', () => {
    const reader = read('tf2-stv-gullywash-cut-256k.dem');
    expect(reader).toMatchObject({ bytesRead: 262144, isComplete: false, isOnCommandBoundary: false });
    expect(reader.header).toMatchObject({ clientName: 'SourceTV Demo', mapName: 'cp_gullywash_final1' });
    expect(reader.playbackFrames).toBe(0);
  });

  it('refuses a header cut short, and another demo protocol, each with its reason', () => {
    expect(() => read('cut-header-512.dem')).toThrow(
      expect.objectContaining({ code: 'incomplete-header' }) as DemoFormatError,
    );
    expect(() => read('protocol4-not-supported.dem', 5)).toThrow(
      expect.objectContaining({ code: 'unsupported-protocol', offset: 8 }) as DemoFormatError,
    );
  });
});
