import { crc32 } from 'node:zlib';
import type { Random } from '../../demo-builder/random.ts';

const FIRST_ACCOUNT = 0x0110_0001_0000_0000n;
const SAMPLE_RATE = 24_000;
const RECORDS = { sampleRate: 0x0b, opus: 0x06 } as const;
const HEAD_BYTES = 8 + 3 + 3 + 4;

/** A piece of voice as Steam packs it: who, the sample rate, one packet of random sound, a checksum. */
export function voicePayload(
  random: Random,
  { accountId, bytes, sequence }: { accountId: number; bytes: number; sequence: number },
): Uint8Array {
  const payload = new Uint8Array(HEAD_BYTES + bytes + 4);
  const view = new DataView(payload.buffer);
  view.setBigUint64(0, FIRST_ACCOUNT + BigInt(accountId), true);
  view.setUint8(8, RECORDS.sampleRate);
  view.setUint16(9, SAMPLE_RATE, true);
  view.setUint8(11, RECORDS.opus);
  view.setUint16(12, 4 + bytes, true);
  view.setUint16(14, bytes, true);
  view.setUint16(16, sequence & 0xffff, true);
  for (let i = 0; i < bytes; i++) payload[HEAD_BYTES + i] = random.uint32();
  view.setUint32(payload.length - 4, crc32(payload.subarray(0, payload.length - 4)), true);
  return payload;
}
