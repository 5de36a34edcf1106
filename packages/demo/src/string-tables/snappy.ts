import { brokenMessage } from '../demo-format-error.ts';
import { repeatEarlier } from './repeat-earlier.ts';

/** A copy of 64 bytes takes 3, and no element says more with less. */
const MAX_EXPANSION = 64 / 3;
const MAX_LENGTH_BYTES = 5;
/** What encoders put into one literal. */
const LITERAL_BYTES = 65_536;
/** The length of a literal up to here, less one, stands in its tag; above, in 1 to 4 bytes behind it. */
const MAX_SHORT_LITERAL = 59;

/**
 * Unpacks one raw Snappy block (no framing, no checksum), as `SNAP` string tables hold it.
 * @throws {DemoFormatError} `broken-message` unless it unpacks to exactly the expected size
 */
export function decompressSnappy(packed: Uint8Array, expectedBytes: number): Uint8Array<ArrayBuffer> {
  let at = 0;

  function next(): number {
    const byte = packed[at];
    if (byte === undefined) throw brokenMessage(at, 'a Snappy block ends inside an element');
    at++;
    return byte;
  }

  function little(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += next() * 2 ** (8 * i);
    return value;
  }

  if (varint(next) !== expectedBytes || expectedBytes > packed.length * MAX_EXPANSION) {
    throw brokenMessage(0, `a Snappy block cannot unpack to the ${expectedBytes} bytes it should`);
  }
  const output = new Uint8Array(expectedBytes);
  let written = 0;
  while (at < packed.length) {
    const start = at;
    const tag = next();
    const upper = tag >>> 2;
    let length: number;
    let offset = 0;
    switch (tag & 3) {
      case 0:
        length = (upper <= MAX_SHORT_LITERAL ? upper : little(upper - MAX_SHORT_LITERAL)) + 1;
        break;
      case 1:
        length = (upper & 7) + 4;
        offset = ((tag >>> 5) << 8) | next();
        break;
      case 2:
        length = upper + 1;
        offset = little(2);
        break;
      default:
        length = upper + 1;
        offset = little(4);
    }
    if (length > expectedBytes - written) throw brokenMessage(start, 'a Snappy block is too long');
    if ((tag & 3) === 0) {
      if (length > packed.length - at) throw brokenMessage(start, 'a Snappy block ends inside a literal');
      output.set(packed.subarray(at, at + length), written);
      at += length;
    } else {
      if (offset === 0 || offset > written) {
        throw brokenMessage(start, 'a Snappy block copies from before its beginning');
      }
      repeatEarlier(output, written, offset, length);
    }
    written += length;
  }
  if (written !== expectedBytes) throw brokenMessage(at, 'a Snappy block is too short');
  return output;
}

/** Packs bytes into a Snappy block of literals: valid everywhere, and no smaller than what it holds. */
export function compressSnappy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    packed.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) break;
  }
  for (let at = 0; at < bytes.length; at += LITERAL_BYTES) {
    const literal = bytes.subarray(at, at + LITERAL_BYTES);
    const length = literal.length - 1;
    if (length <= MAX_SHORT_LITERAL) packed.push(length << 2);
    else packed.push((MAX_SHORT_LITERAL + 2) << 2, length & 0xff, length >>> 8);
    for (const byte of literal) packed.push(byte);
  }
  return Uint8Array.from(packed);
}

function varint(next: () => number): number {
  let value = 0;
  for (let i = 0; i < MAX_LENGTH_BYTES; i++) {
    const byte = next();
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  return Number.NaN;
}
