import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A plugin shows a menu or a text. */
export interface SvcMenu {
  readonly type: 'svc_Menu';
  readonly kind: number;
  /** Binary key values; at most 65535 bytes. */
  readonly data: Uint8Array;
}

export const svcMenu: MessageCodec<SvcMenu> = {
  typeNumber: 29,
  decode: (reader) => ({
    type: 'svc_Menu',
    kind: reader.readUint(16),
    data: reader.readBytes(reader.readUint(16)),
  }),
  encode: (writer, { kind, data }) => {
    writeField(writer, kind, { name: 'kind', bits: 16 });
    writeField(writer, data.length, { name: 'The number of bytes in data', bits: 16 });
    writer.writeBytes(data);
  },
  skip: (reader) => {
    reader.skip(16);
    reader.skip(8 * reader.readUint(16));
  },
};
