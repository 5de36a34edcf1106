import type { BitString } from '../bits/bit-string.ts';
import { writeSizedBits } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** Something happened in the game; svc_GameEventList tells how to read it. */
export interface SvcGameEvent {
  readonly type: 'svc_GameEvent';
  readonly data: BitString;
}

export const svcGameEvent: MessageCodec<SvcGameEvent> = {
  typeNumber: 25,
  decode: (reader) => ({ type: 'svc_GameEvent', data: reader.readBitString(reader.readUint(11)) }),
  encode: (writer, message) => writeSizedBits(writer, message.data, { name: 'data', bits: 11 }),
  skip: (reader) => reader.skip(reader.readUint(11)),
};
