import { BitWriter, encodeMessage, type Message, type WireProtocol } from '@demobase/demo';
import { NETWORK_PROTOCOL } from './demo-options.ts';

const PROTOCOL: WireProtocol = { network: NETWORK_PROTOCOL, messageTypeBits: 6 };

/** The bytes of a packet with these messages. */
export function encodeMessages(messages: readonly Message[]): Uint8Array {
  const writer = new BitWriter();
  for (const message of messages) encodeMessage(writer, message, PROTOCOL);
  return writer.toBytes();
}
