import { BitReader } from '../src/bits/bit-reader.ts';
import { COMMAND_TYPES, headBytesOf } from '../src/commands/command-layout.ts';
import { DEMO_HEADER_BYTES, parseDemoHeader } from '../src/header/demo-header.ts';
import { decodeMessages, type Message } from '../src/messages/message.ts';
import { wireProtocolsOf } from '../src/messages/wire-protocol.ts';

/** One message of a recording, and the tick of its packet on the demo's clock. */
export interface RecordedMessage {
  readonly tick: number;
  readonly message: Message;
}

/** The messages of all packets up to where the recording ends or is cut off, by a walk of its own. */
export function* recordedMessages(demo: Uint8Array): Generator<RecordedMessage> {
  const [protocol] = wireProtocolsOf(parseDemoHeader(demo).networkProtocol);
  if (protocol === undefined) return;
  const view = new DataView(demo.buffer, demo.byteOffset, demo.byteLength);
  for (let at = DEMO_HEADER_BYTES; at < demo.length; ) {
    const type = demo[at] ?? 0;
    if (type === COMMAND_TYPES.stop) return;
    const payloadAt = at + headBytesOf(type);
    const hasPayload = type !== COMMAND_TYPES['sync-tick'];
    const end = hasPayload ? payloadAt + view.getInt32(payloadAt - 4, true) : payloadAt;
    if (end > demo.length) return;
    if (type === COMMAND_TYPES.signon || type === COMMAND_TYPES.packet) {
      const tick = view.getInt32(at + 1, true);
      const reader = new BitReader(demo.subarray(payloadAt, end));
      for (const message of decodeMessages(reader, protocol)) yield { tick, message };
    }
    at = end;
  }
}
