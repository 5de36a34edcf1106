import { readInt32 } from '../bits/int32.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { repeatEarlier } from './repeat-earlier.ts';

/** A group of 17 bytes holds at most eight copies of 16. */
const MAX_EXPANSION = 8;
const SIZE_BYTES = 4;
const ITEMS_PER_GROUP = 8;

/**
 * Unpacks what older game servers send: the unpacked size, then groups of a byte of flags and eight items,
 * each a byte as it is or a copy of up to 16 bytes from at most 4096 back.
 * @throws {DemoFormatError} `broken-message` unless it unpacks to exactly the expected size
 */
export function decompressLzss(packed: Uint8Array, expectedBytes: number): Uint8Array<ArrayBuffer> {
  const statedBytes = readInt32(packed, 0) >>> 0;
  if (
    packed.length < SIZE_BYTES ||
    statedBytes !== expectedBytes ||
    expectedBytes > packed.length * MAX_EXPANSION
  ) {
    throw brokenMessage(0, `an LZSS block cannot unpack to the ${expectedBytes} bytes it should`);
  }
  const output = new Uint8Array(expectedBytes);
  let written = 0;
  let at = SIZE_BYTES;
  let flags = 0;
  for (let item = 0; ; item++) {
    if (item % ITEMS_PER_GROUP === 0) flags = packed[at++] ?? 0;
    const first = packed[at++];
    if (first === undefined) throw endsTooEarly(packed);
    let length = 1;
    if ((flags & 1) === 0) {
      // A byte past the end of a typed array goes nowhere; the size check below sees it.
      output[written] = first;
    } else {
      const second = packed[at++];
      if (second === undefined) throw endsTooEarly(packed);
      length = (second & 15) + 1;
      if (length === 1) break;
      const offset = ((first << 4) | (second >>> 4)) + 1;
      if (offset > written) throw brokenMessage(at - 2, 'an LZSS block copies from before its beginning');
      if (length <= expectedBytes - written) repeatEarlier(output, written, offset, length);
    }
    written += length;
    if (written > expectedBytes) throw brokenMessage(at, 'an LZSS block is too long');
    flags >>>= 1;
  }
  if (written !== expectedBytes) throw brokenMessage(at, 'an LZSS block is too short');
  return output;
}

function endsTooEarly(packed: Uint8Array): DemoFormatError {
  return brokenMessage(packed.length, 'an LZSS block ends without its end mark');
}
