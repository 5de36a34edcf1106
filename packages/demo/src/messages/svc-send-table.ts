import type { BitString } from '../bits/bit-string.ts';
import { writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** One send table. Recordings hold these in their data tables instead. */
export interface SvcSendTable {
  readonly type: 'svc_SendTable';
  readonly needsDecoder: boolean;
  readonly body: BitString;
}

export const svcSendTable: MessageCodec<SvcSendTable> = {
  typeNumber: 9,
  decode: (reader) => ({
    type: 'svc_SendTable',
    needsDecoder: reader.readBoolean(),
    body: reader.readBitString(reader.readUint(16)),
  }),
  encode: (writer, message) => {
    writer.writeBoolean(message.needsDecoder);
    writeSizedBits(writer, message.body, { name: 'body', bits: 16 });
  },
  skip: (reader) => {
    reader.skip(1);
    reader.skip(reader.readUint(16));
  },
};
