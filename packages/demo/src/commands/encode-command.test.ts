import { describe, expect, it } from 'vitest';
import { encodeCommand } from './encode-command.ts';

describe('encodeCommand', () => {
  it('writes a packet as type, tick, 76 bytes of camera, two sequence numbers, length, messages', () => {
    const view = { origin: [1, 2, 3], angles: [4, 5, 6], localAngles: [7, 8, 9] } as const;
    const bytes = encodeCommand({
      type: 'packet',
      tick: -2,
      info: { flags: 5, views: [view, view] },
      sequenceIn: 10,
      sequenceOut: 11,
      payload: Uint8Array.of(0xaa, 0xbb),
    });
    const read = new DataView(bytes.buffer);
    expect(bytes.length).toBe(93 + 2);
    expect(read.getUint8(0)).toBe(2);
    expect(read.getInt32(1, true)).toBe(-2);
    expect(read.getInt32(5, true)).toBe(5);
    expect(Array.from({ length: 18 }, (_, i) => read.getFloat32(9 + 4 * i, true))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect([81, 85, 89].map((at) => read.getInt32(at, true))).toEqual([10, 11, 2]);
    expect([...bytes.subarray(93)]).toEqual([0xaa, 0xbb]);
  });

  it('leaves the camera zero when there is none, as SourceTV does', () => {
    const packet = {
      type: 'signon',
      tick: 1,
      sequenceIn: 1,
      sequenceOut: 1,
      payload: new Uint8Array(),
    } as const;
    expect(
      encodeCommand(packet)
        .subarray(5, 81)
        .every((byte) => byte === 0),
    ).toBe(true);
  });

  it('writes a user command with its sequence before its length', () => {
    const payload = Uint8Array.of(9);
    expect([...encodeCommand({ type: 'user-command', tick: 1, outgoingSequence: 2, payload })]).toEqual([
      5, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9,
    ]);
  });

  it('writes tables and console commands as length and bytes', () => {
    const payload = Uint8Array.of(9);
    const plain = (['console-command', 'data-tables', 'string-tables'] as const).map((type) => [
      ...encodeCommand({ type, tick: 1, payload }),
    ]);
    expect(plain).toEqual([4, 6, 8].map((type) => [type, 1, 0, 0, 0, 1, 0, 0, 0, 9]));
  });

  it('ends a demo with only three bytes of the last tick', () => {
    expect([...encodeCommand({ type: 'sync-tick', tick: 0x01020304 })]).toEqual([3, 4, 3, 2, 1]);
    expect([...encodeCommand({ type: 'stop', tick: 0x01020304 })]).toEqual([7, 4, 3, 2]);
  });
});
