import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { brokenMessage } from '../demo-format-error.ts';
import type { MessageCodec } from './message-codec.ts';
import { type NetDisconnect, netDisconnect } from './net-disconnect.ts';
import { type NetFile, netFile } from './net-file.ts';
import { type NetNop, netNop } from './net-nop.ts';
import { type NetSetConVar, netSetConVar } from './net-set-con-var.ts';
import { type NetSignonState, netSignonState } from './net-signon-state.ts';
import { type NetStringCmd, netStringCmd } from './net-string-cmd.ts';
import { type NetTick, netTick } from './net-tick.ts';
import { type SvcBspDecal, svcBspDecal } from './svc-bsp-decal.ts';
import { type SvcClassInfo, svcClassInfo } from './svc-class-info.ts';
import { type SvcCmdKeyValues, svcCmdKeyValues } from './svc-cmd-key-values.ts';
import { type SvcCreateStringTable, svcCreateStringTable } from './svc-create-string-table.ts';
import { type SvcCrosshairAngle, svcCrosshairAngle } from './svc-crosshair-angle.ts';
import { type SvcEntityMessage, svcEntityMessage } from './svc-entity-message.ts';
import { type SvcFixAngle, svcFixAngle } from './svc-fix-angle.ts';
import { type SvcGameEvent, svcGameEvent } from './svc-game-event.ts';
import { type SvcGameEventList, svcGameEventList } from './svc-game-event-list.ts';
import { type SvcGetCvarValue, svcGetCvarValue } from './svc-get-cvar-value.ts';
import { type SvcMenu, svcMenu } from './svc-menu.ts';
import { type SvcPacketEntities, svcPacketEntities } from './svc-packet-entities.ts';
import { type SvcPrefetch, svcPrefetch } from './svc-prefetch.ts';
import { type SvcPrint, svcPrint } from './svc-print.ts';
import { type SvcSendTable, svcSendTable } from './svc-send-table.ts';
import { type SvcServerInfo, svcServerInfo } from './svc-server-info.ts';
import { type SvcSetPause, svcSetPause } from './svc-set-pause.ts';
import { type SvcSetPauseTimed, svcSetPauseTimed } from './svc-set-pause-timed.ts';
import { type SvcSetView, svcSetView } from './svc-set-view.ts';
import { type SvcSounds, svcSounds } from './svc-sounds.ts';
import { type SvcTempEntities, svcTempEntities } from './svc-temp-entities.ts';
import { type SvcUpdateStringTable, svcUpdateStringTable } from './svc-update-string-table.ts';
import { type SvcUserMessage, svcUserMessage } from './svc-user-message.ts';
import { type SvcVoiceData, svcVoiceData } from './svc-voice-data.ts';
import { type SvcVoiceInit, svcVoiceInit } from './svc-voice-init.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** One message of a packet; `type` is the engine's own name. */
export type Message =
  | NetNop
  | NetDisconnect
  | NetFile
  | NetTick
  | NetStringCmd
  | NetSetConVar
  | NetSignonState
  | SvcPrint
  | SvcServerInfo
  | SvcSendTable
  | SvcClassInfo
  | SvcSetPause
  | SvcCreateStringTable
  | SvcUpdateStringTable
  | SvcVoiceInit
  | SvcVoiceData
  | SvcSounds
  | SvcSetView
  | SvcFixAngle
  | SvcCrosshairAngle
  | SvcBspDecal
  | SvcUserMessage
  | SvcEntityMessage
  | SvcGameEvent
  | SvcPacketEntities
  | SvcTempEntities
  | SvcPrefetch
  | SvcMenu
  | SvcGameEventList
  | SvcGetCvarValue
  | SvcCmdKeyValues
  | SvcSetPauseTimed;

type CodecsByType = { readonly [T in Message['type']]: MessageCodec<Extract<Message, { type: T }>> };

const CODECS: CodecsByType = {
  net_NOP: netNop,
  net_Disconnect: netDisconnect,
  net_File: netFile,
  net_Tick: netTick,
  net_StringCmd: netStringCmd,
  net_SetConVar: netSetConVar,
  net_SignonState: netSignonState,
  svc_Print: svcPrint,
  svc_ServerInfo: svcServerInfo,
  svc_SendTable: svcSendTable,
  svc_ClassInfo: svcClassInfo,
  svc_SetPause: svcSetPause,
  svc_CreateStringTable: svcCreateStringTable,
  svc_UpdateStringTable: svcUpdateStringTable,
  svc_VoiceInit: svcVoiceInit,
  svc_VoiceData: svcVoiceData,
  svc_Sounds: svcSounds,
  svc_SetView: svcSetView,
  svc_FixAngle: svcFixAngle,
  svc_CrosshairAngle: svcCrosshairAngle,
  svc_BSPDecal: svcBspDecal,
  svc_UserMessage: svcUserMessage,
  svc_EntityMessage: svcEntityMessage,
  svc_GameEvent: svcGameEvent,
  svc_PacketEntities: svcPacketEntities,
  svc_TempEntities: svcTempEntities,
  svc_Prefetch: svcPrefetch,
  svc_Menu: svcMenu,
  svc_GameEventList: svcGameEventList,
  svc_GetCvarValue: svcGetCvarValue,
  svc_CmdKeyValues: svcCmdKeyValues,
  svc_SetPauseTimed: svcSetPauseTimed,
};

/** The codecs at the places their type numbers name; nothing at 16, 22, and from 34 on. */
const CODECS_BY_NUMBER: (MessageCodec<Message> | undefined)[] = [];
const TYPES_BY_NUMBER: (Message['type'] | undefined)[] = [];
for (const [type, codec] of Object.entries(CODECS)) {
  CODECS_BY_NUMBER[codec.typeNumber] = codec;
  TYPES_BY_NUMBER[codec.typeNumber] = type as Message['type'];
}

/** What messages of a type number are called. */
export function messageTypeOf(typeNumber: number): Message['type'] | undefined {
  return TYPES_BY_NUMBER[typeNumber];
}

/** How messages of a type are read and written, for reading on without building those nobody asked for. */
export function codecOf(typeNumber: number): MessageCodec<Message> | undefined {
  return CODECS_BY_NUMBER[typeNumber];
}

/**
 * Reads one message.
 * @throws {DemoFormatError} `broken-message` when the bits run out or there are no messages of that type
 */
export function decodeMessage(reader: BitReader, protocol: WireProtocol): Message {
  const offset = reader.positionBits >>> 3;
  const typeNumber = reader.readUint(protocol.messageTypeBits);
  const codec = CODECS_BY_NUMBER[typeNumber];
  if (codec === undefined) {
    throw brokenMessage(
      offset,
      `messages of type ${typeNumber} cannot be read, and the rest of the packet with them`,
    );
  }
  return codec.decode(reader, protocol);
}

/** Reads the messages of a packet one by one; fewer bits left than a type has are padding. */
export function* decodeMessages(reader: BitReader, protocol: WireProtocol): Generator<Message> {
  while (reader.bitsLeft >= protocol.messageTypeBits) yield decodeMessage(reader, protocol);
}

/**
 * Writes one message: its type number, then its body.
 * @throws {RangeError} when the message would not read back as it is
 */
export function encodeMessage<M extends Message>(
  writer: BitWriter,
  message: M,
  protocol: WireProtocol,
): void {
  // The table pairs each type with its codec, which TypeScript cannot follow through an index.
  const codec = CODECS[message.type] as unknown as MessageCodec<M>;
  if (codec.typeNumber >= 1 << protocol.messageTypeBits) {
    throw new RangeError(`At network protocol ${protocol.network} there is no ${message.type}.`);
  }
  writer.writeUint(codec.typeNumber, protocol.messageTypeBits);
  codec.encode(writer, message, protocol);
}
