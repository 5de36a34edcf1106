import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { brokenMessage } from '../demo-format-error.ts';

const ID_BITS = 9;
const TYPE_BITS = 3;
const END_OF_FIELDS = 0;
/** An id, an empty name and the end of the fields. */
const FEWEST_BITS = ID_BITS + 8 + TYPE_BITS;
/** By the number each has in the list. */
const FIELD_TYPES = ['string', 'float', 'long', 'short', 'byte', 'bool', 'local'] as const;

/**
 * How the value of a field is sent: `long` and `short` are signed (an `assister` of −1 is none), `byte` is
 * not, and `local` is not sent at all.
 */
export type GameEventFieldType = (typeof FIELD_TYPES)[number];

export interface GameEventField {
  readonly name: string;
  readonly type: GameEventFieldType;
}

/** What one demo says an event is made of. Ids and fields depend on the build of the game: never compile them in. */
export interface GameEventDefinition {
  /** 0 to 511. */
  readonly id: number;
  readonly name: string;
  /** In the order their values are sent. */
  readonly fields: readonly GameEventField[];
}

/**
 * Reads the data of a svc_GameEventList: as many definitions as it says it holds.
 * Source: docs/demo-format.md, "Game events".
 * @throws {DemoFormatError} `broken-message` when the bits run out
 */
export function decodeGameEventList(reader: BitReader, count: number): readonly GameEventDefinition[] {
  if (count * FEWEST_BITS > reader.bitsLeft) {
    throw brokenMessage(
      reader.positionBits >>> 3,
      `a list of ${count} game events does not fit into ${reader.bitsLeft} bits`,
    );
  }
  const definitions: GameEventDefinition[] = [];
  for (let i = 0; i < count; i++) {
    const id = reader.readUint(ID_BITS);
    const name = reader.readString();
    definitions.push({ id, name, fields: readFields(reader) });
  }
  return definitions;
}

function readFields(reader: BitReader): readonly GameEventField[] {
  const fields: GameEventField[] = [];
  for (;;) {
    const type = FIELD_TYPES[reader.readUint(TYPE_BITS) - 1];
    if (type === undefined) return fields;
    fields.push({ type, name: reader.readString() });
  }
}

/** Writes the data of a svc_GameEventList, whose count is that of the definitions. */
export function encodeGameEventList(writer: BitWriter, definitions: readonly GameEventDefinition[]): void {
  for (const { id, name, fields } of definitions) {
    if (!Number.isInteger(id) || id < 0 || id >= 1 << ID_BITS) {
      throw new RangeError(`The id of a game event is 0 to ${(1 << ID_BITS) - 1}, not ${id}.`);
    }
    writer.writeUint(id, ID_BITS);
    writer.writeString(name);
    for (const field of fields) {
      writer.writeUint(FIELD_TYPES.indexOf(field.type) + 1, TYPE_BITS);
      writer.writeString(field.name);
    }
    writer.writeUint(END_OF_FIELDS, TYPE_BITS);
  }
}
