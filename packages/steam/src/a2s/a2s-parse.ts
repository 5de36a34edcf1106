/**
 * What reading a reply comes to. `partial`: it ends early or is cut, and `value` holds what was there.
 * `malformed`: too little is there to call it an answer; `reason` quotes nothing of the reply.
 */
export type A2sParse<T> =
  | { readonly outcome: 'ok' | 'partial'; readonly value: T }
  | { readonly outcome: 'malformed'; readonly reason: string };

/** The first byte of a payload, that is, of a reply behind its `FF FF FF FF`. */
export const replyTypes = {
  info: 0x49,
  goldSrcInfo: 0x6d,
  players: 0x44,
  rules: 0x45,
  challenge: 0x41,
  /** A notice in words, such as "you are banned". */
  notice: 0x6c,
} as const;

export function malformed(reason: string): { readonly outcome: 'malformed'; readonly reason: string } {
  return { outcome: 'malformed', reason };
}
