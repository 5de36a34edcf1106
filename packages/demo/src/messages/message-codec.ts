import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** How the body of one message type is read and written; its type number is not part of the body. */
export interface MessageCodec<M> {
  readonly typeNumber: number;
  /** @throws {DemoFormatError} `broken-message` when the bits run out */
  decode(reader: BitReader, protocol: WireProtocol): M;
  /** @throws {RangeError} when the message would not read back as it is */
  encode(writer: BitWriter, message: M, protocol: WireProtocol): void;
  /**
   * Passes over what {@link decode} would read, and builds nothing: in one step where the body tells its length.
   * @throws {DemoFormatError} `broken-message` when the bits run out
   */
  skip(reader: BitReader, protocol: WireProtocol): void;
}
