import { createHash } from 'node:crypto';
import { streamDemo } from '@demobase/testkit';
import bufferUtil from 'bufferutil';

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const BINARY = 0x82;
const CLOSE = 0x88;
const MASKED = 0x80;
const NORMAL_CLOSURE = 1000;

/** A demo as it travels: masked frames, made once and sent by every stream, so that sending costs little. */
export interface Wire {
  readonly frames: Buffer;
  readonly demoBytes: number;
  readonly sha256: string;
}

/** Builds a demo of exactly so many bytes and cuts it into binary frames of equal payload (RFC 6455, 5.2). */
export function buildWire(options: { readonly demoBytes: number; readonly frameBytes: number }): Wire {
  const { demoBytes, frameBytes } = options;
  const headerBytes = frameHeader(frameBytes).length;
  const frames = Buffer.alloc(demoBytes + Math.ceil(demoBytes / frameBytes) * headerBytes);
  const sha256 = createHash('sha256');
  let end = 0;
  for (const payload of cut(streamDemo({ sizeBytes: demoBytes }), frameBytes)) {
    sha256.update(payload);
    end += frameHeader(payload.length).copy(frames, end);
    bufferUtil.mask(payload, MASK, frames, end, payload.length);
    end += payload.length;
  }
  return { frames: frames.subarray(0, end), demoBytes, sha256: sha256.digest('hex') };
}

/** Cuts bytes into pieces of this length and a shorter last one; each is valid only until the next. */
function* cut(chunks: Iterable<Uint8Array>, pieceBytes: number): Iterable<Buffer> {
  const piece = Buffer.alloc(pieceBytes);
  let filled = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + pieceBytes - filled);
      piece.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < pieceBytes) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/** The masked close frame with which a client says that it has sent everything. */
export function buildCloseFrame(): Buffer {
  const payload = Buffer.from([NORMAL_CLOSURE >> 8, NORMAL_CLOSURE & 0xff]);
  bufferUtil.mask(payload, MASK, payload, 0, payload.length);
  return Buffer.concat([Buffer.from([CLOSE, MASKED | payload.length]), MASK, payload]);
}

function frameHeader(payloadBytes: number): Buffer {
  if (payloadBytes < 126) return Buffer.from([BINARY, MASKED | payloadBytes, ...MASK]);
  if (payloadBytes < 65_536) {
    const header = Buffer.from([BINARY, MASKED | 126, 0, 0, ...MASK]);
    header.writeUInt16BE(payloadBytes, 2);
    return header;
  }
  const header = Buffer.from([BINARY, MASKED | 127, 0, 0, 0, 0, 0, 0, 0, 0, ...MASK]);
  header.writeBigUInt64BE(BigInt(payloadBytes), 2);
  return header;
}
