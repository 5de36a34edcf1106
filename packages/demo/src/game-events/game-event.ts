import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import type { GameEventDefinition, GameEventFieldType } from './game-event-list.ts';

/** Width of the id every event begins with. */
export const GAME_EVENT_ID_BITS = 9;

export type GameEventValue = string | number | boolean;

/** A game event as plain data: what is written. */
export interface GameEventRecord {
  /** Such as `player_death`. */
  readonly name: string;
  /** By field name. Fields of type `local` are never sent, and absent. */
  readonly values: Readonly<Record<string, GameEventValue>>;
}

/**
 * Something the game server told everybody: a death, a captured point, the end of a round.
 * Look values up by name and expect any of them to be missing: the fields of an event changed over the years.
 *
 * A busy match tells thousands a minute, each of up to 26 values, of which a listener wants a few: `value` finds
 * one without making an object of all.
 */
export class GameEvent implements GameEventRecord {
  readonly #definition: GameEventDefinition;
  /** In the order of the definition's fields; undefined for those of type `local`. */
  readonly #list: readonly (GameEventValue | undefined)[];
  #values: Readonly<Record<string, GameEventValue>> | undefined;

  constructor(definition: GameEventDefinition, list: readonly (GameEventValue | undefined)[]) {
    this.#definition = definition;
    this.#list = list;
  }

  /** Such as `player_death`. */
  get name(): string {
    return this.#definition.name;
  }

  /** The value of a field; undefined where the demo's events have no such field. */
  value(field: string): GameEventValue | undefined {
    const place = placesOf(this.#definition).get(field);
    return place === undefined ? undefined : this.#list[place];
  }

  /**
   * By field name, in the order of the demo's own list. The object inherits nothing, since the demo
   * chooses the names. Fields of type `local` are never sent, and absent.
   */
  get values(): Readonly<Record<string, GameEventValue>> {
    this.#values ??= this.#collect();
    return this.#values;
  }

  toJSON(): GameEventRecord {
    return { name: this.name, values: this.values };
  }

  #collect(): Readonly<Record<string, GameEventValue>> {
    const values: Record<string, GameEventValue> = Object.create(null);
    for (const [index, { name }] of this.#definition.fields.entries()) {
      const value = this.#list[index];
      if (value !== undefined) values[name] = value;
    }
    return values;
  }
}

/** Where in an event the value of each field is; made once for a definition. */
const placesByDefinition = new WeakMap<GameEventDefinition, ReadonlyMap<string, number>>();

function placesOf(definition: GameEventDefinition): ReadonlyMap<string, number> {
  const known = placesByDefinition.get(definition);
  if (known !== undefined) return known;
  const places = new Map(definition.fields.map(({ name }, index) => [name, index]));
  placesByDefinition.set(definition, places);
  return places;
}

/**
 * Reads the values of an event whose id has been read. They fill the body exactly: bits left over mean that the
 * definition belongs to another event list.
 * @throws {DemoFormatError} `broken-message` when the bits run out
 */
export function decodeGameEvent(reader: BitReader, definition: GameEventDefinition): GameEvent {
  const { fields } = definition;
  const list: (GameEventValue | undefined)[] = [];
  for (let i = 0; i < fields.length; i++) list.push(readValue(reader, fields[i]?.type));
  return new GameEvent(definition, list);
}

function readValue(reader: BitReader, type: GameEventFieldType | undefined): GameEventValue | undefined {
  switch (type) {
    case 'string':
      return reader.readString();
    case 'float':
      return reader.readFloat32();
    case 'long':
      return reader.readInt(32);
    case 'short':
      return reader.readInt(16);
    case 'byte':
      return reader.readUint(8);
    case 'bool':
      return reader.readBoolean();
    default:
      return undefined;
  }
}

/**
 * Writes the body of a svc_GameEvent: the id, then the values.
 * @throws {RangeError} when the values are not exactly those of the definition
 */
export function encodeGameEvent(
  writer: BitWriter,
  definition: GameEventDefinition,
  { name, values }: GameEventRecord,
): void {
  if (name !== definition.name) {
    throw new RangeError(`The event is a ${name}, its definition one of ${definition.name}.`);
  }
  const sent = definition.fields.filter(({ type }) => type !== 'local');
  const known = new Set(sent.map((field) => field.name));
  const unknown = Object.keys(values).find((key) => !known.has(key));
  if (unknown !== undefined) throw new RangeError(`The event ${name} has no field ${unknown} to send.`);
  writer.writeUint(definition.id, GAME_EVENT_ID_BITS);
  for (const field of sent) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (!writeValue(writer, field.type, value)) {
      throw new RangeError(
        `Field ${field.name} of the event ${name} is a ${field.type}, which ${value} is not.`,
      );
    }
  }
}

/** Writes a value, or tells that it is none of its type. */
function writeValue(writer: BitWriter, type: GameEventFieldType, value: GameEventValue | undefined): boolean {
  if (typeof value === 'string') {
    if (type !== 'string') return false;
    writer.writeString(value);
    return true;
  }
  if (typeof value === 'boolean') {
    if (type !== 'bool') return false;
    writer.writeBoolean(value);
    return true;
  }
  if (typeof value !== 'number') return false;
  if (type === 'float') {
    if (!Object.is(Math.fround(value), value)) return false;
    writer.writeFloat32(value);
    return true;
  }
  const bits = type === 'long' ? 32 : type === 'short' ? 16 : type === 'byte' ? 8 : 0;
  const lowest = type === 'byte' ? 0 : -(2 ** (bits - 1));
  if (bits === 0 || !Number.isInteger(value) || Object.is(value, -0)) return false;
  if (value < lowest || value >= lowest + 2 ** bits) return false;
  writer.writeUint(value, bits);
  return true;
}
