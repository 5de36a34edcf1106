/** The sending half of RFC 6455 for a server: short, unfragmented, unmasked frames. */

const FINAL = 0x80;

export function textFrame(text: string): Buffer {
  return frame(0x1, Buffer.from(text));
}

export function pingFrame(): Buffer {
  return frame(0x9, Buffer.alloc(0));
}

export function pongFrame(payload: Buffer): Buffer {
  return frame(0xa, payload);
}

/** A close frame. The reason is cut to the 123 bytes there are for it. */
export function closeFrame(code: number, reason = ''): Buffer {
  const payload = Buffer.alloc(125);
  payload.writeUInt16BE(code, 0);
  const written = payload.write(reason, 2, 123);
  return frame(0x8, payload.subarray(0, 2 + written));
}

function frame(opcode: number, payload: Buffer): Buffer {
  if (payload.length < 126) return Buffer.concat([Buffer.from([FINAL | opcode, payload.length]), payload]);
  const header = Buffer.alloc(4);
  header.writeUInt8(FINAL | opcode, 0);
  header.writeUInt8(126, 1);
  header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}
