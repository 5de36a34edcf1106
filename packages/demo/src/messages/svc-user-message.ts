import type { BitString } from '../bits/bit-string.ts';
import { writeField, writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A message of the game's own, such as chat. */
export interface SvcUserMessage {
  readonly type: 'svc_UserMessage';
  /** Its place in the list of the game's build. */
  readonly userMessageType: number;
  readonly data: BitString;
}

export const svcUserMessage: MessageCodec<SvcUserMessage> = {
  typeNumber: 23,
  decode: (reader) => ({
    type: 'svc_UserMessage',
    userMessageType: reader.readUint(8),
    data: reader.readBitString(reader.readUint(11)),
  }),
  encode: (writer, message) => {
    writeField(writer, message.userMessageType, { name: 'userMessageType', bits: 8 });
    writeSizedBits(writer, message.data, { name: 'data', bits: 11 });
  },
  skip: (reader) => {
    reader.skip(8);
    reader.skip(reader.readUint(11));
  },
};
