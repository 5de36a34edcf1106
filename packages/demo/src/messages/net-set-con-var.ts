import type { MessageCodec } from './message-codec.ts';

const MAX_CON_VARS = 255;

/** Settings the game server imposes on its clients: at most 255 a message. */
export interface NetSetConVar {
  readonly type: 'net_SetConVar';
  readonly conVars: readonly { readonly name: string; readonly value: string }[];
}

export const netSetConVar: MessageCodec<NetSetConVar> = {
  typeNumber: 5,
  decode: (reader) => ({
    type: 'net_SetConVar',
    conVars: Array.from({ length: reader.readUint(8) }, () => ({
      name: reader.readString(),
      value: reader.readString(),
    })),
  }),
  encode: (writer, { conVars }) => {
    if (conVars.length > MAX_CON_VARS) {
      throw new RangeError(
        `One net_SetConVar holds at most ${MAX_CON_VARS} settings, not ${conVars.length}.`,
      );
    }
    writer.writeUint(conVars.length, 8);
    for (const { name, value } of conVars) {
      writer.writeString(name);
      writer.writeString(value);
    }
  },
  skip: (reader) => {
    for (let texts = 2 * reader.readUint(8); texts > 0; texts--) reader.skipString();
  },
};
