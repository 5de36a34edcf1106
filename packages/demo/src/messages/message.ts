import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import type { MessageCodec } from './message-codec.ts';
import { type NetNop, netNop } from './net-nop.ts';
import { type NetSetConVar, netSetConVar } from './net-set-con-var.ts';
import { type NetSignonState, netSignonState } from './net-signon-state.ts';
import { type NetTick, netTick } from './net-tick.ts';
import { type SvcPrint, svcPrint } from './svc-print.ts';
import { type SvcServerInfo, svcServerInfo } from './svc-server-info.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** One message of a packet; `type` is the engine's own name. */
export type Message = NetNop | NetTick | NetSetConVar | NetSignonState | SvcPrint | SvcServerInfo;

type CodecsByType = { readonly [T in Message['type']]: MessageCodec<Extract<Message, { type: T }>> };

const CODECS: CodecsByType = {
  net_NOP: netNop,
  net_Tick: netTick,
  net_SetConVar: netSetConVar,
  net_SignonState: netSignonState,
  svc_Print: svcPrint,
  svc_ServerInfo: svcServerInfo,
};

const DECODERS = new Map<number, (reader: BitReader, protocol: WireProtocol) => Message>(
  Object.values(CODECS).map((codec) => [codec.typeNumber, codec.decode]),
);

/**
 * Reads one message.
 * @throws {DemoFormatError} `broken-message` when the bits run out or the type is not one this package reads
 */
export function decodeMessage(reader: BitReader, protocol: WireProtocol): Message {
  const offset = reader.positionBits >>> 3;
  const typeNumber = reader.readUint(protocol.messageTypeBits);
  const decode = DECODERS.get(typeNumber);
  if (decode === undefined) {
    throw new DemoFormatError({
      code: 'broken-message',
      offset,
      reason: `messages of type ${typeNumber} cannot be read, and the rest of the packet with them`,
    });
  }
  return decode(reader, protocol);
}

/** Reads the messages of a packet one by one; fewer bits left than a type has are padding. */
export function* decodeMessages(reader: BitReader, protocol: WireProtocol): Generator<Message> {
  while (reader.bitsLeft >= protocol.messageTypeBits) yield decodeMessage(reader, protocol);
}

/** Writes one message: its type number, then its body. */
export function encodeMessage<M extends Message>(
  writer: BitWriter,
  message: M,
  protocol: WireProtocol,
): void {
  // The table pairs each type with its codec, which TypeScript cannot follow through an index.
  const codec = CODECS[message.type] as unknown as MessageCodec<M>;
  writer.writeUint(codec.typeNumber, protocol.messageTypeBits);
  codec.encode(writer, message, protocol);
}
