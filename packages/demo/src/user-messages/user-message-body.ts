import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { readVectorCoord, writeVectorCoord } from '../bits/coord.ts';
import type { Vector } from '../bits/vector.ts';
import { writeField } from '../bits/write-field.ts';

/** How the body of one user message is read, from a reader that ends where the body ends, and written. */
export interface UserMessageBody<M> {
  /** @throws {DemoFormatError} `broken-message` when the bits run out */
  decode(reader: BitReader): M;
  /** @throws {RangeError} for a value that would not read back */
  encode(writer: BitWriter, message: M): void;
}

/** A body for every name of a union of messages. */
export type UserMessageBodies<U extends { readonly name: string }> = {
  readonly [N in U['name']]: UserMessageBody<Extract<U, { name: N }>>;
};

/** Red, green, blue and opacity, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** The kinds of fields, and what each is in a message. Numbers are unsigned. */
interface FieldValues {
  byte: number;
  short: number;
  long: number;
  float: number;
  /** A byte of 0 or 1. */
  flag: boolean;
  bit: boolean;
  string: string;
  colour: Colour;
  vector: Vector;
  /** Behind a bit that tells whether it is there. */
  'optional-vector': Vector | undefined;
}

type FieldKind = keyof FieldValues;
type FieldValue = FieldValues[FieldKind];

type KindOf<V> = {
  [K in FieldKind]: [V] extends [FieldValues[K]] ? ([FieldValues[K]] extends [V] ? K : never) : never;
}[FieldKind];

/** The fields of a message in the order they are sent. */
type FieldLayout<M> = readonly {
  [F in Exclude<keyof M, 'name'>]: readonly [field: F, kind: KindOf<M[F]>];
}[Exclude<keyof M, 'name'>][];

/** A body that is one field after another: one description for both directions. */
export function bodyOf<M extends { readonly name: string }>(
  name: M['name'],
  layout: FieldLayout<M>,
): UserMessageBody<M> {
  return {
    decode: (reader) => {
      const message: Record<PropertyKey, FieldValue> = { name };
      for (const [field, kind] of layout) message[field] = readFieldOf(reader, kind);
      // The layout pairs every field with a kind of its type, which TypeScript cannot follow through a loop.
      return message as unknown as M;
    },
    encode: (writer, message) => {
      for (const [field, kind] of layout) {
        writeFieldOf(writer, kind, message[field], `${String(field)} of ${name}`);
      }
    },
  };
}

function readFieldOf(reader: BitReader, kind: FieldKind): FieldValue {
  switch (kind) {
    case 'byte':
      return reader.readUint(8);
    case 'short':
      return reader.readUint(16);
    case 'long':
      return reader.readUint(32);
    case 'float':
      return reader.readFloat32();
    case 'flag':
      return reader.readUint(8) !== 0;
    case 'bit':
      return reader.readBoolean();
    case 'string':
      return reader.readString();
    case 'colour':
      return [reader.readUint(8), reader.readUint(8), reader.readUint(8), reader.readUint(8)];
    case 'vector':
      return readVectorCoord(reader);
    case 'optional-vector':
      return reader.readBoolean() ? readVectorCoord(reader) : undefined;
  }
}

/** `value` belongs to the kind: a {@link FieldLayout} cannot say otherwise. */
function writeFieldOf(writer: BitWriter, kind: FieldKind, value: unknown, name: string): void {
  const write = WRITERS[kind] as (writer: BitWriter, value: unknown, name: string) => void;
  write(writer, value, name);
}

type FieldWriters = {
  readonly [K in FieldKind]: (writer: BitWriter, value: FieldValues[K], name: string) => void;
};

const WRITERS: FieldWriters = {
  byte: (writer, value, name) => writeField(writer, value, { name, bits: 8 }),
  short: (writer, value, name) => writeField(writer, value, { name, bits: 16 }),
  long: (writer, value, name) => writeField(writer, value, { name, bits: 32 }),
  float: (writer, value, name) => {
    if (!Object.is(Math.fround(value), value)) {
      throw new RangeError(`${name} is a number of 32 bits, which ${value} is not.`);
    }
    writer.writeFloat32(value);
  },
  flag: (writer, value) => writer.writeUint(value ? 1 : 0, 8),
  bit: (writer, value) => writer.writeBoolean(value),
  string: (writer, value) => writer.writeString(value),
  colour: (writer, value, name) => {
    for (const part of value) writeField(writer, part, { name, bits: 8 });
  },
  vector: (writer, value) => writeVectorCoord(writer, value),
  'optional-vector': (writer, value) => {
    writer.writeBoolean(value !== undefined);
    if (value !== undefined) writeVectorCoord(writer, value);
  },
};
