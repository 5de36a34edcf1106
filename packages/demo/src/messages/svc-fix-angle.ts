import type { Vector } from '../bits/vector.ts';
import { ANGLES_BITS, readAngles, writeAngles } from './angles.ts';
import type { MessageCodec } from './message-codec.ts';

/** The game server turns the recorder's view. */
export interface SvcFixAngle {
  readonly type: 'svc_FixAngle';
  /** Whether the angles are added to the present ones. */
  readonly isRelative: boolean;
  /** In degrees: multiples of 360/65536, from 0 to less than 360. */
  readonly angles: Vector;
}

export const svcFixAngle: MessageCodec<SvcFixAngle> = {
  typeNumber: 19,
  decode: (reader) => ({
    type: 'svc_FixAngle',
    isRelative: reader.readBoolean(),
    angles: readAngles(reader),
  }),
  encode: (writer, message) => {
    writer.writeBoolean(message.isRelative);
    writeAngles(writer, message.angles);
  },
  skip: (reader) => reader.skip(1 + ANGLES_BITS),
};
