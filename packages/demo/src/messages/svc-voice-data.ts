import type { BitString } from '../bits/bit-string.ts';
import { writeField, writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A piece of somebody's voice. */
export interface SvcVoiceData {
  readonly type: 'svc_VoiceData';
  /** Who speaks: the speaker's entity is this plus one. */
  readonly clientSlot: number;
  /** 1 when the voice is to be heard from where the speaker stands. */
  readonly proximity: number;
  /** Encoded as svc_VoiceInit said; empty at times. */
  readonly data: BitString;
}

export const svcVoiceData: MessageCodec<SvcVoiceData> = {
  typeNumber: 15,
  decode: (reader) => ({
    type: 'svc_VoiceData',
    clientSlot: reader.readUint(8),
    proximity: reader.readUint(8),
    data: reader.readBitString(reader.readUint(16)),
  }),
  encode: (writer, message) => {
    writeField(writer, message.clientSlot, { name: 'clientSlot', bits: 8 });
    writeField(writer, message.proximity, { name: 'proximity', bits: 8 });
    writeSizedBits(writer, message.data, { name: 'data', bits: 16 });
  },
  skip: (reader) => {
    reader.skip(8 + 8);
    reader.skip(reader.readUint(16));
  },
};
