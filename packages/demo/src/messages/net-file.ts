import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A file is asked for, or refused. */
export interface NetFile {
  readonly type: 'net_File';
  readonly transferId: number;
  readonly fileName: string;
  /** Whether the other side is to send it; else it is told that it will not get it. */
  readonly isRequested: boolean;
}

export const netFile: MessageCodec<NetFile> = {
  typeNumber: 2,
  decode: (reader) => ({
    type: 'net_File',
    transferId: reader.readUint(32),
    fileName: reader.readString(),
    isRequested: reader.readBoolean(),
  }),
  encode: (writer, message) => {
    writeField(writer, message.transferId, { name: 'transferId', bits: 32 });
    writer.writeString(message.fileName);
    writer.writeBoolean(message.isRequested);
  },
  skip: (reader) => {
    reader.skip(32);
    reader.skipString();
    reader.skip(1);
  },
};
