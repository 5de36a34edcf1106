import { ByteWriter } from './byte-writer.ts';

export const MAX_SOURCE_FRAGMENTS = 255;
export const MAX_GOLDSRC_FRAGMENTS = 15;
const COMPRESSED = 0x8000_0000;

/** One fragment of a reply, before it is written in one of the three layouts. */
export interface Fragment {
  readonly id: number;
  readonly number: number;
  readonly total: number;
  readonly payload: Uint8Array;
  /** Stands in the first fragment of a compressed reply. */
  readonly compression?: { readonly sizeBytes: number; readonly crc32: number };
  readonly isCompressed?: boolean;
}

/** Orange Box and later: total, number, and the payload size of all fragments but the last. */
export function encodeSourceFragment(fragment: Fragment, fragmentBytes: number): Buffer {
  return startSourceFragment(fragment)
    .uint16(fragmentBytes)
    .bytes(compressionFields(fragment))
    .bytes(fragment.payload)
    .toBuffer();
}

/** The same without the size, as in games of 2006. */
export function encodeSource2006Fragment(fragment: Fragment): Buffer {
  return startSourceFragment(fragment).bytes(compressionFields(fragment)).bytes(fragment.payload).toBuffer();
}

/** GoldSrc: number and total share a byte. */
export function encodeGoldSrcFragment({ id, number, total, payload }: Fragment): Buffer {
  return new ByteWriter()
    .int32(-2)
    .uint32(id)
    .uint8((number << 4) | total)
    .bytes(payload)
    .toBuffer();
}

function startSourceFragment({ id, number, total, isCompressed }: Fragment): ByteWriter {
  return new ByteWriter()
    .int32(-2)
    .uint32(isCompressed ? id | COMPRESSED : id)
    .uint8(total)
    .uint8(number);
}

function compressionFields({ compression }: Fragment): Uint8Array {
  if (!compression) return Buffer.alloc(0);
  return new ByteWriter().uint32(compression.sizeBytes).uint32(compression.crc32).toBuffer();
}
