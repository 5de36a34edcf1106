import type { MessageCodec } from './message-codec.ts';

/** The game server has the client run a console command. */
export interface NetStringCmd {
  readonly type: 'net_StringCmd';
  readonly command: string;
}

export const netStringCmd: MessageCodec<NetStringCmd> = {
  typeNumber: 4,
  decode: (reader) => ({ type: 'net_StringCmd', command: reader.readString() }),
  encode: (writer, message) => writer.writeString(message.command),
  skip: (reader) => reader.skipString(),
};
