import type { MessageCodec } from './message-codec.ts';

/** The game is paused for a while, or goes on. */
export interface SvcSetPauseTimed {
  readonly type: 'svc_SetPauseTimed';
  readonly isPaused: boolean;
  /** When the pause ends by itself; kept as float32. */
  readonly expireSeconds: number;
}

export const svcSetPauseTimed: MessageCodec<SvcSetPauseTimed> = {
  typeNumber: 33,
  decode: (reader) => ({
    type: 'svc_SetPauseTimed',
    isPaused: reader.readBoolean(),
    expireSeconds: reader.readFloat32(),
  }),
  encode: (writer, message) => {
    writer.writeBoolean(message.isPaused);
    writer.writeFloat32(message.expireSeconds);
  },
  skip: (reader) => reader.skip(1 + 32),
};
