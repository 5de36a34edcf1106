import type { BitString } from '../bits/bit-string.ts';
import { writeField, writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** Which game events there are in this demo, and their fields. */
export interface SvcGameEventList {
  readonly type: 'svc_GameEventList';
  readonly eventCount: number;
  readonly data: BitString;
}

export const svcGameEventList: MessageCodec<SvcGameEventList> = {
  typeNumber: 30,
  decode: (reader) => ({
    type: 'svc_GameEventList',
    eventCount: reader.readUint(9),
    data: reader.readBitString(reader.readUint(20)),
  }),
  encode: (writer, message) => {
    writeField(writer, message.eventCount, { name: 'eventCount', bits: 9 });
    writeSizedBits(writer, message.data, { name: 'data', bits: 20 });
  },
  skip: (reader) => {
    reader.skip(9);
    reader.skip(reader.readUint(20));
  },
};
