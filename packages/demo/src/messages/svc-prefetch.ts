import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** A sound will be wanted soon. */
export interface SvcPrefetch {
  readonly type: 'svc_Prefetch';
  /** Its place in the string table `soundprecache`. */
  readonly soundIndex: number;
}

export const svcPrefetch: MessageCodec<SvcPrefetch> = {
  typeNumber: 28,
  decode: (reader, protocol) => ({
    type: 'svc_Prefetch',
    soundIndex: reader.readUint(soundIndexBits(protocol)),
  }),
  encode: (writer, message, protocol) => {
    writeField(writer, message.soundIndex, { name: 'soundIndex', bits: soundIndexBits(protocol) });
  },
  skip: (reader, protocol) => reader.skip(soundIndexBits(protocol)),
};

/** The width of a place in `soundprecache`. */
export function soundIndexBits(protocol: WireProtocol): number {
  return protocol.network <= 22 ? 13 : 14;
}
