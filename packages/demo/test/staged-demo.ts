import { BitWriter } from '../src/bits/bit-writer.ts';
import { type Command, encodeCommand } from '../src/commands/encode-command.ts';
import { encodeGameEvent, type GameEventValue } from '../src/game-events/game-event.ts';
import {
  encodeGameEventList,
  type GameEventDefinition,
  type GameEventFieldType,
} from '../src/game-events/game-event-list.ts';
import { encodeDemoHeader } from '../src/header/demo-header.ts';
import type { Message } from '../src/messages/message.ts';
import { createStringTable, updateStringTable } from '../src/string-tables/encode-string-table-messages.ts';
import { encodeUserInfo, type UserInfo } from '../src/string-tables/user-info.ts';
import { encodeUserMessage, type KnownUserMessage } from '../src/user-messages/user-message.ts';
import { TF_2014 } from '../src/user-messages/user-message-registry.ts';
import { encodeMessages, packet, serverInfo } from './small-demo.ts';

const USER_INFO = { id: 0, name: 'userinfo', maxEntries: 256, fixedUserData: undefined, entries: [] };
/** What the clock of the game server is ahead of the demo's. */
export const SERVER_TICK_OFFSET = 5000;

// Another order, other numbers and other fields than the game has: nothing may rely on them.
const DEFINITIONS: readonly GameEventDefinition[] = Object.entries({
  player_team: { userid: 'short', team: 'byte', disconnect: 'bool' },
  player_spawn: { userid: 'short', team: 'short', class: 'short' },
  player_death: {
    userid: 'short',
    attacker: 'short',
    weapon: 'string',
    customkill: 'short',
    assister: 'short',
    death_flags: 'short',
    crit_type: 'short',
  },
  player_hurt: { userid: 'short', attacker: 'short', damageamount: 'short' },
  player_healed: { patient: 'short', healer: 'short', amount: 'short' },
  player_changename: { userid: 'short', oldname: 'string', newname: 'string' },
  player_disconnect: { userid: 'short', reason: 'string', name: 'string', networkid: 'string' },
  teamplay_round_start: { full_reset: 'bool' },
  teamplay_round_active: {},
  teamplay_round_win: {
    team: 'byte',
    winreason: 'byte',
    full_round: 'short',
    round_time: 'float',
    was_sudden_death: 'byte',
  },
  teamplay_win_panel: { winning_team: 'byte', winreason: 'byte', blue_score: 'short', red_score: 'short' },
  teamplay_point_captured: { cp: 'byte', cpname: 'string', team: 'byte', cappers: 'string' },
  teamplay_flag_event: { player: 'short', carrier: 'short', eventtype: 'short' },
  vote_options: { count: 'byte', option1: 'string', option2: 'string', voteidx: 'long' },
  vote_cast: { vote_option: 'byte', team: 'short', entityid: 'long', voteidx: 'long' },
  hltv_chat: { text: 'string' },
} satisfies Record<string, Record<string, GameEventFieldType>>).map(([name, fields], i) => ({
  id: 7 + 3 * i,
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type: type as GameEventFieldType })),
}));

const EMPTY_VALUES = { string: '', float: 0, long: 0, short: 0, byte: 0, bool: false } as const;

/** A game event; fields that are left out are empty. */
export function event(name: string, values: Readonly<Record<string, GameEventValue>> = {}): Message {
  const definition = DEFINITIONS.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`Staged demos have no event ${name}.`);
  const filled: Record<string, GameEventValue> = {};
  for (const field of definition.fields) {
    if (field.type !== 'local') filled[field.name] = values[field.name] ?? EMPTY_VALUES[field.type];
  }
  const writer = new BitWriter();
  encodeGameEvent(writer, definition, { name, values: filled });
  return { type: 'svc_GameEvent', data: writer.toBitString() };
}

export function userMessage(message: KnownUserMessage): Message {
  return encodeUserMessage(message, TF_2014);
}

/** Somebody says something, as the game sends it. */
export function say(clientEntity: number, format: string, sender: string, text: string): Message {
  const said = { form: 'formatted', isChat: true, format, text, parameters: ['', ''] } as const;
  return userMessage({ name: 'SayText2', clientEntity, sender, ...said });
}

/** What the table of users says of somebody. */
export function user(userId: number, name: string, more: Partial<UserInfo> = {}): UserInfo {
  return {
    name,
    userId,
    networkId: `[U:1:${1000 + userId}]`,
    accountId: 1000 + userId,
    isFakePlayer: false,
    isSourceTv: false,
    isReplay: false,
    customFileCrcs: [0, 0, 0, 0],
    filesDownloaded: 0,
    ...more,
  };
}

/** A slot is given to somebody, or emptied. */
export function setSlot(slot: number, info: UserInfo | undefined): Message {
  return updateStringTable(USER_INFO, [{ index: slot, userData: info && encodeUserInfo(info) }]);
}

interface StageOptions {
  /** By slot. */
  readonly users: readonly (UserInfo | undefined)[];
  readonly clientName?: string;
  readonly isSourceTv?: boolean;
  /** Leave out what tells the events of the game. */
  readonly isWithoutEventList?: boolean;
  /** What entities are read by, where the demo has any. */
  readonly dataTables?: Uint8Array;
}

/** A demo that consists of what a test needs and no more: who is there, and what is told at which tick. */
export function stageDemo(
  options: StageOptions,
  scenes: readonly (readonly [tick: number, ...messages: Message[]])[],
): Uint8Array {
  const { users, clientName = 'Gordon', isSourceTv = false, isWithoutEventList = false } = options;
  const { dataTables } = options;
  const list = new BitWriter();
  encodeGameEventList(list, DEFINITIONS);
  const signon: Message[] = [
    { ...serverInfo(0.015), isSourceTv, playerSlot: 0 },
    tickMessage(0),
    createStringTable({
      name: 'userinfo',
      maxEntries: USER_INFO.maxEntries,
      updates: users.map((info, index) => ({
        index,
        text: String(index),
        userData: info && encodeUserInfo(info),
      })),
    }),
    ...(isWithoutEventList
      ? []
      : [
          {
            type: 'svc_GameEventList',
            eventCount: DEFINITIONS.length,
            data: list.toBitString(),
          } as const,
        ]),
  ];
  const lastTick = scenes.at(-1)?.[0] ?? 0;
  const commands: Command[] = [
    packet('signon', SERVER_TICK_OFFSET, encodeMessages(signon)),
    ...(dataTables === undefined
      ? []
      : [{ type: 'data-tables', tick: SERVER_TICK_OFFSET, payload: dataTables } as const]),
    { type: 'sync-tick', tick: 0 },
    ...scenes.map(([tick, ...messages]) =>
      packet('packet', tick, encodeMessages([tickMessage(tick), ...messages])),
    ),
    { type: 'stop', tick: lastTick },
  ];
  const header = encodeDemoHeader({
    demoProtocol: 3,
    networkProtocol: 24,
    serverName: isSourceTv ? 'A Match' : '169.254.71.12:27015',
    clientName,
    mapName: 'cp_process_final',
    gameDirectory: 'tf',
    late: { playbackSeconds: 0, playbackTicks: 0, playbackFrames: 0, signonBytes: 0 },
  });
  return joinBytes([header, ...commands.map(encodeCommand)]);
}

/** Staged demos can be long. */
function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function tickMessage(tick: number): Message {
  const serverTick = SERVER_TICK_OFFSET + tick;
  return { type: 'net_Tick', serverTick, hostFrameSeconds: 0.015, hostFrameDeviationSeconds: 0 };
}
