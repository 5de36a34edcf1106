import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** A plugin asks what the client has set. */
export interface SvcGetCvarValue {
  readonly type: 'svc_GetCvarValue';
  /** What the client's answer is to repeat. */
  readonly cookie: number;
  readonly conVarName: string;
}

export const svcGetCvarValue: MessageCodec<SvcGetCvarValue> = {
  typeNumber: 31,
  decode: (reader) => ({
    type: 'svc_GetCvarValue',
    cookie: reader.readUint(32),
    conVarName: reader.readString(),
  }),
  encode: (writer, message) => {
    writeField(writer, message.cookie, { name: 'cookie', bits: 32 });
    writer.writeString(message.conVarName);
  },
  skip: (reader) => {
    reader.skip(32);
    reader.skipString();
  },
};
