/** Command types of demo protocol 3, by the byte each command begins with. */
export const COMMAND_TYPES = {
  signon: 1,
  packet: 2,
  'sync-tick': 3,
  'console-command': 4,
  'user-command': 5,
  'data-tables': 6,
  stop: 7,
  'string-tables': 8,
} as const;

export const COMMAND_INFO_BYTES = 76;

/** The largest payload a command may claim: 64 MiB, a hundred times the largest seen. */
export const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

const TYPE_AND_TICK_BYTES = 5;
const LENGTH_BYTES = 4;
const SEQUENCE_BYTES = 4;
const PACKET_HEAD_BYTES = TYPE_AND_TICK_BYTES + COMMAND_INFO_BYTES + 2 * SEQUENCE_BYTES + LENGTH_BYTES;

/**
 * Bytes of a command before its payload, by type byte; 0 where there is no such type. The last four are the
 * payload's length, except in sync-tick and stop, which have none. A stop lacks its tick's highest byte.
 */
const HEAD_BYTES = Uint8Array.of(
  0,
  PACKET_HEAD_BYTES,
  PACKET_HEAD_BYTES,
  TYPE_AND_TICK_BYTES,
  TYPE_AND_TICK_BYTES + LENGTH_BYTES,
  TYPE_AND_TICK_BYTES + SEQUENCE_BYTES + LENGTH_BYTES,
  TYPE_AND_TICK_BYTES + LENGTH_BYTES,
  TYPE_AND_TICK_BYTES - 1,
  TYPE_AND_TICK_BYTES + LENGTH_BYTES,
);

/** Bytes of a command before its payload; 0 for a byte no command begins with. */
export function headBytesOf(type: number): number {
  return HEAD_BYTES[type] ?? 0;
}
