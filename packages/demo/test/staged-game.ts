import { BitWriter } from '../src/bits/bit-writer.ts';
import { encodeDataTables } from '../src/data-tables/data-tables-codec.ts';
import { type EntityOperation, encodePacketEntities } from '../src/entities/encode-packet-entities.ts';
import type { PropertyUpdate } from '../src/entities/encode-properties.ts';
import { encodeTempEntities } from '../src/entities/encode-temp-entities.ts';
import { EntityClasses } from '../src/entities/entity-classes.ts';
import type { PropertyValue } from '../src/entities/property-value.ts';
import { encodeGameEvent } from '../src/game-events/game-event.ts';
import { encodeGameEventList, type GameEventDefinition } from '../src/game-events/game-event-list.ts';
import type { Message } from '../src/messages/message.ts';
import { createStringTable } from '../src/string-tables/encode-string-table-messages.ts';
import { encodeUserInfo, type UserInfo } from '../src/string-tables/user-info.ts';
import { PROTOCOL_24, serverInfo } from './small-demo.ts';
import { SERVER_TICK_OFFSET, stageDemo } from './staged-demo.ts';
import { STAGED_TABLES } from './staged-game-tables.ts';

const EVENTS: readonly GameEventDefinition[] = [
  { id: 4, name: 'player_spawn', fields: [{ name: 'userid', type: 'short' }] },
  { id: 9, name: 'player_teleported', fields: [{ name: 'userid', type: 'short' }] },
  { id: 2, name: 'base_player_teleported', fields: [{ name: 'entindex', type: 'short' }] },
  { id: 7, name: 'teamplay_round_start', fields: [] },
  { id: 5, name: 'teamplay_round_win', fields: [] },
];

/** Values by the keys readers know: `DT_BasePlayer.m_iHealth`. */
type Values = Readonly<Record<string, PropertyValue>>;

/** Somebody's place and view, in the table that everybody else is told. */
export function looking(
  pitch: number,
  yaw: number,
  at: readonly [number, number, number] = [0, 0, 0],
): Values {
  return whereaboutsIn('DT_TFNonLocalPlayerExclusive', pitch, yaw, at);
}

/** The same in the table of whoever sees through their eyes. */
export function lookingLocally(
  pitch: number,
  yaw: number,
  at: readonly [number, number, number] = [0, 0, 0],
): Values {
  return whereaboutsIn('DT_TFLocalPlayerExclusive', pitch, yaw, at);
}

function whereaboutsIn(
  table: string,
  pitch: number,
  yaw: number,
  [x, y, z]: readonly [number, number, number],
): Values {
  return {
    [`${table}.m_vecOrigin`]: [x, y],
    [`${table}.m_vecOrigin[2]`]: z,
    [`${table}.m_angEyeAngles[0]`]: pitch,
    [`${table}.m_angEyeAngles[1]`]: yaw,
  };
}

/** An entity of which something is told; in the game from then on. */
interface ToldEntity {
  readonly className: string;
  readonly values: Values;
}

/** What one packet tells. */
export interface StagedTick {
  /** Of the demo's clock, where it is not the packet's. */
  readonly serverTick?: number;
  /** By entity index. */
  readonly entities?: Readonly<Record<number, ToldEntity>>;
  /** Players by entity index: alive unless told otherwise. */
  readonly players?: Readonly<Record<number, Values>>;
  readonly leave?: readonly number[];
  readonly delete?: readonly number[];
  readonly effects?: readonly ToldEntity[];
  readonly events?: readonly { readonly name: string; readonly values?: Readonly<Record<string, number>> }[];
  readonly messages?: readonly Message[];
  /** Tells everything anew: what is not told is gone. */
  readonly isFull?: boolean;
}

/** A demo of what happens to entities, one packet at a time. */
export class StagedGame {
  readonly #users: readonly UserInfo[];
  readonly #isSourceTv: boolean;
  readonly #hostName: string | undefined;
  readonly #classes = new EntityClasses(STAGED_TABLES, [() => 'all']);
  readonly #present = new Map<number, string>();
  readonly #scenes: [tick: number, ...messages: Message[]][] = [];

  constructor(options: { users: readonly UserInfo[]; isSourceTv?: boolean; hostName?: string }) {
    this.#users = options.users;
    this.#isSourceTv = options.isSourceTv ?? false;
    this.#hostName = options.hostName;
  }

  tick(tick: number, told: StagedTick): this {
    const messages: Message[] = this.#scenes.length === 0 ? this.#introduction() : [];
    if (told.serverTick !== undefined) {
      const serverTick = told.serverTick;
      messages.push({ type: 'net_Tick', serverTick, hostFrameSeconds: 0, hostFrameDeviationSeconds: 0 });
    }
    messages.push(...(told.messages ?? []), ...(told.events ?? []).map(eventMessage));
    if (told.effects !== undefined) messages.push(this.#effects(told.effects));
    messages.push(this.#entities(told));
    this.#scenes.push([tick, ...messages]);
    return this;
  }

  bytes(): Uint8Array {
    const tables = new BitWriter();
    encodeDataTables(tables, STAGED_TABLES, PROTOCOL_24);
    return stageDemo(
      {
        users: this.#users,
        isSourceTv: this.#isSourceTv,
        isWithoutEventList: true,
        dataTables: tables.toBytes(),
      },
      this.#scenes,
    );
  }

  #introduction(): Message[] {
    if (this.#hostName === undefined) return [eventList()];
    const hosted = { ...serverInfo(0.015), hostName: this.#hostName, isSourceTv: this.#isSourceTv };
    const updates = this.#users.map((info, index) => ({
      index,
      text: String(index),
      userData: encodeUserInfo(info),
    }));
    return [hosted, createStringTable({ name: 'userinfo', maxEntries: 256, updates }), eventList()];
  }

  #entities(told: StagedTick): Message {
    if (told.isFull === true) this.#present.clear();
    const operations = new Map<number, EntityOperation>();
    for (const [index, entity] of Object.entries(told.entities ?? {})) {
      operations.set(Number(index), this.#tell(Number(index), entity));
    }
    for (const [index, values] of Object.entries(told.players ?? {})) {
      const isNew = !this.#present.has(Number(index));
      const alive = isNew ? { 'DT_BasePlayer.m_lifeState': 0 } : {};
      const player = { className: 'CTFPlayer', values: { ...alive, ...values } };
      operations.set(Number(index), this.#tell(Number(index), player));
    }
    for (const entityIndex of told.leave ?? []) operations.set(entityIndex, { kind: 'leave', entityIndex });
    for (const entityIndex of told.delete ?? []) operations.set(entityIndex, { kind: 'delete', entityIndex });
    for (const entityIndex of [...(told.leave ?? []), ...(told.delete ?? [])])
      this.#present.delete(entityIndex);
    return encodePacketEntities(
      {
        operations: [...operations.values()],
        deltaFromTick: told.isFull === true || this.#scenes.length === 0 ? undefined : SERVER_TICK_OFFSET,
      },
      this.#classes,
    );
  }

  #tell(entityIndex: number, { className, values }: ToldEntity): EntityOperation {
    const classId = classIdOf(className);
    const properties = this.#properties(classId, values);
    if (this.#present.get(entityIndex) === className) {
      return { kind: 'update', entityIndex, classId, properties };
    }
    this.#present.set(entityIndex, className);
    return { kind: 'enter', entityIndex, classId, serial: 1, properties };
  }

  #effects(effects: readonly ToldEntity[]): Message {
    return encodeTempEntities(
      {
        effects: effects.map(({ className, values }) => {
          const classId = classIdOf(className);
          return { classId, properties: this.#properties(classId, values) };
        }),
      },
      this.#classes,
    );
  }

  #properties(classId: number, values: Values): PropertyUpdate[] {
    const { properties } = this.#classes.planOf(classId);
    return Object.entries(values).map(([key, value]) => {
      const property = properties.find(({ tableName, property: { name } }) => `${tableName}.${name}` === key);
      if (property === undefined) throw new Error(`Staged games have no property ${key}.`);
      return { index: property.index, value };
    });
  }
}

/** Somebody fires a weapon with bullets. */
export function bulletsOf(entityIndex: number): ToldEntity {
  const player = entityIndex - 1;
  // The game leaves zeros out of effects.
  return {
    className: 'CTEFireBullets',
    values: player === 0 ? {} : { 'DT_TEFireBullets.m_iPlayer': player },
  };
}

/** Somebody moves as for an attack, or as `event` says. */
export function animationOf(entityIndex: number, event = 0): ToldEntity {
  const serial = 1;
  const values = { 'DT_TEPlayerAnimEvent.m_hPlayer': entityIndex | (serial << 11) };
  return {
    className: 'CTEPlayerAnimEvent',
    values: event === 0 ? values : { ...values, 'DT_TEPlayerAnimEvent.m_iEvent': event },
  };
}

function classIdOf(className: string): number {
  const serverClass = STAGED_TABLES.classes.find(({ name }) => name === className);
  if (serverClass === undefined) throw new Error(`Staged games have no class ${className}.`);
  return serverClass.id;
}

function eventList(): Message {
  const writer = new BitWriter();
  encodeGameEventList(writer, EVENTS);
  return { type: 'svc_GameEventList', eventCount: EVENTS.length, data: writer.toBitString() };
}

function eventMessage({
  name,
  values = {},
}: {
  readonly name: string;
  readonly values?: Readonly<Record<string, number>>;
}): Message {
  const definition = EVENTS.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`Staged games have no event ${name}.`);
  const writer = new BitWriter();
  encodeGameEvent(writer, definition, { name, values });
  return { type: 'svc_GameEvent', data: writer.toBitString() };
}
