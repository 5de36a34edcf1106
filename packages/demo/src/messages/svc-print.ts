import type { MessageCodec } from './message-codec.ts';

/** Text for the console; a player's recording begins with one that names the game server's build. */
export interface SvcPrint {
  readonly type: 'svc_Print';
  readonly text: string;
}

export const svcPrint: MessageCodec<SvcPrint> = {
  typeNumber: 7,
  decode: (reader) => ({ type: 'svc_Print', text: reader.readString() }),
  encode: (writer, message) => writer.writeString(message.text),
  skip: (reader) => reader.skipString(),
};
