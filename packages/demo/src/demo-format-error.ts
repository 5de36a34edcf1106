/**
 * What is wrong with the bytes; never renamed or reused.
 *
 * - `not-a-demo`: they do not begin as a Source demo does
 * - `unsupported-protocol`: a demo, but not of demo protocol 3, or of a network protocol before 14
 * - `incomplete-header`: they end inside the header
 * - `broken-framing`: the stream of commands is damaged
 * - `broken-message`: a message inside a packet, or a table or an input between packets, is damaged, cut or unknown
 */
export type DemoFormatErrorCode =
  | 'not-a-demo'
  | 'unsupported-protocol'
  | 'incomplete-header'
  | 'broken-framing'
  | 'broken-message';

/** The only error hostile bytes cause, anywhere in this package. */
export class DemoFormatError extends Error {
  override readonly name = 'DemoFormatError';
  /** What is wrong, for programs. */
  readonly code: DemoFormatErrorCode;
  /** Where, in bytes from the start of what was being read: the demo, or the message stream of one packet. */
  readonly offset: number;
  /** What is wrong, for people: a sentence without a full stop. */
  readonly reason: string;

  constructor(what: { code: DemoFormatErrorCode; offset: number; reason: string }) {
    super(`${what.reason} (at byte ${what.offset})`);
    this.code = what.code;
    this.offset = what.offset;
    this.reason = what.reason;
  }
}

/** The error for something inside a payload that cannot be read; the offset counts from where the payload begins. */
export function brokenMessage(offset: number, reason: string): DemoFormatError {
  return new DemoFormatError({ code: 'broken-message', offset, reason });
}
