import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

const STEPS_PER_SECOND = 100_000;

/** The game server's clock at this packet. */
export interface NetTick {
  readonly type: 'net_Tick';
  readonly serverTick: number;
  /** How long the game server took over its frame, in steps of 10 µs up to 0.65535 s. */
  readonly hostFrameSeconds: number;
  readonly hostFrameDeviationSeconds: number;
}

export const netTick: MessageCodec<NetTick> = {
  typeNumber: 3,
  decode: (reader) => ({
    type: 'net_Tick',
    serverTick: reader.readUint(32),
    hostFrameSeconds: reader.readUint(16) / STEPS_PER_SECOND,
    hostFrameDeviationSeconds: reader.readUint(16) / STEPS_PER_SECOND,
  }),
  encode: (writer, message) => {
    writeField(writer, message.serverTick, { name: 'serverTick', bits: 32 });
    for (const name of ['hostFrameSeconds', 'hostFrameDeviationSeconds'] as const) {
      const steps = Math.round(message[name] * STEPS_PER_SECOND);
      writeField(writer, steps, { name: `${name} in steps of 10 µs`, bits: 16 });
    }
  },
  skip: (reader) => reader.skip(32 + 16 + 16),
};
