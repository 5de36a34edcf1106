import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** How far the connection has come. */
export interface NetSignonState {
  readonly type: 'net_SignonState';
  /** 0 none, 1 challenge, 2 connected, 3 new, 4 prespawn, 5 spawn, 6 full, 7 level change. */
  readonly state: number;
  readonly spawnCount: number;
}

export const netSignonState: MessageCodec<NetSignonState> = {
  typeNumber: 6,
  decode: (reader) => ({
    type: 'net_SignonState',
    state: reader.readUint(8),
    spawnCount: reader.readUint(32),
  }),
  encode: (writer, message) => {
    writeField(writer, message.state, { name: 'state', bits: 8 });
    writeField(writer, message.spawnCount, { name: 'spawnCount', bits: 32 });
  },
  skip: (reader) => reader.skip(8 + 32),
};
