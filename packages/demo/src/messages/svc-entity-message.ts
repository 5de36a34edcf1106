import type { BitString } from '../bits/bit-string.ts';
import { writeField, writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A message to one entity. */
export interface SvcEntityMessage {
  readonly type: 'svc_EntityMessage';
  readonly entityIndex: number;
  readonly classId: number;
  /** What the message is, by its first byte: 1 has the entity lose its decals. */
  readonly data: BitString;
}

export const svcEntityMessage: MessageCodec<SvcEntityMessage> = {
  typeNumber: 24,
  decode: (reader) => ({
    type: 'svc_EntityMessage',
    entityIndex: reader.readUint(11),
    classId: reader.readUint(9),
    data: reader.readBitString(reader.readUint(11)),
  }),
  encode: (writer, message) => {
    writeField(writer, message.entityIndex, { name: 'entityIndex', bits: 11 });
    writeField(writer, message.classId, { name: 'classId', bits: 9 });
    writeSizedBits(writer, message.data, { name: 'data', bits: 11 });
  },
  skip: (reader) => {
    reader.skip(11 + 9);
    reader.skip(reader.readUint(11));
  },
};
