import type { MessageCodec } from './message-codec.ts';

/** The game is paused, or goes on. */
export interface SvcSetPause {
  readonly type: 'svc_SetPause';
  readonly isPaused: boolean;
}

export const svcSetPause: MessageCodec<SvcSetPause> = {
  typeNumber: 11,
  decode: (reader) => ({ type: 'svc_SetPause', isPaused: reader.readBoolean() }),
  encode: (writer, message) => writer.writeBoolean(message.isPaused),
  skip: (reader) => reader.skip(1),
};
