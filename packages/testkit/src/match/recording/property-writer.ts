import { type FlatProperty, SEND_FLAGS } from '@demobase/demo';
import type { BitPacker } from './bit-packer.ts';

/** How the number of a property is written; each kept as the integer that its steps make of it. */
const KINDS = { bits: 0, varUint: 1, varInt: 2, coordMp: 3, coordMpIntegral: 4, text: 5, list: 6 } as const;

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/**
 * Texts and lists of numbers that properties have. A property keeps the number of its content, so that all
 * properties are compared alike.
 */
export class Contents {
  readonly #texts: Uint8Array[] = [new Uint8Array()];
  readonly #lists: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>();

  numberOfText(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(new TextEncoder().encode(text)) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  numberOfList(list: readonly number[]): number {
    const key = `\0${list.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#lists.push(list) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  textOf(number: number): Uint8Array {
    return this.#texts[number] ?? new Uint8Array();
  }

  listOf(number: number): readonly number[] {
    return this.#lists[number] ?? [];
  }
}

/** Writes the values of one property of one class. */
export class PropertyWriter {
  /** In the order of the class. */
  readonly index: number;
  /** How many numbers a value is: 3 of a vector. */
  readonly components: number;
  readonly #kind: number;
  readonly #bits: number;
  readonly #low: number;
  /** Steps of one unit, where numbers are scaled or have fractions. */
  readonly #steps: number;
  readonly #isFloat32: boolean;
  readonly #fractionBits: number;
  readonly #countBits: number;
  readonly #contents: Contents;

  constructor(flat: FlatProperty, contents: Contents) {
    const { type, flags, bits = 0, lowValue = 0, highValue = 0, elementCount = 0 } = flat.property;
    this.index = flat.index;
    this.components = type === 'vector' ? 3 : type === 'vector-xy' ? 2 : 1;
    this.#contents = contents;
    this.#countBits = 32 - Math.clz32(elementCount);
    this.#fractionBits = fractionBitsOf(flags);
    const isNumber = type === 'float' || type === 'vector' || type === 'vector-xy';
    const isCoord = isNumber && this.#fractionBits >= 0;
    this.#isFloat32 = isNumber && !isCoord && (flags & SEND_FLAGS.noScale) !== 0;
    const isScaled = isNumber && !isCoord && !this.#isFloat32;
    this.#low = isScaled ? lowValue : 0;
    this.#steps = isScaled ? (2 ** bits - 1) / (highValue - lowValue) : isCoord ? 1 << this.#fractionBits : 1;
    this.#bits = this.#isFloat32 ? 32 : type === 'array' ? (flat.element?.bits ?? 0) : bits;
    if (type === 'string') this.#kind = KINDS.text;
    else if (type === 'array') this.#kind = KINDS.list;
    else if (isCoord) this.#kind = this.#fractionBits === 0 ? KINDS.coordMpIntegral : KINDS.coordMp;
    else if (isNumber || (flags & SEND_FLAGS.varint) === 0) this.#kind = KINDS.bits;
    else this.#kind = (flags & SEND_FLAGS.unsigned) !== 0 ? KINDS.varUint : KINDS.varInt;
  }

  /** The integer that stands for a number: what is compared, and written. */
  quantise(value: number): number {
    if (this.#isFloat32) {
      float[0] = value;
      return floatBits[0] ?? 0;
    }
    return Math.round((value - this.#low) * this.#steps) | 0;
  }

  /** Writes the value that stands in words from an index on. */
  write(packer: BitPacker, words: Int32Array, at: number): void {
    for (let i = at; i < at + this.components; i++) this.#writeNumber(packer, words[i] ?? 0);
  }

  #writeNumber(packer: BitPacker, word: number): void {
    switch (this.#kind) {
      case KINDS.bits:
        packer.write(this.#bits === 32 ? word : word & ((1 << this.#bits) - 1), this.#bits);
        return;
      case KINDS.varUint:
        packer.writeVarint(word);
        return;
      case KINDS.varInt:
        packer.writeVarint((word << 1) ^ (word >> 31));
        return;
      case KINDS.coordMp:
        writeCoordMp(packer, word, this.#fractionBits);
        return;
      case KINDS.coordMpIntegral:
        writeCoordMpIntegral(packer, word);
        return;
      case KINDS.text: {
        const bytes = this.#contents.textOf(word);
        packer.write(bytes.length, 9);
        packer.writeBits(bytes, bytes.length * 8);
        return;
      }
      default: {
        const list = this.#contents.listOf(word);
        packer.write(list.length, this.#countBits);
        for (const each of list) packer.write(each, this.#bits);
      }
    }
  }
}

/** Bits of the fraction of a multiplayer coordinate; −1 for other numbers. */
function fractionBitsOf(flags: number): number {
  if ((flags & SEND_FLAGS.coordMp) !== 0) return 5;
  if ((flags & SEND_FLAGS.coordMpLowPrecision) !== 0) return 3;
  return (flags & SEND_FLAGS.coordMpIntegral) !== 0 ? 0 : -1;
}

function writeCoordMp(packer: BitPacker, steps: number, fractionBits: number): void {
  const size = Math.abs(steps);
  const whole = size >>> fractionBits;
  const fraction = size & ((1 << fractionBits) - 1);
  const sign = steps < 0 ? 4 : 0;
  if (whole === 0) {
    packer.write(1 | sign | (fraction << 3), 3 + fractionBits);
  } else if (whole < 2048) {
    packer.write(3 | sign | ((whole - 1) << 3) | (fraction << 14), 14 + fractionBits);
  } else {
    packer.write(2 | sign | ((whole - 1) << 3) | (fraction << 17), 17 + fractionBits);
  }
}

function writeCoordMpIntegral(packer: BitPacker, value: number): void {
  const whole = Math.abs(value);
  const sign = value < 0 ? 4 : 0;
  if (whole === 0) packer.write(1, 2);
  else if (whole < 2048) packer.write(3 | sign | ((whole - 1) << 3), 14);
  else packer.write(2 | sign | ((whole - 1) << 3), 17);
}
