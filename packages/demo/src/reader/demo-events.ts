import type { CommandInfo } from '../commands/command-info.ts';
import type { DataTables } from '../data-tables/send-table.ts';
import type { DemoFormatErrorCode } from '../demo-format-error.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import type { GameEventDefinition } from '../game-events/game-event-list.ts';
import type { DemoHeader } from '../header/demo-header.ts';
import type { Message } from '../messages/message.ts';
import type { StringTable, StringTableEntry } from '../string-tables/string-table.ts';
import type { UserInput } from '../user-commands/user-input.ts';
import type { UserMessage } from '../user-messages/user-message.ts';

/** A packet, without the messages in it. */
export interface Packet {
  /** `signon` before the recording's tick 0, `packet` after it. */
  readonly type: 'signon' | 'packet';
  /** On the demo's clock; of a sign-on, on the game server's. */
  readonly tick: number;
  /** The recorder's camera; all zero in SourceTV recordings. */
  readonly info: CommandInfo;
  readonly sequenceIn: number;
  readonly sequenceOut: number;
}

/** An entry of a string table that was set. */
export interface StringTableChange {
  readonly table: StringTable;
  readonly index: number;
  readonly entry: StringTableEntry;
}

/** A part of a demo that could not be read, and was passed over. */
export interface DemoProblem {
  readonly code: DemoFormatErrorCode;
  /** Where, in bytes from the start of the demo: in the part that could not be read, or at its beginning. */
  readonly offset: number;
  readonly tick: number;
  readonly reason: string;
  /** Whether what is told later may be wrong because of it: a string table, entities or a packet were lost. */
  readonly affectsState: boolean;
}

/** What a reader tells besides messages by their own names. */
interface ReaderEvents {
  header: DemoHeader;
  /** A packet begins. */
  packet: Packet;
  /** Everything in the packet has been told: what was learned from it fits together. */
  'packet-end': Packet;
  /** Any message, whole. */
  message: Message;
  'data-tables': DataTables;
  'game-event-list': readonly GameEventDefinition[];
  'game-event': GameEvent;
  'user-message': UserMessage;
  'string-table-entry': StringTableChange;
  'sync-tick': { readonly tick: number };
  'console-command': { readonly tick: number; readonly command: string };
  'user-command': { readonly tick: number; readonly outgoingSequence: number; readonly input: UserInput };
  stop: { readonly tick: number };
  problem: DemoProblem;
}

/** What listeners of each event of a `DemoReader` are given; messages also go by their own names. */
export type DemoEvents = ReaderEvents & { [T in Message['type']]: Extract<Message, { type: T }> };
