import fc from 'fast-check';
import type { BitString } from '../src/bits/bit-string.ts';
import type { Vector } from '../src/bits/vector.ts';
import type { Message } from '../src/messages/message.ts';
import type { WireProtocol } from '../src/messages/wire-protocol.ts';

/** Text a demo can hold: without a NUL. */
export const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((each) => !each.includes('\0'));

/** Any unsigned field of a width. */
export const uint = (bits: number) => fc.nat({ max: 2 ** bits - 1 });

/** Any float that is a number, as a demo keeps it. */
export const float32 = fc.float({ noNaN: true });

/** Up to so many bits, those behind the last one zero. */
export function bitString(maxBits = 100): fc.Arbitrary<BitString> {
  return fc.nat({ max: maxBits }).chain((bits) => {
    const size = (bits + 7) >>> 3;
    return fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => {
      const rest = bits & 7;
      if (rest !== 0) bytes[size - 1] = (bytes[size - 1] ?? 0) & ((1 << rest) - 1);
      return { bytes, bits };
    });
  });
}

const vectorOf = (axis: fc.Arbitrary<number>): fc.Arbitrary<Vector> => fc.tuple(axis, axis, axis);
const frameTime = uint(16).map((steps) => steps / 100_000);
const angles = vectorOf(uint(16).map((steps) => (steps * 360) / 65_536));
const position = vectorOf(fc.integer({ min: -524_319, max: 524_319 }).map((steps) => steps / 32));
const bytes = fc.uint8Array({ maxLength: 20 });
const is = fc.boolean();

type Fields<T extends Message['type']> = fc.Arbitrary<Omit<Extract<Message, { type: T }>, 'type'>>;

function fieldsByType(protocol: WireProtocol): { readonly [T in Message['type']]: Fields<T> } {
  const { network } = protocol;
  const mapHashBytes = network <= 17 ? 4 : 16;
  return {
    net_NOP: fc.constant({}),
    net_Disconnect: fc.record({ reason: text }),
    net_File: fc.record({ transferId: uint(32), fileName: text, isRequested: is }),
    net_Tick: fc.record({
      serverTick: uint(32),
      hostFrameSeconds: frameTime,
      hostFrameDeviationSeconds: frameTime,
    }),
    net_StringCmd: fc.record({ command: text }),
    net_SetConVar: fc.record({
      conVars: fc.array(fc.record({ name: text, value: text }), { maxLength: 5 }),
    }),
    net_SignonState: fc.record({ state: uint(8), spawnCount: uint(32) }),
    svc_Print: fc.record({ text }),
    svc_ServerInfo: fc.record({
      networkProtocol: uint(16),
      serverCount: fc.integer(),
      isSourceTv: is,
      isDedicated: is,
      clientDllCrc: uint(32),
      maxClasses: uint(16),
      mapHash: fc.uint8Array({ minLength: mapHashBytes, maxLength: mapHashBytes }),
      playerSlot: uint(8),
      maxClients: uint(8),
      tickIntervalSeconds: float32,
      operatingSystem: fc.constantFrom('l', 'w'),
      gameDirectory: text,
      mapName: text,
      skyName: text,
      hostName: text,
      isReplay: network >= 16 ? is : fc.constant(false),
    }),
    svc_SendTable: fc.record({ needsDecoder: is, body: bitString() }),
    svc_ClassInfo: fc.oneof(
      fc.record({ classCount: uint(16), isCreatedOnClient: fc.constant(true), classes: fc.constant([]) }),
      fc
        .array(fc.record({ className: text, tableName: text }), { maxLength: 9 })
        .map((names) => names.map((each, classId) => ({ classId, ...each })))
        .map((classes) => ({ classCount: classes.length, isCreatedOnClient: false, classes })),
    ),
    svc_SetPause: fc.record({ isPaused: is }),
    svc_CreateStringTable: uint(16).chain((maxEntries) =>
      fc.record({
        tableName: text.filter((name) => !name.startsWith(':')),
        isFileNames: is,
        maxEntries: fc.constant(maxEntries),
        entryCount: fc.nat({ max: maxEntries }),
        fixedUserData: fc.option(fc.record({ bytes: uint(12), bits: uint(4) }), { nil: undefined }),
        isCompressed: network >= 15 ? is : fc.constant(false),
        data: bitString(),
      }),
    ),
    svc_UpdateStringTable: fc.record({
      tableId: uint(5),
      entryCount: fc.oneof(fc.constant(1), uint(16)),
      data: bitString(),
    }),
    svc_VoiceInit: fc.oneof(
      fc.record({ codec: text, quality: fc.nat(254), sampleRate: fc.constant(undefined) }),
      fc.record({ codec: text, quality: fc.constant(255), sampleRate: uint(16) }),
    ),
    svc_VoiceData: fc.record({ clientSlot: uint(8), proximity: uint(8), data: bitString() }),
    svc_Sounds: fc.oneof(
      fc.record({ isReliable: fc.constant(true), soundCount: fc.constant(1), data: bitString() }),
      fc.record({ isReliable: fc.constant(false), soundCount: uint(8), data: bitString(400) }),
    ),
    svc_SetView: fc.record({ entityIndex: uint(11) }),
    svc_FixAngle: fc.record({ isRelative: is, angles }),
    svc_CrosshairAngle: fc.record({ angles }),
    svc_BSPDecal: fc.record({
      position,
      textureIndex: uint(9),
      entity: fc.option(fc.record({ entityIndex: uint(11), modelIndex: uint(network <= 20 ? 11 : 13) }), {
        nil: undefined,
      }),
      isLowPriority: is,
    }),
    svc_UserMessage: fc.record({ userMessageType: uint(8), data: bitString() }),
    svc_EntityMessage: fc.record({ entityIndex: uint(11), classId: uint(9), data: bitString() }),
    svc_GameEvent: fc.record({ data: bitString() }),
    svc_PacketEntities: fc.record({
      maxEntries: uint(11),
      deltaFromTick: fc.option(fc.integer(), { nil: undefined }),
      baselineIndex: fc.constantFrom(0, 1),
      updatedEntries: uint(11),
      updatesBaseline: is,
      data: bitString(),
    }),
    svc_TempEntities: fc.record({ entityCount: uint(8), data: bitString() }),
    svc_Prefetch: fc.record({ soundIndex: uint(network <= 22 ? 13 : 14) }),
    svc_Menu: fc.record({ kind: uint(16), data: bytes }),
    svc_GameEventList: fc.record({ eventCount: uint(9), data: bitString() }),
    svc_GetCvarValue: fc.record({ cookie: uint(32), conVarName: text }),
    svc_CmdKeyValues: fc.record({ data: bytes }),
    svc_SetPauseTimed: fc.record({ isPaused: is, expireSeconds: float32 }),
  };
}

/** Any message of a type, as a network protocol can carry it. */
export function messageOfType(type: Message['type'], protocol: WireProtocol): fc.Arbitrary<Message> {
  // The table pairs each type with its fields, which TypeScript cannot follow through an index.
  return fieldsByType(protocol)[type].map((fields) => ({ type, ...fields }) as Message);
}

/** Every type of message that a network protocol has: the last two need 6 bits. */
export function messageTypesOf(protocol: WireProtocol): Message['type'][] {
  // The keys are exactly the types.
  const types = Object.keys(fieldsByType(protocol)) as Message['type'][];
  const late: Message['type'][] = ['svc_CmdKeyValues', 'svc_SetPauseTimed'];
  return types.filter((type) => protocol.messageTypeBits === 6 || !late.includes(type));
}
