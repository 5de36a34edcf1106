import type { BitString } from '../bits/bit-string.ts';
import { readInt32 } from '../bits/int32.ts';
import { brokenMessage } from '../demo-format-error.ts';
import { decompressLzss } from './lzss.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';

const MAX_COMPRESSED_BYTES = 10 * 1024 * 1024;
const MAX_UNCOMPRESSED_BYTES = 100 * 1024 * 1024;

/** Both sizes stand before the compressed bytes; the second counts the four letters that name the method. */
const SIZES_BYTES = 8;
const METHOD_BYTES = 4;
const HEAD_BYTES = SIZES_BYTES + METHOD_BYTES;
/** `SNAP` and `LZSS`, read as little-endian numbers. */
const SNAPPY = 0x50414e53;
const LZSS = 0x53535a4c;

/**
 * Unpacks the entry data of a svc_CreateStringTable that says it is compressed.
 * @throws {DemoFormatError} `broken-message`, before anything is allocated by a size that is only claimed
 */
export function decompressEntries({ bytes, bits }: BitString): Uint8Array<ArrayBuffer> {
  const uncompressedBytes = readInt32(bytes, 0) >>> 0;
  const compressedBytes = readInt32(bytes, 4) >>> 0;
  const method = readInt32(bytes, SIZES_BYTES);
  if (compressedBytes < METHOD_BYTES || (SIZES_BYTES + compressedBytes) * 8 > bits) {
    throw brokenMessage(4, `a string table claims ${compressedBytes} compressed bytes of ${bits} bits`);
  }
  if (compressedBytes > MAX_COMPRESSED_BYTES || uncompressedBytes > MAX_UNCOMPRESSED_BYTES) {
    throw brokenMessage(0, `a string table claims ${uncompressedBytes} bytes in ${compressedBytes}`);
  }
  const packed = bytes.subarray(HEAD_BYTES, SIZES_BYTES + compressedBytes);
  if (method === SNAPPY) return decompressSnappy(packed, uncompressedBytes);
  if (method === LZSS) return decompressLzss(packed, uncompressedBytes);
  throw brokenMessage(SIZES_BYTES, 'a string table is compressed in a way nobody knows');
}

/** Packs entry data the way game servers of today do. */
export function compressEntries(entries: Uint8Array): BitString {
  const packed = compressSnappy(entries);
  const bytes = new Uint8Array(HEAD_BYTES + packed.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, entries.length, true);
  view.setUint32(4, METHOD_BYTES + packed.length, true);
  view.setUint32(SIZES_BYTES, SNAPPY, true);
  bytes.set(packed, HEAD_BYTES);
  return { bytes, bits: bytes.length * 8 };
}
