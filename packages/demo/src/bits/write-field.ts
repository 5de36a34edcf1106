import type { BitString } from './bit-string.ts';
import type { BitWriter } from './bit-writer.ts';

/** A field of a message, as an error names it, and its width. */
interface Field {
  readonly name: string;
  readonly bits: number;
}

/** Writes an unsigned field, and only what fits into it. */
export function writeField(writer: BitWriter, value: number, { name, bits }: Field): void {
  const largest = 2 ** bits - 1;
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`${name} is 0 to ${largest}, not ${value}.`);
  }
  writer.writeUint(value, bits);
}

/** Writes a two's complement field, and only what fits into it. */
export function writeSignedField(writer: BitWriter, value: number, { name, bits }: Field): void {
  const end = 2 ** (bits - 1);
  if (!Number.isInteger(value) || value < -end || value >= end) {
    throw new RangeError(`${name} is ${-end} to ${end - 1}, not ${value}.`);
  }
  writer.writeUint(value, bits);
}

/** Writes how many bits there are, then the bits. */
export function writeSizedBits(writer: BitWriter, data: BitString, length: Field): void {
  checkBits(data, length.name);
  writeField(writer, data.bits, { name: `The number of bits in ${length.name}`, bits: length.bits });
  writer.writeBitString(data);
}

/** @throws {RangeError} when there are fewer bytes than the bits need */
export function checkBits(data: BitString, name: string): void {
  if (data.bytes.length * 8 < data.bits) {
    throw new RangeError(`${name} is ${data.bits} bits, which ${data.bytes.length} bytes do not hold.`);
  }
}
