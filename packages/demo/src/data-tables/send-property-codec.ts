import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { writeField } from '../bits/write-field.ts';
import { brokenMessage } from '../demo-format-error.ts';
import type { WireProtocol } from '../messages/wire-protocol.ts';
import { SEND_FLAGS } from './send-flags.ts';
import type { SendProperty, SendPropertyType } from './send-table.ts';

const TYPE_BITS = 5;
const ELEMENT_COUNT_BITS = 10;

/** The longest name of a property or table, in UTF-16 units: those of real games stay below 64. */
const MAX_NAME_LENGTH = 255;

const TYPES: readonly SendPropertyType[] = [
  'int',
  'float',
  'vector',
  'vector-xy',
  'string',
  'array',
  'data-table',
];
const TYPES_WITHOUT_VECTOR_XY = TYPES.filter((type) => type !== 'vector-xy');

/** The types by number: those who write messages of 5-bit types know no vectors of two components. */
function typesOf(protocol: WireProtocol): readonly SendPropertyType[] {
  return protocol.messageTypeBits === 5 ? TYPES_WITHOUT_VECTOR_XY : TYPES;
}

function flagBitsOf(protocol: WireProtocol): number {
  return protocol.network <= 7 ? 13 : 16;
}

function valueBitsBitsOf(protocol: WireProtocol): number {
  return protocol.network <= 14 ? 6 : 7;
}

/** Reads one property of a send table (docs/demo-format.md, "Data tables"). */
export function decodeSendProperty(reader: BitReader, protocol: WireProtocol): SendProperty {
  const type = readType(reader, protocol);
  const name = readName(reader);
  const flags = reader.readUint(flagBitsOf(protocol));
  if (type === 'data-table' || (flags & SEND_FLAGS.exclude) !== 0) {
    return { type, name, flags, tableName: readName(reader) };
  }
  if (type === 'array') return { type, name, flags, elementCount: reader.readUint(ELEMENT_COUNT_BITS) };
  return {
    type,
    name,
    flags,
    lowValue: reader.readFloat32(),
    highValue: reader.readFloat32(),
    bits: reader.readUint(valueBitsBitsOf(protocol)),
  };
}

/** Writes what {@link decodeSendProperty} reads; what would not read back is a `RangeError`. */
export function encodeSendProperty(writer: BitWriter, property: SendProperty, protocol: WireProtocol): void {
  const { type, name, flags } = property;
  const typeNumber = typesOf(protocol).indexOf(type);
  if (typeNumber < 0) {
    throw new RangeError(`Network protocol ${protocol.network} has no properties of type ${type}.`);
  }
  writer.writeUint(typeNumber, TYPE_BITS);
  writeName(writer, name);
  writeField(writer, flags, { name: `The flags of property ${name}`, bits: flagBitsOf(protocol) });
  if (type === 'data-table' || (flags & SEND_FLAGS.exclude) !== 0) {
    writeName(writer, required(property, 'tableName'));
  } else if (type === 'array') {
    const field = { name: `The element count of property ${name}`, bits: ELEMENT_COUNT_BITS };
    writeField(writer, required(property, 'elementCount'), field);
  } else {
    writeBound(writer, required(property, 'lowValue'), name);
    writeBound(writer, required(property, 'highValue'), name);
    const field = { name: `The bit count of property ${name}`, bits: valueBitsBitsOf(protocol) };
    writeField(writer, required(property, 'bits'), field);
  }
}

function readType(reader: BitReader, protocol: WireProtocol): SendPropertyType {
  const offset = reader.positionBits >>> 3;
  const typeNumber = reader.readUint(TYPE_BITS);
  const type = typesOf(protocol)[typeNumber];
  if (type !== undefined) return type;
  throw brokenMessage(offset, `the data tables are damaged: there are no properties of type ${typeNumber}`);
}

/** Reads the name of a table or property. Bounded, for paths are put together from names. */
export function readName(reader: BitReader): string {
  const offset = reader.positionBits >>> 3;
  const name = reader.readString();
  if (name.length <= MAX_NAME_LENGTH) return name;
  throw brokenMessage(offset, `the data tables are damaged: a name is ${name.length} characters long`);
}

/** Writes the name of a table or property. */
export function writeName(writer: BitWriter, name: string): void {
  if (name.length > MAX_NAME_LENGTH) {
    throw new RangeError(
      `A name in the data tables is at most ${MAX_NAME_LENGTH} characters, not ${name.length}.`,
    );
  }
  if (/\p{Surrogate}/u.test(name)) {
    throw new RangeError('A name in the data tables cannot hold half a character.');
  }
  writer.writeString(name);
}

function writeBound(writer: BitWriter, value: number, name: string): void {
  if (!Object.is(Math.fround(value), value)) {
    throw new RangeError(`The bounds of property ${name} are 32-bit floats, which ${value} is not.`);
  }
  writer.writeFloat32(value);
}

function required<K extends keyof SendProperty>(
  property: SendProperty,
  key: K,
): Exclude<SendProperty[K], undefined> {
  const value = property[key];
  if (value === undefined) throw new RangeError(`Property ${property.name} is written with a ${key}.`);
  // What remains once undefined is out, which TypeScript does not derive for an indexed type.
  return value as Exclude<SendProperty[K], undefined>;
}
