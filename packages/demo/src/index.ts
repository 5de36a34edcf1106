export { BitReader } from './bits/bit-reader.ts';
export { BitWriter } from './bits/bit-writer.ts';
export type { CommandInfo, Vector, View } from './commands/command-info.ts';
export { MAX_PAYLOAD_BYTES } from './commands/command-layout.ts';
export {
  type Command,
  encodeCommand,
  type MarkCommand,
  type PacketCommand,
  type PlainCommand,
  type UserCommand,
} from './commands/encode-command.ts';
export { DemoFormatError, type DemoFormatErrorCode } from './demo-format-error.ts';
export { FramingReader } from './framing/framing-reader.ts';
export {
  DEMO_HEADER_BYTES,
  type DemoHeader,
  encodeDemoHeader,
  parseDemoHeader,
} from './header/demo-header.ts';
export {
  encodeLateBytes,
  LATE_BYTES_LENGTH,
  LATE_BYTES_OFFSET,
  type LateBytes,
  parseLateBytes,
} from './header/late-bytes.ts';
export { decodeMessage, decodeMessages, encodeMessage, type Message } from './messages/message.ts';
export type { NetNop } from './messages/net-nop.ts';
export type { NetSetConVar } from './messages/net-set-con-var.ts';
export type { NetSignonState } from './messages/net-signon-state.ts';
export type { NetTick } from './messages/net-tick.ts';
export type { SvcPrint } from './messages/svc-print.ts';
export type { SvcServerInfo } from './messages/svc-server-info.ts';
export { type WireProtocol, wireProtocolsOf } from './messages/wire-protocol.ts';
