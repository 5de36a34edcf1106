import type { BitString } from '../bits/bit-string.ts';
import { writeField, writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** Sounds begin, change or end; `decodeSounds` reads them. */
export interface SvcSounds {
  readonly type: 'svc_Sounds';
  /** Whether the game server made sure it arrives: such a message holds one sound. */
  readonly isReliable: boolean;
  readonly soundCount: number;
  readonly data: BitString;
}

export const svcSounds: MessageCodec<SvcSounds> = {
  typeNumber: 17,
  decode: (reader) => {
    const isReliable = reader.readBoolean();
    const soundCount = isReliable ? 1 : reader.readUint(8);
    const data = reader.readBitString(reader.readUint(isReliable ? 8 : 16));
    return { type: 'svc_Sounds', isReliable, soundCount, data };
  },
  encode: (writer, { isReliable, soundCount, data }) => {
    if (isReliable && soundCount !== 1) {
      throw new RangeError(`A reliable svc_Sounds holds one sound, not ${soundCount}.`);
    }
    writer.writeBoolean(isReliable);
    if (!isReliable) writeField(writer, soundCount, { name: 'soundCount', bits: 8 });
    writeSizedBits(writer, data, { name: 'data', bits: isReliable ? 8 : 16 });
  },
  skip: (reader) => {
    const isReliable = reader.readBoolean();
    if (!isReliable) reader.skip(8);
    reader.skip(reader.readUint(isReliable ? 8 : 16));
  },
};
