import type { BitSource } from './bit-source.ts';
import { Bzip2Error } from './bzip2-error.ts';

/** The longest code bzip2 writes. */
const MAX_LENGTH = 20;

/** A canonical prefix code: symbols of one length are numbered in order, shorter ones come first. */
export class PrefixCode {
  /** By length: the code just behind the last of that length, the first one, and where its symbol stands. */
  readonly #end = new Int32Array(MAX_LENGTH + 1);
  readonly #first = new Int32Array(MAX_LENGTH + 1);
  readonly #place = new Int32Array(MAX_LENGTH + 1);
  readonly #symbols: Uint16Array;
  readonly #shortest: number;

  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length);
    this.#shortest = lengths.reduce((shortest, length) => Math.min(shortest, length), MAX_LENGTH);
    let code = 0;
    let place = 0;
    for (let length = 1; length <= MAX_LENGTH; length += 1) {
      code <<= 1;
      this.#first[length] = code;
      this.#place[length] = place;
      for (let symbol = 0; symbol < lengths.length; symbol += 1) {
        if (lengths[symbol] !== length) continue;
        this.#symbols[place] = symbol;
        place += 1;
        code += 1;
      }
      if (code > 1 << length) throw new Bzip2Error('a code table has more codes than bits for them');
      this.#end[length] = code;
    }
  }

  /** A table is sent as a first length and, symbol by symbol, steps up or down from the length before. */
  static read(source: BitSource, symbolCount: number): PrefixCode {
    const lengths = new Uint8Array(symbolCount);
    let length = source.bits(5);
    for (let symbol = 0; symbol < symbolCount; symbol += 1) {
      while (source.bit() === 1) length += source.bit() === 1 ? -1 : 1;
      if (length < 1 || length > MAX_LENGTH) throw new Bzip2Error('a code length is out of range');
      lengths[symbol] = length;
    }
    return new PrefixCode(lengths);
  }

  next(source: BitSource): number {
    let code = source.bits(this.#shortest - 1);
    for (let length = this.#shortest; length <= MAX_LENGTH; length += 1) {
      code = (code << 1) | source.bit();
      const end = this.#end[length] ?? 0;
      if (code < end) {
        const at = (this.#place[length] ?? 0) + code - (this.#first[length] ?? 0);
        return this.#symbols[at] ?? 0;
      }
    }
    throw new Bzip2Error('a code stands for nothing');
  }
}
