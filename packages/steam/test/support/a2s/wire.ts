/** The fields of A2S, each as its bytes. */
export const u8 = (value: number): Buffer => Buffer.of(value);
export const u16 = (value: number): Buffer => field(2, (bytes) => bytes.writeUInt16LE(value));
export const u32 = (value: number): Buffer => field(4, (bytes) => bytes.writeUInt32LE(value));
export const i32 = (value: number): Buffer => field(4, (bytes) => bytes.writeInt32LE(value));
export const f32 = (value: number): Buffer => field(4, (bytes) => bytes.writeFloatLE(value));
export const u64 = (value: bigint): Buffer => field(8, (bytes) => bytes.writeBigUInt64LE(value));
export const text = (value: string): Buffer => Buffer.from(`${value}\0`);
export const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
export const join = (...fields: readonly Uint8Array[]): Buffer => Buffer.concat(fields);

function field(sizeBytes: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  write(bytes);
  return bytes;
}
