import { readInt32 } from '../bits/int32.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { decodeCommandInfo } from './command-info.ts';
import { COMMAND_INFO_BYTES, COMMAND_TYPES, headBytesOf, MAX_PAYLOAD_BYTES } from './command-layout.ts';
import type { Command } from './encode-command.ts';

/**
 * Reads the command that begins at an offset, out of bytes that hold all of it. The payload is a part of them,
 * not a copy. Of a stop's tick there are only the low 24 bits.
 *
 * @throws {DemoFormatError} `broken-framing` when no command begins there, or when it goes on past the end
 * @example
 * const command = decodeCommand(bytes, DEMO_HEADER_BYTES);
 * const next = DEMO_HEADER_BYTES + commandBytes(command);
 */
export function decodeCommand(bytes: Uint8Array, offset: number): Command {
  const type = bytes[offset] ?? 0;
  const headBytes = headBytesOf(type);
  if (headBytes === 0 && offset < bytes.length) {
    throw broken(offset, `no command begins with the byte ${type}`);
  }
  const headEnd = offset + headBytes;
  if (headBytes === 0 || headEnd > bytes.length) throw broken(bytes.length, 'the bytes end inside a command');

  const tick = readInt32(bytes, offset + 1);
  if (type === COMMAND_TYPES.stop) return { type: 'stop', tick: readInt32(bytes, offset) >>> 8 };
  if (type === COMMAND_TYPES['sync-tick']) return { type: 'sync-tick', tick };

  const payload = payloadAt(bytes, headEnd);
  switch (type) {
    case COMMAND_TYPES.signon:
    case COMMAND_TYPES.packet: {
      const sequencesAt = offset + 5 + COMMAND_INFO_BYTES;
      return {
        type: type === COMMAND_TYPES.signon ? 'signon' : 'packet',
        tick,
        info: decodeCommandInfo(bytes, offset + 5),
        sequenceIn: readInt32(bytes, sequencesAt),
        sequenceOut: readInt32(bytes, sequencesAt + 4),
        payload,
      };
    }
    case COMMAND_TYPES['user-command']:
      return { type: 'user-command', tick, outgoingSequence: readInt32(bytes, offset + 5), payload };
    case COMMAND_TYPES['console-command']:
      return { type: 'console-command', tick, payload };
    case COMMAND_TYPES['data-tables']:
      return { type: 'data-tables', tick, payload };
    default:
      return { type: 'string-tables', tick, payload };
  }
}

/** How many bytes a command takes in a demo: where the next one begins. */
export function commandBytes(command: Command): number {
  const payloadBytes = 'payload' in command ? command.payload.length : 0;
  return headBytesOf(COMMAND_TYPES[command.type]) + payloadBytes;
}

function payloadAt(bytes: Uint8Array, headEnd: number): Uint8Array {
  const payloadBytes = readInt32(bytes, headEnd - 4);
  if (payloadBytes < 0 || payloadBytes > MAX_PAYLOAD_BYTES) {
    throw broken(headEnd - 4, `a payload of ${payloadBytes} bytes is claimed`);
  }
  if (headEnd + payloadBytes > bytes.length) throw broken(bytes.length, 'the bytes end inside a command');
  return bytes.subarray(headEnd, headEnd + payloadBytes);
}

function broken(offset: number, reason: string): DemoFormatError {
  return new DemoFormatError({ code: 'broken-framing', offset, reason });
}
