import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import { writeField } from '../bits/write-field.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import type { WireProtocol } from '../messages/wire-protocol.ts';
import { decodeSendProperty, encodeSendProperty, readName, writeName } from './send-property-codec.ts';
import type { DataTables, SendTable, ServerClass } from './send-table.ts';

const PROPERTY_COUNT_BITS = 10;
const CLASS_BITS = 16;

/**
 * What one data-tables command may hold; Team Fortress 2 has 518 tables with some 8,300 properties.
 * Without these, a payload of 64 MiB would become gigabytes of objects.
 */
const MAX_TABLES = 4096;
const MAX_PROPERTIES = 1 << 17;

/**
 * Reads a data-tables command: the send tables, then the classes (docs/demo-format.md, "Data tables").
 * Fewer than 8 bits are left behind them.
 * @throws {DemoFormatError} `broken-message` when the bits run out or hold what no game writes
 */
export function decodeDataTables(reader: BitReader, protocol: WireProtocol): DataTables {
  const tables: SendTable[] = [];
  let propertyCount = 0;
  while (reader.readBoolean()) {
    const table = decodeSendTable(reader, protocol);
    propertyCount += table.properties.length;
    if (tables.length === MAX_TABLES || propertyCount > MAX_PROPERTIES) throw tooMany(reader);
    tables.push(table);
  }
  const classCount = reader.readUint(CLASS_BITS);
  const classes: ServerClass[] = [];
  // Not `Array.from({ length })`: the count may be hostile, and the bits run out first.
  for (let i = 0; i < classCount; i++) {
    classes.push({ id: reader.readUint(CLASS_BITS), name: readName(reader), tableName: readName(reader) });
  }
  return { tables, classes };
}

/** Writes a data-tables command; what would not read back is a `RangeError`. */
export function encodeDataTables(
  writer: BitWriter,
  { tables, classes }: DataTables,
  protocol: WireProtocol,
): void {
  const propertyCount = tables.reduce((count, table) => count + table.properties.length, 0);
  if (tables.length > MAX_TABLES || propertyCount > MAX_PROPERTIES) {
    throw new RangeError(
      `Data tables hold at most ${MAX_TABLES} tables with ${MAX_PROPERTIES} properties, not ${tables.length} with ${propertyCount}.`,
    );
  }
  for (const table of tables) {
    writer.writeBoolean(true);
    encodeSendTable(writer, table, protocol);
  }
  writer.writeBoolean(false);
  writeField(writer, classes.length, { name: 'The number of classes', bits: CLASS_BITS });
  for (const { id, name, tableName } of classes) {
    writeField(writer, id, { name: `The id of class ${name}`, bits: CLASS_BITS });
    writeName(writer, name);
    writeName(writer, tableName);
  }
}

function decodeSendTable(reader: BitReader, protocol: WireProtocol): SendTable {
  const needsDecoder = reader.readBoolean();
  const name = readName(reader);
  const propertyCount = reader.readUint(PROPERTY_COUNT_BITS);
  const properties = [];
  for (let i = 0; i < propertyCount; i++) properties.push(decodeSendProperty(reader, protocol));
  return { name, needsDecoder, properties };
}

function encodeSendTable(writer: BitWriter, table: SendTable, protocol: WireProtocol): void {
  writer.writeBoolean(table.needsDecoder);
  writeName(writer, table.name);
  const field = { name: `The number of properties of table ${table.name}`, bits: PROPERTY_COUNT_BITS };
  writeField(writer, table.properties.length, field);
  for (const property of table.properties) encodeSendProperty(writer, property, protocol);
}

function tooMany(reader: BitReader): DemoFormatError {
  return brokenMessage(
    reader.positionBits >>> 3,
    `the data tables are damaged: more than ${MAX_TABLES} tables or ${MAX_PROPERTIES} properties`,
  );
}
