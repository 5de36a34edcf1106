import type { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import { checkBits, writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';
import type { WireProtocol } from './wire-protocol.ts';

const OLD_LENGTH_BITS = 17;

/** Entities that happen and are gone: shots, blood, explosions. */
export interface SvcTempEntities {
  readonly type: 'svc_TempEntities';
  /** 0 means one that the game server made sure arrives. */
  readonly entityCount: number;
  readonly data: BitString;
}

export const svcTempEntities: MessageCodec<SvcTempEntities> = {
  typeNumber: 27,
  decode: (reader, protocol) => ({
    type: 'svc_TempEntities',
    entityCount: reader.readUint(8),
    data: reader.readBitString(readDataBits(reader, protocol)),
  }),
  encode: (writer, { entityCount, data }, protocol) => {
    checkBits(data, 'data');
    writeField(writer, entityCount, { name: 'entityCount', bits: 8 });
    if (protocol.network >= 24) writer.writeVarint(data.bits);
    else writeField(writer, data.bits, { name: 'The number of bits in data', bits: OLD_LENGTH_BITS });
    writer.writeBitString(data);
  },
  skip: (reader, protocol) => {
    reader.skip(8);
    reader.skip(readDataBits(reader, protocol));
  },
};

/** Reads how many bits of effects follow. */
export function readDataBits(reader: BitReader, protocol: WireProtocol): number {
  return protocol.network >= 24 ? reader.readVarint() : reader.readUint(OLD_LENGTH_BITS);
}
