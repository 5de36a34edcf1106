import type { Vector } from '../bits/vector.ts';
import { ANGLES_BITS, readAngles, writeAngles } from './angles.ts';
import type { MessageCodec } from './message-codec.ts';

/** The game server moves the recorder's crosshair off the middle. */
export interface SvcCrosshairAngle {
  readonly type: 'svc_CrosshairAngle';
  /** In degrees: multiples of 360/65536, from 0 to less than 360. */
  readonly angles: Vector;
}

export const svcCrosshairAngle: MessageCodec<SvcCrosshairAngle> = {
  typeNumber: 20,
  decode: (reader) => ({ type: 'svc_CrosshairAngle', angles: readAngles(reader) }),
  encode: (writer, message) => writeAngles(writer, message.angles),
  skip: (reader) => reader.skip(ANGLES_BITS),
};
