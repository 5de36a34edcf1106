export { BitReader } from './bits/bit-reader.ts';
export type { BitString } from './bits/bit-string.ts';
export { BitWriter } from './bits/bit-writer.ts';
export type { Vector } from './bits/vector.ts';
export type { CommandInfo, View } from './commands/command-info.ts';
export { MAX_PAYLOAD_BYTES } from './commands/command-layout.ts';
export { commandBytes, decodeCommand } from './commands/decode-command.ts';
export {
  type Command,
  encodeCommand,
  type MarkCommand,
  type PacketCommand,
  type PlainCommand,
  type UserCommand,
} from './commands/encode-command.ts';
export { decodeDataTables, encodeDataTables } from './data-tables/data-tables-codec.ts';
export { flattenClass, tablesByName } from './data-tables/flatten-class.ts';
export { SEND_FLAGS } from './data-tables/send-flags.ts';
export type {
  DataTables,
  FlatProperty,
  SendProperty,
  SendPropertyType,
  SendTable,
  ServerClass,
} from './data-tables/send-table.ts';
export { DemoFormatError, type DemoFormatErrorCode } from './demo-format-error.ts';
export { aimSnap } from './detectors/aim-snap.ts';
export { analyseDemo } from './detectors/analyse-demo.ts';
export { Analysis, type AnalysisOptions } from './detectors/analysis.ts';
export { AnalysisFormatError } from './detectors/analysis-format-error.ts';
export { angleRepeat } from './detectors/angle-repeat.ts';
export { angleDifference, viewDistance } from './detectors/angles.ts';
export { BUILT_IN_DETECTORS } from './detectors/built-in-detectors.ts';
export type { ParametersByDetector } from './detectors/complete-parameters.ts';
export { decodeAnalysis } from './detectors/decode-analysis.ts';
export type { DemoAnalysis, Detection } from './detectors/demo-analysis.ts';
export type {
  Detector,
  DetectorContext,
  DetectorParameters,
  DetectorRun,
  Report,
  ReportUnlessUnsettled,
} from './detectors/detector.ts';
export { DetectorError } from './detectors/detector-error.ts';
export { encodeAnalysis } from './detectors/encode-analysis.ts';
export { encodeExactJson } from './detectors/encode-exact-json.ts';
export { isDetector } from './detectors/is-detector.ts';
export type { JsonValue } from './detectors/json-value.ts';
export { outOfBoundsPitch } from './detectors/out-of-bounds-pitch.ts';
export type { PerPlayer } from './detectors/per-player.ts';
export { view180 } from './detectors/view-180.ts';
export {
  type EntityOperation,
  encodePacketEntities,
  type PacketEntities,
} from './entities/encode-packet-entities.ts';
export { encodeProperties, type PropertyUpdate } from './entities/encode-properties.ts';
export { encodePropertyValue } from './entities/encode-property-value.ts';
export { encodeTempEntities, type TempEntityUpdate } from './entities/encode-temp-entities.ts';
export type { Entity, TempEntity } from './entities/entity.ts';
export type { EntityWatch, TempEntityWatch } from './entities/entity-watch.ts';
export type { PropertyValue } from './entities/property-value.ts';
export type { PropertyChange, PropertyValues } from './entities/property-values.ts';
export type { PropertyChoice, ReadPlan } from './entities/read-plan.ts';
export type { CommandHead, CommandSink } from './framing/command-sink.ts';
export { FramingReader } from './framing/framing-reader.ts';
export {
  decodeGameEvent,
  encodeGameEvent,
  GAME_EVENT_ID_BITS,
  GameEvent,
  type GameEventRecord,
  type GameEventValue,
} from './game-events/game-event.ts';
export {
  decodeGameEventList,
  encodeGameEventList,
  type GameEventDefinition,
  type GameEventField,
  type GameEventFieldType,
} from './game-events/game-event-list.ts';
export {
  DEMO_HEADER_BYTES,
  type DemoHeader,
  encodeDemoHeader,
  parseDemoHeader,
} from './header/demo-header.ts';
export {
  encodeLateBytes,
  LATE_BYTES_LENGTH,
  LATE_BYTES_OFFSET,
  type LateBytes,
  parseLateBytes,
} from './header/late-bytes.ts';
export { decodeMessage, decodeMessages, encodeMessage, type Message } from './messages/message.ts';
export type { MessageCodec } from './messages/message-codec.ts';
export type { NetDisconnect } from './messages/net-disconnect.ts';
export type { NetFile } from './messages/net-file.ts';
export type { NetNop } from './messages/net-nop.ts';
export type { NetSetConVar } from './messages/net-set-con-var.ts';
export type { NetSignonState } from './messages/net-signon-state.ts';
export type { NetStringCmd } from './messages/net-string-cmd.ts';
export type { NetTick } from './messages/net-tick.ts';
export type { SoundPlayback } from './messages/sound-playback.ts';
export { decodeSounds, encodeSounds, type Sound } from './messages/sounds.ts';
export type { SvcBspDecal } from './messages/svc-bsp-decal.ts';
export type { SvcClassInfo } from './messages/svc-class-info.ts';
export type { SvcCmdKeyValues } from './messages/svc-cmd-key-values.ts';
export type { SvcCreateStringTable } from './messages/svc-create-string-table.ts';
export type { SvcCrosshairAngle } from './messages/svc-crosshair-angle.ts';
export type { SvcEntityMessage } from './messages/svc-entity-message.ts';
export type { SvcFixAngle } from './messages/svc-fix-angle.ts';
export type { SvcGameEvent } from './messages/svc-game-event.ts';
export type { SvcGameEventList } from './messages/svc-game-event-list.ts';
export type { SvcGetCvarValue } from './messages/svc-get-cvar-value.ts';
export type { SvcMenu } from './messages/svc-menu.ts';
export type { SvcPacketEntities } from './messages/svc-packet-entities.ts';
export type { SvcPrefetch } from './messages/svc-prefetch.ts';
export type { SvcPrint } from './messages/svc-print.ts';
export type { SvcSendTable } from './messages/svc-send-table.ts';
export type { SvcServerInfo } from './messages/svc-server-info.ts';
export type { SvcSetPause } from './messages/svc-set-pause.ts';
export type { SvcSetPauseTimed } from './messages/svc-set-pause-timed.ts';
export type { SvcSetView } from './messages/svc-set-view.ts';
export type { SvcSounds } from './messages/svc-sounds.ts';
export type { SvcTempEntities } from './messages/svc-temp-entities.ts';
export type { SvcUpdateStringTable } from './messages/svc-update-string-table.ts';
export type { SvcUserMessage } from './messages/svc-user-message.ts';
export type { SvcVoiceData } from './messages/svc-voice-data.ts';
export type { SvcVoiceInit } from './messages/svc-voice-init.ts';
export { type WireProtocol, wireProtocolsOf } from './messages/wire-protocol.ts';
export type { DemoEvents, DemoProblem, Packet, StringTableChange } from './reader/demo-events.ts';
export { DemoReader } from './reader/demo-reader.ts';
export type { Building, BuildingKind } from './state/building.ts';
export { CONDITIONS, type Conditions } from './state/conditions.ts';
export { indexOfHandle, isHandle, serialOfHandle } from './state/entity-handle.ts';
export { GameState } from './state/game-state.ts';
export type { LifeState, Player, ViewAngles, Weapon } from './state/player.ts';
export { distanceBetween, type Position } from './state/position.ts';
export type { Projectile } from './state/projectile.ts';
export type { Round as RoundState, RoundPhase } from './state/round.ts';
export type { TeamState } from './state/team-scores.ts';
export type { World } from './state/world.ts';
export {
  encodeStringTableEntries,
  type StringTableUpdate,
} from './string-tables/encode-string-table-entries.ts';
export { createStringTable, updateStringTable } from './string-tables/encode-string-table-messages.ts';
export {
  decodeSnapshot,
  encodeSnapshot,
  type SnapshotTarget,
  type StringTableSnapshot,
} from './string-tables/snapshot.ts';
export type { StringTable, StringTableEntry, StringTableListener } from './string-tables/string-table.ts';
export type { StringTableLayout } from './string-tables/string-table-entries.ts';
export { StringTables } from './string-tables/string-tables.ts';
export { encodeUserInfo, parseUserInfo, type UserInfo } from './string-tables/user-info.ts';
export type { ChatEntry, ChatKind } from './summary/chat-entry.ts';
export type {
  CuttableList,
  DemoEnding,
  DemoErrorSummary,
  DemoSummary,
  GameServerSummary,
  HeaderClaims,
  ProblemSummary,
  Recorder,
} from './summary/demo-summary.ts';
export type { Ballot, Capture, Kill, Pause, Round, Scores, Vote } from './summary/match-events.ts';
export type { Moment } from './summary/moment.ts';
export type { Connection, PlayerReference, PlayerSummary, TimeSpent } from './summary/player-summary.ts';
export type { JsonSchema } from './summary/schema/schema-words.ts';
export { summariseDemo } from './summary/summarise-demo.ts';
export { SummaryBuilder } from './summary/summary-builder.ts';
export { DEMO_SUMMARY_SCHEMA } from './summary/summary-schema.ts';
export type { WinReason } from './summary/win-reason.ts';
export { decodeUserInput, encodeUserInput, type UserInput } from './user-commands/user-input.ts';
export { stripColours } from './user-messages/strip-colours.ts';
export {
  decodeUserMessage,
  encodeUserMessage,
  type KnownUserMessage,
  type UnknownUserMessage,
  type UserMessage,
} from './user-messages/user-message.ts';
export { type UserMessageRegistry, userMessageRegistryOf } from './user-messages/user-message-registry.ts';
export type { PlayerClass } from './users/player-class.ts';
export { steamId64Of } from './users/steam-id64.ts';
export type { Team } from './users/team.ts';
export type { User } from './users/user.ts';
export type { UserListener } from './users/user-table.ts';
export { UserTable } from './users/user-table.ts';
export {
  decodeVoicePayload,
  encodeVoicePayload,
  type OpusFrame,
  type VoicePayload,
  type VoiceRecord,
} from './voice/voice-payload.ts';
