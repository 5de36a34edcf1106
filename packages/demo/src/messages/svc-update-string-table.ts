import type { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import { writeField, writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** Entries of a string table are added or changed. */
export interface SvcUpdateStringTable {
  readonly type: 'svc_UpdateStringTable';
  /** The table's place in the order of creation, from 0. */
  readonly tableId: number;
  readonly entryCount: number;
  /** The entries; with up to 7 bits of padding behind them. Never compressed. */
  readonly data: BitString;
}

export const svcUpdateStringTable: MessageCodec<SvcUpdateStringTable> = {
  typeNumber: 13,
  decode: (reader) => ({
    type: 'svc_UpdateStringTable',
    tableId: reader.readUint(5),
    entryCount: readEntryCount(reader),
    data: reader.readBitString(reader.readUint(20)),
  }),
  encode: (writer, message) => {
    writeField(writer, message.tableId, { name: 'tableId', bits: 5 });
    writer.writeBoolean(message.entryCount !== 1);
    if (message.entryCount !== 1) writeField(writer, message.entryCount, { name: 'entryCount', bits: 16 });
    writeSizedBits(writer, message.data, { name: 'data', bits: 20 });
  },
  skip: (reader) => {
    reader.skip(5);
    readEntryCount(reader);
    reader.skip(reader.readUint(20));
  },
};

function readEntryCount(reader: BitReader): number {
  return reader.readBoolean() ? reader.readUint(16) : 1;
}
