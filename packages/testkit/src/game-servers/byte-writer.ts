/** Text as it goes on the wire: bytes are taken as they are, so that a name can be no UTF-8 at all. */
export type WireText = string | Uint8Array;

/** Collects the fields of a reply; little-endian throughout, as A2S is. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  uint8(value: number): this {
    return this.bytes(Buffer.of(value & 0xff));
  }

  uint16(value: number): this {
    const field = Buffer.alloc(2);
    field.writeUInt16LE(value & 0xffff);
    return this.bytes(field);
  }

  uint32(value: number): this {
    const field = Buffer.alloc(4);
    field.writeUInt32LE(value >>> 0);
    return this.bytes(field);
  }

  int32(value: number): this {
    return this.uint32(value);
  }

  uint64(value: bigint): this {
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(BigInt.asUintN(64, value));
    return this.bytes(field);
  }

  float32(value: number): this {
    const field = Buffer.alloc(4);
    field.writeFloatLE(value);
    return this.bytes(field);
  }

  /** The text and the zero byte that ends it. */
  string(text: WireText): this {
    return this.bytes(typeof text === 'string' ? Buffer.from(text) : text).uint8(0);
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
