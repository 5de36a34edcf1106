/**
 * Reads a little-endian signed 32-bit integer. Byte loads, not a `DataView`: the framing reader calls this
 * for every command of every live stream, on chunks it sees once, and must not allocate.
 */
export function readInt32(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset] ?? 0) |
    ((bytes[offset + 1] ?? 0) << 8) |
    ((bytes[offset + 2] ?? 0) << 16) |
    ((bytes[offset + 3] ?? 0) << 24)
  );
}
