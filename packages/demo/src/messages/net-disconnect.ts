import type { MessageCodec } from './message-codec.ts';

/** The game server ends the connection. */
export interface NetDisconnect {
  readonly type: 'net_Disconnect';
  readonly reason: string;
}

export const netDisconnect: MessageCodec<NetDisconnect> = {
  typeNumber: 1,
  decode: (reader) => ({ type: 'net_Disconnect', reason: reader.readString() }),
  encode: (writer, message) => writer.writeString(message.reason),
  skip: (reader) => reader.skipString(),
};
