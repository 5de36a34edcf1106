import { describe, expect, it } from 'vitest';
import { serverInfo } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { encodeMessage, type Message } from './message.ts';
import { wireProtocolsOf } from './wire-protocol.ts';

/** A field of so many bits, or text. */
type Field = readonly [bits: number, value: number] | string;

const data = { bytes: Uint8Array.of(0xee, 1), bits: 9 };
const dataBits: Field = [9, 0x1ee];
const bytes = Uint8Array.of(7, 8);
const one: Field = [1, 1];
const zero: Field = [1, 0];
const table = {
  type: 'svc_CreateStringTable',
  tableName: 'userinfo',
  isFileNames: false,
  maxEntries: 256,
  entryCount: 3,
  fixedUserData: undefined,
  isCompressed: false,
  data,
} as const;
const entities = {
  type: 'svc_PacketEntities',
  maxEntries: 900,
  deltaFromTick: undefined,
  baselineIndex: 1,
  updatedEntries: 5,
  updatesBaseline: false,
  data,
} as const;
const decal = {
  type: 'svc_BSPDecal',
  position: [1, 0, -0.5],
  textureIndex: 300,
  entity: undefined,
  isLowPriority: true,
} as const;
/** x is 1, y is 0, z is −0.5. */
const decalPosition: Field[] = [[3, 0b101], one, zero, zero, [14, 0], zero, one, one, [5, 16]];
const info = { ...serverInfo(0.5), serverCount: -1, playerSlot: 3, isReplay: true };
const ofSystem: Field[] = [
  [8, 24],
  [32, 0x3f000000],
  [8, 0x6c],
  'tf',
  'cp_process_final',
  'sky_well_01',
  'a game server',
];
const infoStart: Field[] = [[16, 24], [32, 0xffffffff], zero, one, [32, 0xffffffff], [16, 0]];

/** By hand from the format, each row one message as it travels: its type, its fields, the network protocol. */
const layouts: readonly (readonly [Message, Field[], network?: number])[] = [
  [{ type: 'net_NOP' }, [[6, 0]]],
  [{ type: 'net_NOP' }, [[5, 0]], 14],
  [{ type: 'net_Disconnect', reason: 'bye' }, [[6, 1], 'bye']],
  [
    { type: 'net_File', transferId: 9, fileName: 'a.bsp', isRequested: true },
    [[6, 2], [32, 9], 'a.bsp', one],
  ],
  [
    { type: 'net_Tick', serverTick: 70_000, hostFrameSeconds: 0.015, hostFrameDeviationSeconds: 0.00002 },
    [
      [6, 3],
      [32, 70_000],
      [16, 1500],
      [16, 2],
    ],
  ],
  [{ type: 'net_StringCmd', command: 'retry' }, [[6, 4], 'retry']],
  [
    { type: 'net_SetConVar', conVars: [{ name: 'sv_gravity', value: '800' }] },
    [[6, 5], [8, 1], 'sv_gravity', '800'],
  ],
  [
    { type: 'net_SignonState', state: 6, spawnCount: 2 },
    [
      [6, 6],
      [8, 6],
      [32, 2],
    ],
  ],
  [{ type: 'svc_Print', text: 'hello' }, [[6, 7], 'hello']],
  [info, [[6, 8], ...infoStart, ...Array<Field>(4).fill([32, 0]), [8, 3], ...ofSystem, one]],
  [
    { ...info, networkProtocol: 15, mapHash: new Uint8Array(4), isReplay: false },
    [[6, 8], [16, 15], ...infoStart.slice(1), [32, 0], [8, 3], ...ofSystem],
    15,
  ],
  [{ type: 'svc_SendTable', needsDecoder: true, body: data }, [[6, 9], one, [16, 9], dataBits]],
  [
    { type: 'svc_ClassInfo', classCount: 363, isCreatedOnClient: true, classes: [] },
    [[6, 10], [16, 363], one],
  ],
  [
    {
      type: 'svc_ClassInfo',
      classCount: 2,
      isCreatedOnClient: false,
      classes: [
        { classId: 0, className: 'CWorld', tableName: 'DT_WORLD' },
        { classId: 1, className: 'CTeam', tableName: 'DT_Team' },
      ],
    },
    [[6, 10], [16, 2], zero, [2, 0], 'CWorld', 'DT_WORLD', [2, 1], 'CTeam', 'DT_Team'],
  ],
  [{ type: 'svc_SetPause', isPaused: true }, [[6, 11], one]],
  [table, [[6, 12], 'userinfo', [16, 256], [9, 3], [8, 9], zero, zero, dataBits]],
  [{ ...table, isFileNames: true }, [[6, 12], ':userinfo', [16, 256], [9, 3], [8, 9], zero, zero, dataBits]],
  [
    { ...table, fixedUserData: { bytes: 2, bits: 11 }, isCompressed: true },
    [[6, 12], 'userinfo', [16, 256], [9, 3], [20, 9], one, [12, 2], [4, 11], one, dataBits],
    23,
  ],
  [table, [[5, 12], 'userinfo', [16, 256], [9, 3], [20, 9], zero, dataBits], 14],
  [
    { type: 'svc_UpdateStringTable', tableId: 7, entryCount: 1, data },
    [[6, 13], [5, 7], zero, [20, 9], dataBits],
  ],
  [
    { type: 'svc_UpdateStringTable', tableId: 7, entryCount: 300, data },
    [[6, 13], [5, 7], one, [16, 300], [20, 9], dataBits],
  ],
  [
    { type: 'svc_VoiceInit', codec: 'steam', quality: 255, sampleRate: 0 },
    [[6, 14], 'steam', [8, 255], [16, 0]],
  ],
  [
    { type: 'svc_VoiceInit', codec: 'vaudio_speex', quality: 4, sampleRate: undefined },
    [[6, 14], 'vaudio_speex', [8, 4]],
  ],
  [
    { type: 'svc_VoiceData', clientSlot: 3, proximity: 1, data },
    [[6, 15], [8, 3], [8, 1], [16, 9], dataBits],
  ],
  [{ type: 'svc_Sounds', isReliable: true, soundCount: 1, data }, [[6, 17], one, [8, 9], dataBits]],
  [
    { type: 'svc_Sounds', isReliable: false, soundCount: 4, data },
    [[6, 17], zero, [8, 4], [16, 9], dataBits],
  ],
  [
    { type: 'svc_SetView', entityIndex: 1024 },
    [
      [6, 18],
      [11, 1024],
    ],
  ],
  [
    { type: 'svc_FixAngle', isRelative: true, angles: [90, 0, 180] },
    [[6, 19], one, [16, 0x4000], [16, 0], [16, 0x8000]],
  ],
  [
    { type: 'svc_CrosshairAngle', angles: [90, 0, 180] },
    [
      [6, 20],
      [16, 0x4000],
      [16, 0],
      [16, 0x8000],
    ],
  ],
  [decal, [[6, 21], ...decalPosition, [9, 300], zero, one]],
  [
    { ...decal, entity: { entityIndex: 5, modelIndex: 6 } },
    [[6, 21], ...decalPosition, [9, 300], one, [11, 5], [13, 6], one],
  ],
  [
    { ...decal, entity: { entityIndex: 5, modelIndex: 6 } },
    [[6, 21], ...decalPosition, [9, 300], one, [11, 5], [11, 6], one],
    20,
  ],
  [{ type: 'svc_UserMessage', userMessageType: 4, data }, [[6, 23], [8, 4], [11, 9], dataBits]],
  [
    { type: 'svc_EntityMessage', entityIndex: 5, classId: 300, data },
    [[6, 24], [11, 5], [9, 300], [11, 9], dataBits],
  ],
  [{ type: 'svc_GameEvent', data }, [[6, 25], [11, 9], dataBits]],
  [entities, [[6, 26], [11, 900], zero, one, [11, 5], [20, 9], zero, dataBits]],
  [
    { ...entities, deltaFromTick: -2, baselineIndex: 0, updatesBaseline: true },
    [[6, 26], [11, 900], one, [32, 0xfffffffe], zero, [11, 5], [20, 9], one, dataBits],
  ],
  [{ type: 'svc_TempEntities', entityCount: 0, data }, [[6, 27], [8, 0], [8, 9], dataBits]],
  [{ type: 'svc_TempEntities', entityCount: 2, data }, [[6, 27], [8, 2], [17, 9], dataBits], 23],
  [
    { type: 'svc_Prefetch', soundIndex: 5000 },
    [
      [6, 28],
      [14, 5000],
    ],
  ],
  [
    { type: 'svc_Prefetch', soundIndex: 5000 },
    [
      [6, 28],
      [13, 5000],
    ],
    22,
  ],
  [
    { type: 'svc_Menu', kind: 2, data: bytes },
    [
      [6, 29],
      [16, 2],
      [16, 2],
      [16, 0x0807],
    ],
  ],
  [{ type: 'svc_GameEventList', eventCount: 404, data }, [[6, 30], [9, 404], [20, 9], dataBits]],
  [{ type: 'svc_GetCvarValue', cookie: 8, conVarName: 'fov' }, [[6, 31], [32, 8], 'fov']],
  [
    { type: 'svc_CmdKeyValues', data: bytes },
    [
      [6, 32],
      [32, 2],
      [16, 0x0807],
    ],
  ],
  [{ type: 'svc_SetPauseTimed', isPaused: true, expireSeconds: 0.5 }, [[6, 33], one, [32, 0x3f000000]]],
];

/** `6, 32, "a.bsp"`: the widths of fields, and text. */
function shapeOf(fields: readonly Field[]): string {
  return fields.map((field) => (typeof field === 'string' ? `"${field}"` : field[0])).join(', ');
}

const cases = layouts.map(([message, fields, network = 24]) => {
  return { type: message.type, shape: shapeOf(fields), message, fields, network };
});

describe('encodeMessage', () => {
  it.each(cases)('lays out $type at network protocol $network as $shape', ({ message, fields, network }) => {
    const [protocol] = wireProtocolsOf(network);
    if (protocol === undefined) throw new Error('a network protocol always has a layout');
    const writer = new BitWriter();
    encodeMessage(writer, message, protocol);
    const reader = new BitReader(writer.toBytes());
    const read = fields.map(
      (field): Field =>
        typeof field === 'string' ? reader.readString() : [field[0], reader.readUint(field[0])],
    );
    expect(read).toEqual(fields);
    expect(reader.positionBits).toBe(writer.positionBits);
  });
});
