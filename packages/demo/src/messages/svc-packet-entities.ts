import type { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import { checkBits, writeField, writeSignedField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** What stands before the entities themselves. */
export interface PacketEntitiesHead {
  readonly maxEntries: number;
  /** The server tick whose state this builds upon; undefined when it begins anew. */
  readonly deltaFromTick: number | undefined;
  /** Which of the two sets of entity baselines it builds upon. */
  readonly baselineIndex: 0 | 1;
  /** How many entities follow. */
  readonly updatedEntries: number;
  /** Whether entities that enter become baselines of the other set. */
  readonly updatesBaseline: boolean;
}

/** Entities change, appear and go: most of a demo. */
export interface SvcPacketEntities extends PacketEntitiesHead {
  readonly type: 'svc_PacketEntities';
  readonly data: BitString;
}

export const svcPacketEntities: MessageCodec<SvcPacketEntities> = {
  typeNumber: 26,
  decode: (reader) => {
    const { dataBits, ...head } = readPacketEntitiesHead(reader);
    return { type: 'svc_PacketEntities', ...head, data: reader.readBitString(dataBits) };
  },
  encode: (writer, message) => {
    const { deltaFromTick, data } = message;
    checkBits(data, 'data');
    writeField(writer, message.maxEntries, { name: 'maxEntries', bits: 11 });
    writer.writeBoolean(deltaFromTick !== undefined);
    if (deltaFromTick !== undefined) {
      writeSignedField(writer, deltaFromTick, { name: 'deltaFromTick', bits: 32 });
    }
    writeField(writer, message.baselineIndex, { name: 'baselineIndex', bits: 1 });
    writeField(writer, message.updatedEntries, { name: 'updatedEntries', bits: 11 });
    writeField(writer, data.bits, { name: 'The number of bits in data', bits: 20 });
    writer.writeBoolean(message.updatesBaseline);
    writer.writeBitString(data);
  },
  skip: (reader) => {
    reader.skip(11);
    reader.skip((reader.readBoolean() ? 32 : 0) + 1 + 11);
    const dataBits = reader.readUint(20);
    reader.skip(1 + dataBits);
  },
};

/** Reads all but the entities, for a reader that takes them from the stream without copying them. */
export function readPacketEntitiesHead(
  reader: BitReader,
): PacketEntitiesHead & { readonly dataBits: number } {
  const maxEntries = reader.readUint(11);
  const deltaFromTick = reader.readBoolean() ? reader.readInt(32) : undefined;
  const baselineIndex = reader.readBoolean() ? 1 : 0;
  const updatedEntries = reader.readUint(11);
  const dataBits = reader.readUint(20);
  const updatesBaseline = reader.readBoolean();
  return { maxEntries, deltaFromTick, baselineIndex, updatedEntries, updatesBaseline, dataBits };
}
