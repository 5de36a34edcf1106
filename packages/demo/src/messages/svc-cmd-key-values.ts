import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A command of the game's own. */
export interface SvcCmdKeyValues {
  readonly type: 'svc_CmdKeyValues';
  /** Binary key values. */
  readonly data: Uint8Array;
}

export const svcCmdKeyValues: MessageCodec<SvcCmdKeyValues> = {
  typeNumber: 32,
  decode: (reader) => ({ type: 'svc_CmdKeyValues', data: reader.readBytes(reader.readUint(32)) }),
  encode: (writer, { data }) => {
    writeField(writer, data.length, { name: 'The number of bytes in data', bits: 32 });
    writer.writeBytes(data);
  },
  skip: (reader) => reader.skip(8 * reader.readUint(32)),
};
