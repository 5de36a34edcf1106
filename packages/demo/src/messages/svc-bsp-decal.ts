import { readVectorCoord, skipVectorCoord, writeVectorCoord } from '../bits/coord.ts';
import type { Vector } from '../bits/vector.ts';
import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** A decal of the map: a picture upon a wall or a model. */
export interface SvcBspDecal {
  readonly type: 'svc_BSPDecal';
  /** In map units, in steps of 1/32. */
  readonly position: Vector;
  /** Its place in the string table `decalprecache`. */
  readonly textureIndex: number;
  /** What it sticks to, when that is not the world. */
  readonly entity: { readonly entityIndex: number; readonly modelIndex: number } | undefined;
  readonly isLowPriority: boolean;
}

export const svcBspDecal: MessageCodec<SvcBspDecal> = {
  typeNumber: 21,
  decode: (reader, protocol) => ({
    type: 'svc_BSPDecal',
    position: readVectorCoord(reader),
    textureIndex: reader.readUint(9),
    entity: reader.readBoolean()
      ? { entityIndex: reader.readUint(11), modelIndex: reader.readUint(modelIndexBits(protocol)) }
      : undefined,
    isLowPriority: reader.readBoolean(),
  }),
  encode: (writer, { position, textureIndex, entity, isLowPriority }, protocol) => {
    writeVectorCoord(writer, position);
    writeField(writer, textureIndex, { name: 'textureIndex', bits: 9 });
    writer.writeBoolean(entity !== undefined);
    if (entity !== undefined) {
      writeField(writer, entity.entityIndex, { name: 'entityIndex', bits: 11 });
      writeField(writer, entity.modelIndex, { name: 'modelIndex', bits: modelIndexBits(protocol) });
    }
    writer.writeBoolean(isLowPriority);
  },
  skip: (reader, protocol) => {
    skipVectorCoord(reader);
    reader.skip(9);
    if (reader.readBoolean()) reader.skip(11 + modelIndexBits(protocol));
    reader.skip(1);
  },
};

function modelIndexBits(protocol: WireProtocol): number {
  return protocol.network <= 20 ? 11 : 13;
}
