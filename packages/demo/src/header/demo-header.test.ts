import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES, type DemoHeader, encodeDemoHeader, parseDemoHeader } from './demo-header.ts';
import { encodeLateBytes, LATE_BYTES_LENGTH, LATE_BYTES_OFFSET, parseLateBytes } from './late-bytes.ts';

const text = fc.string({ maxLength: 60, unit: 'grapheme' }).filter((each) => !each.includes('\0'));
const int32 = fc.integer();
const late = fc.record({
  playbackSeconds: fc.float({ noNaN: true }),
  playbackTicks: int32,
  playbackFrames: int32,
  signonBytes: int32,
});
const anyHeader: fc.Arbitrary<DemoHeader> = fc.record({
  demoProtocol: fc.constant(3),
  networkProtocol: int32,
  serverName: text,
  clientName: text,
  mapName: text,
  gameDirectory: text,
  late,
});

const example: DemoHeader = {
  demoProtocol: 3,
  networkProtocol: 24,
  serverName: '169.254.71.12:27015',
  clientName: 'Gordon',
  mapName: 'cp_process_final',
  gameDirectory: 'tf',
  late: { playbackSeconds: 1.5, playbackTicks: 100, playbackFrames: 99, signonBytes: 218908 },
};

function errorOf(bytes: Uint8Array): DemoFormatError {
  try {
    parseDemoHeader(bytes);
  } catch (error) {
    if (error instanceof DemoFormatError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the demo header', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        const short = (each: string) => new TextEncoder().encode(each).length < 260;
        fc.pre([header.serverName, header.clientName, header.mapName, header.gameDirectory].every(short));
        expect(parseDemoHeader(encodeDemoHeader(header))).toEqual(header);
      }),
    );
  });

  it('cuts text that is too long between two characters, and keeps its NUL', () => {
    const bytes = encodeDemoHeader({ ...example, serverName: '€'.repeat(100) });
    expect(bytes.length).toBe(DEMO_HEADER_BYTES);
    expect(parseDemoHeader(bytes)).toEqual({ ...example, serverName: '€'.repeat(86) });
  });

  it('takes no notice of what lies behind the end of a text, and of bytes that are not UTF-8', () => {
    const bytes = encodeDemoHeader(example);
    bytes.set([0x41, 0xff, 0, 0x42, 0x43], 0x114);
    expect(parseDemoHeader(bytes).clientName).toBe('A\uFFFD');
    bytes.fill(0x41, 0x114, 0x114 + 260);
    expect(parseDemoHeader(bytes).clientName).toBe('A'.repeat(260));
  });

  it('refuses what is not a demo at the first byte that differs', () => {
    expect(errorOf(new TextEncoder().encode('<!doctype html>'))).toMatchObject({
      code: 'not-a-demo',
      offset: 0,
      reason: 'this is not a Source demo: it must begin with HL2DEMO',
    });
    expect(errorOf(new TextEncoder().encode('HL2DEMI'))).toMatchObject({ code: 'not-a-demo', offset: 6 });
  });

  it('names the demo protocol it does not read', () => {
    const bytes = encodeDemoHeader({ ...example, demoProtocol: 4 });
    expect(errorOf(bytes)).toMatchObject({
      code: 'unsupported-protocol',
      offset: 8,
      reason: expect.stringContaining('demo protocol 4 is not supported'),
    });
  });

  it.skipIf(areRecordingsAbsent)(`says how much of a cut header came${recordingsNote}`, () => {
    expect(errorOf(readRecording('cut-header-512.dem'))).toMatchObject({
      code: 'incomplete-header',
      offset: 512,
      reason: 'the demo ends inside its header: 512 of 1072 bytes came',
    });
  });
});

describe('the late bytes', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(late, (each) => {
        expect(parseLateBytes(encodeLateBytes(each))).toEqual(each);
      }),
    );
  });

  it('can be patched into a header on their own', () => {
    const bytes = encodeDemoHeader({ ...example, late: parseLateBytes(new Uint8Array(LATE_BYTES_LENGTH)) });
    bytes.set(encodeLateBytes(example.late), LATE_BYTES_OFFSET);
    expect(parseDemoHeader(bytes)).toEqual(example);
  });

  it('are 16 bytes, no fewer and no more', () => {
    expect(() => parseLateBytes(new Uint8Array(15))).toThrow(DemoFormatError);
    expect(() => parseLateBytes(new Uint8Array(17))).toThrow('late bytes are exactly 16 bytes, not 17');
  });
});
