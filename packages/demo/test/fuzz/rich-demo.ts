import fc from 'fast-check';
import { BitWriter } from '../../src/bits/bit-writer.ts';
import type { Command } from '../../src/commands/encode-command.ts';
import { encodeDataTables } from '../../src/data-tables/data-tables-codec.ts';
import { encodePacketEntities } from '../../src/entities/encode-packet-entities.ts';
import { encodeProperties, type PropertyUpdate } from '../../src/entities/encode-properties.ts';
import { encodeTempEntities } from '../../src/entities/encode-temp-entities.ts';
import { EntityClasses } from '../../src/entities/entity-classes.ts';
import type { PropertyValue } from '../../src/entities/property-value.ts';
import type { Message } from '../../src/messages/message.ts';
import {
  createStringTable,
  updateStringTable,
} from '../../src/string-tables/encode-string-table-messages.ts';
import { encodeSnapshot } from '../../src/string-tables/snapshot.ts';
import { encodeUserInfo } from '../../src/string-tables/user-info.ts';
import { encodeUserInput } from '../../src/user-commands/user-input.ts';
import { encodeUserMessage } from '../../src/user-messages/user-message.ts';
import { TF_2014 } from '../../src/user-messages/user-message-registry.ts';
import { messageOfType, messageTypesOf } from '../any-message.ts';
import { anyUserMessages } from '../any-user-message.ts';
import { encodeMessages, PROTOCOL_24, packet, serverInfo } from '../small-demo.ts';
import { gameEventList, gameEvents } from './rich-events.ts';
import { RICH_TABLES } from './rich-tables.ts';

const EVERY_KIND = 0;
const PLAYER_RESOURCE = 1;
const TEAM = 2;
const FIRE_BULLETS = 3;
const EXPLOSION = 4;
const PLAYER = 5;
/** A weapon, a building, a rocket, the rules of the game, the world. */
const THINGS = [6, 7, 8, 9, 10];
const ALIVE = 0;
/** Looks straight up, which nobody can; and turns about in a tick. */
const CHEATING_ANGLES = [179, -90] as const;
const USER_INFO = { id: 1, name: 'userinfo', maxEntries: 256, fixedUserData: undefined, entries: [] };

const classes = new EntityClasses(RICH_TABLES, [() => 'all']);

/** A value for every property of a class. */
function allProperties(classId: number): PropertyUpdate[] {
  return classes.planOf(classId).properties.map(({ index, property, element }) => {
    const { type, name } = element ?? property;
    const one: PropertyValue =
      type === 'string'
        ? 'four'
        : type === 'vector'
          ? name === 'm_unit'
            ? [0, 1, 0]
            : [1, -2.5, 3]
          : type === 'vector-xy'
            ? [-7, 9.25]
            : name === 'm_normal'
              ? 1
              : name === 'm_lifeState'
                ? ALIVE
                : 3;
    return { index, value: element === undefined ? one : [one, one, one] };
  });
}

/** Messages that mean something only at their place, and are written by hand below. */
const WRITTEN_BY_HAND: readonly Message['type'][] = [
  'svc_ServerInfo',
  'svc_CreateStringTable',
  'svc_UpdateStringTable',
  'svc_UserMessage',
  'svc_GameEvent',
  'svc_GameEventList',
  'svc_PacketEntities',
  'svc_TempEntities',
];

function sampleOf<T>(arbitrary: fc.Arbitrary<T>): T[] {
  return fc.sample(arbitrary, { seed: 4, numRuns: 2 });
}

function userInfo(name: string, userId: number): Uint8Array {
  const nobody = { isFakePlayer: false, isSourceTv: false, isReplay: false, filesDownloaded: 0 };
  const networkId = `[U:1:${userId}]`;
  const customFileCrcs = [0, 1, 2, 3] as const;
  return encodeUserInfo({ name, userId, networkId, accountId: userId, customFileCrcs, ...nobody });
}

function tables(): Message[] {
  const baseline = new BitWriter();
  encodeProperties(baseline, classes.planOf(EVERY_KIND).properties, allProperties(EVERY_KIND).slice(0, 9));
  const names = ['maps/', 'materials/a.vmt', 'materials/b.vmt', 'müll'];
  return [
    createStringTable({
      name: 'downloadables',
      maxEntries: 8192,
      isCompressed: true,
      updates: names.map((text, index) => ({ index, text, userData: Uint8Array.of(index, 1) })),
    }),
    createStringTable({
      name: USER_INFO.name,
      maxEntries: USER_INFO.maxEntries,
      updates: [2, 3].map((userId, index) => ({
        index,
        text: String(index),
        userData: userInfo('Alyx', userId),
      })),
    }),
    createStringTable({
      name: 'instancebaseline',
      maxEntries: 1024,
      updates: [{ index: 0, text: String(EVERY_KIND), userData: baseline.toBytes() }],
    }),
    createStringTable({
      name: 'lightstyles',
      maxEntries: 64,
      fixedUserData: { bytes: 1, bits: 3 },
      updates: [{ index: 0, text: 'm', userData: Uint8Array.of(5) }],
    }),
  ];
}

function turnAbout(): PropertyUpdate[] {
  const angles = classes
    .planOf(PLAYER)
    .properties.filter(({ property }) => property.name.startsWith('m_ang'));
  return angles.flatMap(({ index, property: { type } }, i) =>
    type === 'float' ? [{ index, value: CHEATING_ANGLES[i % 2] ?? 0 }] : [],
  );
}

function entities(): Message[] {
  const enter = (entityIndex: number, classId: number) =>
    ({ kind: 'enter', entityIndex, classId, serial: 5, properties: allProperties(classId) }) as const;
  const some = allProperties(EVERY_KIND).filter(({ index }) => index % 2 === 0);
  const fire = allProperties(FIRE_BULLETS);
  return [
    encodePacketEntities(
      {
        updatesBaseline: true,
        operations: [
          enter(1, PLAYER),
          enter(2, PLAYER),
          ...THINGS.map((classId, i) => enter(20 + i, classId)),
          enter(100, EVERY_KIND),
          enter(101, PLAYER_RESOURCE),
          enter(102, TEAM),
          enter(2047, TEAM),
        ],
      },
      classes,
    ),
    encodePacketEntities(
      {
        deltaFromTick: 5000,
        baselineIndex: 1,
        updatesBaseline: true,
        operations: [
          { kind: 'update', entityIndex: 1, classId: PLAYER, properties: turnAbout() },
          { kind: 'update', entityIndex: 100, classId: EVERY_KIND, properties: some },
          { kind: 'leave', entityIndex: 101 },
          { kind: 'delete', entityIndex: 102 },
          { ...enter(107, EVERY_KIND), properties: [] },
        ],
        removed: [2047],
      },
      classes,
    ),
    encodeTempEntities({ isReliable: true, effects: [{ classId: EXPLOSION, properties: [] }] }, classes),
    encodeTempEntities(
      {
        effects: [
          { classId: FIRE_BULLETS, properties: fire, fireDelaySeconds: 0.25 },
          { properties: fire.slice(0, 3) },
        ],
      },
      classes,
    ),
  ];
}

function dataTables(): Uint8Array {
  const writer = new BitWriter();
  encodeDataTables(writer, RICH_TABLES, PROTOCOL_24);
  return writer.toBytes();
}

function snapshot(): Uint8Array {
  const writer = new BitWriter();
  encodeSnapshot(writer, [
    {
      name: 'downloadables',
      entries: [{ text: 'maps/', userData: Uint8Array.of(9) }],
      clientEntries: [{ text: 'mine', userData: undefined }],
    },
    {
      name: 'userinfo',
      entries: [2, 3, 4].map((userId, slot) => ({
        text: String(slot),
        userData: userInfo('Barney', userId),
      })),
      clientEntries: undefined,
    },
    { name: 'lightstyles', entries: [{ text: 'm', userData: Uint8Array.of(255) }], clientEntries: undefined },
  ]);
  return writer.toBytes();
}

function userInput(): Uint8Array {
  const writer = new BitWriter();
  encodeUserInput(writer, {
    commandNumber: 7,
    tickCount: 900,
    viewAngles: [1.5, -90, 0],
    forwardMove: 450,
    sideMove: -450,
    upMove: 0,
    buttons: 9,
    impulse: 1,
    weaponSelect: 300,
    weaponSubtype: 2,
    mouseDx: -5,
    mouseDy: 3,
  });
  return writer.toBytes();
}

function clock(serverTick: number): Message {
  return { type: 'net_Tick', serverTick, hostFrameSeconds: 0.015, hostFrameDeviationSeconds: 0 };
}

/** A demo of some 10 KB with every command, message, kind of property and user message there is. */
export function richCommands(): readonly Command[] {
  const types = messageTypesOf(PROTOCOL_24).filter((type) => !WRITTEN_BY_HAND.includes(type));
  const others = types.flatMap((type) => sampleOf(messageOfType(type, PROTOCOL_24)));
  const userMessages = anyUserMessages.flatMap(([, message]) =>
    sampleOf(message).map((each) => encodeUserMessage(each, TF_2014)),
  );
  const signon = [{ type: 'svc_Print', text: 'Build: 1' }, serverInfo(0.015), clock(5000)] as const;
  return [
    packet('signon', 5000, encodeMessages([...signon, ...tables(), gameEventList()])),
    { type: 'data-tables', tick: 5000, payload: dataTables() },
    { type: 'string-tables', tick: 5000, payload: snapshot() },
    packet('signon', 5000, encodeMessages([clock(5000)])),
    { type: 'sync-tick', tick: 0 },
    { type: 'console-command', tick: 0, payload: new TextEncoder().encode('record a\0') },
    packet('packet', 2, encodeMessages([clock(5002), ...entities()])),
    { type: 'user-command', tick: 2, outgoingSequence: 9, payload: userInput() },
    packet(
      'packet',
      4,
      encodeMessages([
        clock(5004),
        updateStringTable(USER_INFO, [{ index: 2, text: '2', userData: userInfo('Gordon', 400) }]),
        updateStringTable(USER_INFO, [{ index: 0 }, { index: 1, userData: userInfo('Alyx', 3) }]),
        ...gameEvents(),
      ]),
    ),
    packet('packet', 6, encodeMessages(userMessages)),
    packet('packet', 8, encodeMessages(others)),
    packet('packet', 10, encodeMessages([clock(5010), ...entities().slice(1, 2)])),
    { type: 'stop', tick: 12 },
  ];
}
