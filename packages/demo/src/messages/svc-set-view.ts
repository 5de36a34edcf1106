import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** The recorder looks through an entity's eyes from here on. */
export interface SvcSetView {
  readonly type: 'svc_SetView';
  readonly entityIndex: number;
}

export const svcSetView: MessageCodec<SvcSetView> = {
  typeNumber: 18,
  decode: (reader) => ({ type: 'svc_SetView', entityIndex: reader.readUint(11) }),
  encode: (writer, message) => {
    writeField(writer, message.entityIndex, { name: 'entityIndex', bits: 11 });
  },
  skip: (reader) => reader.skip(11),
};
