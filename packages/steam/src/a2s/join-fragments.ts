import { crc32 } from 'node:zlib';
import { Bzip2Error } from './bzip2/bzip2-error.ts';
import { decompressBzip2 } from './bzip2/decompress.ts';
import { COMPRESSION_HEADER_BYTES } from './fragment-layout.ts';

export type JoinedReply =
  | { readonly outcome: 'complete'; readonly payload: Buffer }
  | { readonly outcome: 'dropped'; readonly reason: string };

const MAX_DECOMPRESSED_BYTES = 1024 * 1024;

/** The payload of a reply, from its type byte on, out of the joined payloads of its fragments. */
export function openReply(joined: Buffer): JoinedReply {
  const payload = hasHeader(joined) ? joined.subarray(4) : joined;
  return payload.length > 0 ? { outcome: 'complete', payload } : dropped('a reply in fragments is empty');
}

/** Whether it begins as whole replies do; nothing compressed does, which would be of 4 GiB. */
export function hasHeader(joined: Buffer): boolean {
  return joined.length >= 4 && joined.readInt32LE(0) === -1;
}

/**
 * As {@link openReply}, of a compressed one. `mayDecompress` is asked with the bytes that will be worked on.
 * Compressed replies open with their size and CRC-32 once decompressed, both of which have to be right.
 */
export function openCompressedReply(
  joined: Buffer,
  mayDecompress: (sizeBytes: number) => boolean,
): JoinedReply {
  if (joined.length < COMPRESSION_HEADER_BYTES) return dropped('a compressed reply ends inside its header');
  const sizeBytes = joined.readUInt32LE(0);
  if (sizeBytes > MAX_DECOMPRESSED_BYTES) return dropped('a compressed reply is too large');
  if (!mayDecompress(Math.max(sizeBytes, joined.length))) return dropped('too much came compressed');
  let bytes: Uint8Array;
  try {
    bytes = decompressBzip2(joined.subarray(COMPRESSION_HEADER_BYTES), { maxBytes: sizeBytes });
  } catch (error) {
    if (error instanceof Bzip2Error) return dropped(`a compressed reply is broken: ${error.message}`);
    throw error;
  }
  if (bytes.length !== sizeBytes) return dropped('a compressed reply is shorter than it says');
  if (crc32(bytes) !== joined.readUInt32LE(4)) return dropped('the CRC-32 of a compressed reply is wrong');
  return openReply(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

export function dropped(reason: string): { readonly outcome: 'dropped'; readonly reason: string } {
  return { outcome: 'dropped', reason };
}
