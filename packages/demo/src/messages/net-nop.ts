import type { MessageCodec } from './message-codec.ts';

/** Nothing; packets end in runs of it. */
export interface NetNop {
  readonly type: 'net_NOP';
}

export const netNop: MessageCodec<NetNop> = {
  typeNumber: 0,
  decode: () => ({ type: 'net_NOP' }),
  encode: () => {},
  skip: () => {},
};
