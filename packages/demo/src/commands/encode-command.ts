import { type CommandInfo, encodeCommandInfo } from './command-info.ts';
import { COMMAND_INFO_BYTES, COMMAND_TYPES, headBytesOf, MAX_PAYLOAD_BYTES } from './command-layout.ts';

/** Messages from the game server: `signon` before the recording's tick 0, `packet` after it. */
export interface PacketCommand {
  readonly type: 'signon' | 'packet';
  readonly tick: number;
  /** The recorder's camera; all zero when left out, as SourceTV writes it. */
  readonly info?: CommandInfo;
  readonly sequenceIn: number;
  readonly sequenceOut: number;
  /** The message stream. */
  readonly payload: Uint8Array;
}

/** A player's input; the payload is a bit stream of changed fields. */
export interface UserCommand {
  readonly type: 'user-command';
  readonly tick: number;
  readonly outgoingSequence: number;
  readonly payload: Uint8Array;
}

/** A command of length and bytes: NUL-terminated text for `console-command`, a bit stream for the tables. */
export interface PlainCommand {
  readonly type: 'console-command' | 'data-tables' | 'string-tables';
  readonly tick: number;
  readonly payload: Uint8Array;
}

/** A mark: `sync-tick` begins the demo's clock, `stop` ends the demo. */
export interface MarkCommand {
  readonly type: 'sync-tick' | 'stop';
  readonly tick: number;
}

/** One command of a demo's stream. */
export type Command = PacketCommand | UserCommand | PlainCommand | MarkCommand;

/** Writes one command as the game does: a stop with only three bytes of its tick. */
export function encodeCommand(command: Command): Uint8Array<ArrayBuffer> {
  const payload = 'payload' in command ? command.payload : new Uint8Array();
  if (payload.length > MAX_PAYLOAD_BYTES) {
    throw new RangeError(`A command's payload is at most ${MAX_PAYLOAD_BYTES} bytes, not ${payload.length}.`);
  }
  const type = COMMAND_TYPES[command.type];
  const headBytes = headBytesOf(type);
  const bytes = new Uint8Array(headBytes + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, type);
  for (let i = 0; i < 4 && 1 + i < headBytes; i++) view.setUint8(1 + i, command.tick >> (8 * i));
  if ('payload' in command) {
    view.setInt32(headBytes - 4, payload.length, true);
    bytes.set(payload, headBytes);
  }
  if ('sequenceIn' in command) {
    if (command.info !== undefined) bytes.set(encodeCommandInfo(command.info), 5);
    view.setInt32(5 + COMMAND_INFO_BYTES, command.sequenceIn, true);
    view.setInt32(9 + COMMAND_INFO_BYTES, command.sequenceOut, true);
  }
  if ('outgoingSequence' in command) view.setInt32(5, command.outgoingSequence, true);
  return bytes;
}
