import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import type { GameEventDefinition, GameEventFieldType } from './game-event-list.ts';

/** Width of the id every event begins with. */
export const GAME_EVENT_ID_BITS = 9;

export type GameEventValue = string | number | boolean;

/**
 * Something the game server told everybody: a death, a captured point, the end of a round.
 * Look values up by name and expect any of them to be missing: the fields of an event changed over the years.
 */
export interface GameEvent {
  /** Such as `player_death`. */
  readonly name: string;
  /**
   * By field name, in the order of the demo's own list. The object inherits nothing, since the demo
   * chooses the names. Fields of type `local` are never sent, and absent.
   */
  readonly values: Readonly<Record<string, GameEventValue>>;
}

/**
 * Reads the values of an event whose id has been read. They fill the body exactly: bits left over mean that the
 * definition belongs to another event list.
 * @throws {DemoFormatError} `broken-message` when the bits run out
 */
export function decodeGameEvent(reader: BitReader, definition: GameEventDefinition): GameEvent {
  const values: Record<string, GameEventValue> = Object.create(null);
  const { name, fields } = definition;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (field === undefined) break;
    switch (field.type) {
      case 'string':
        values[field.name] = reader.readString();
        break;
      case 'float':
        values[field.name] = reader.readFloat32();
        break;
      case 'long':
        values[field.name] = reader.readInt(32);
        break;
      case 'short':
        values[field.name] = reader.readInt(16);
        break;
      case 'byte':
        values[field.name] = reader.readUint(8);
        break;
      case 'bool':
        values[field.name] = reader.readBoolean();
        break;
      case 'local':
        break;
    }
  }
  return { name, values };
}

/**
 * Writes the body of a svc_GameEvent: the id, then the values.
 * @throws {RangeError} when the values are not exactly those of the definition
 */
export function encodeGameEvent(
  writer: BitWriter,
  definition: GameEventDefinition,
  { name, values }: GameEvent,
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
