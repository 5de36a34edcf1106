import type { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { checkBits, writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** Stands before the name of a table that holds file names. */
const FILE_NAMES_MARK = ':';
const OLD_LENGTH_BITS = 20;

/** A string table comes to be, with its first entries. Tables are numbered in the order of their creation. */
export interface SvcCreateStringTable {
  readonly type: 'svc_CreateStringTable';
  readonly tableName: string;
  readonly isFileNames: boolean;
  readonly maxEntries: number;
  readonly entryCount: number;
  /** The size of every entry's user data, where it does not vary: as stored, and as sent. */
  readonly fixedUserData: { readonly bytes: number; readonly bits: number } | undefined;
  /** Not sent before network protocol 15: false there. */
  readonly isCompressed: boolean;
  /** The entries; with up to 7 bits of padding behind them. */
  readonly data: BitString;
}

export const svcCreateStringTable: MessageCodec<SvcCreateStringTable> = {
  typeNumber: 12,
  decode: (reader, protocol) => {
    const markedName = reader.readString();
    const isFileNames = markedName.startsWith(FILE_NAMES_MARK);
    const maxEntries = reader.readUint(16);
    const entryCount = reader.readUint(entryCountBits(maxEntries));
    const dataBits = readDataBits(reader, protocol);
    return {
      type: 'svc_CreateStringTable',
      tableName: isFileNames ? markedName.slice(FILE_NAMES_MARK.length) : markedName,
      isFileNames,
      maxEntries,
      entryCount,
      fixedUserData: reader.readBoolean()
        ? { bytes: reader.readUint(12), bits: reader.readUint(4) }
        : undefined,
      isCompressed: hasCompressedBit(protocol) && reader.readBoolean(),
      data: reader.readBitString(dataBits),
    };
  },
  encode: (writer, message, protocol) => {
    const { tableName, isFileNames, maxEntries, entryCount, fixedUserData, isCompressed, data } = message;
    if (!isFileNames && tableName.startsWith(FILE_NAMES_MARK)) {
      throw new RangeError(`A string table's name does not begin with "${FILE_NAMES_MARK}": ${tableName}`);
    }
    checkBits(data, 'data');
    writer.writeString(isFileNames ? FILE_NAMES_MARK + tableName : tableName);
    writeField(writer, maxEntries, { name: 'maxEntries', bits: 16 });
    writeField(writer, entryCount, { name: 'entryCount', bits: entryCountBits(maxEntries) });
    writeDataBits(writer, data.bits, protocol);
    writer.writeBoolean(fixedUserData !== undefined);
    if (fixedUserData !== undefined) {
      writeField(writer, fixedUserData.bytes, { name: 'fixedUserData.bytes', bits: 12 });
      writeField(writer, fixedUserData.bits, { name: 'fixedUserData.bits', bits: 4 });
    }
    if (hasCompressedBit(protocol)) {
      writer.writeBoolean(isCompressed);
    } else if (isCompressed) {
      throw new RangeError(`At network protocol ${protocol.network} isCompressed is false.`);
    }
    writer.writeBitString(data);
  },
  skip: (reader, protocol) => {
    reader.skipString();
    reader.skip(entryCountBits(reader.readUint(16)));
    const dataBits = readDataBits(reader, protocol);
    if (reader.readBoolean()) reader.skip(12 + 4);
    if (hasCompressedBit(protocol)) reader.skip(1);
    reader.skip(dataBits);
  },
};

function entryCountBits(maxEntries: number): number {
  return maxEntries === 0 ? 1 : 32 - Math.clz32(maxEntries);
}

function readDataBits(reader: BitReader, protocol: WireProtocol): number {
  return protocol.network >= 24 ? reader.readVarint() : reader.readUint(OLD_LENGTH_BITS);
}

function writeDataBits(writer: BitWriter, bits: number, protocol: WireProtocol): void {
  if (protocol.network >= 24) writer.writeVarint(bits);
  else writeField(writer, bits, { name: 'The number of bits in data', bits: OLD_LENGTH_BITS });
}

function hasCompressedBit(protocol: WireProtocol): boolean {
  return protocol.network >= 15;
}
