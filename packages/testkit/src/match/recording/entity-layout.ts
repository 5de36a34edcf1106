import type { BitPacker } from './bit-packer.ts';
import { type Contents, PropertyWriter } from './property-writer.ts';
import { flatPropertiesOf, serverClassNamed } from './server-classes.ts';

/** What the baseline of a class says of a property, where that is not 0. */
export type Baseline = Readonly<Record<string, number | string | readonly number[]>>;

const NO_ENTITY = 0x1fffff;

/**
 * The properties of a class that a match sends, and where their values stand in an entity's words. All other
 * properties are never sent.
 */
export class EntityLayout {
  readonly className: string;
  readonly classId: number;
  readonly wordCount: number;
  readonly baseline: Int32Array;
  /** Which of the properties, in the order they are sent, a word belongs to. */
  readonly propertyAt: Uint16Array;
  readonly #contents: Contents;
  readonly #writers: PropertyWriter[] = [];
  /** Where the words of each writer begin. */
  readonly #places: number[] = [];
  readonly #placeByKey = new Map<string, number>();
  readonly #writerAt: PropertyWriter[] = [];

  /** @param keys as readers name them: the owner's table and the property, such as `DT_BasePlayer.m_iHealth` */
  constructor(className: string, keys: readonly string[], baseline: Baseline, contents: Contents) {
    this.className = className;
    this.classId = serverClassNamed(className).id;
    this.#contents = contents;
    const wanted = new Set(keys);
    let place = 0;
    for (const flat of flatPropertiesOf(className)) {
      const key = `${flat.tableName}.${flat.property.name}`;
      if (!wanted.has(key)) continue;
      if (this.#placeByKey.has(key)) throw new RangeError(`${className} has ${key} more than once.`);
      const writer = new PropertyWriter(flat, contents);
      this.#writers.push(writer);
      this.#places.push(place);
      this.#placeByKey.set(key, place);
      for (let i = 0; i < writer.components; i++) this.#writerAt.push(writer);
      place += writer.components;
    }
    this.wordCount = place;
    this.propertyAt = Uint16Array.from(this.#writerAt, (writer) => this.#writers.indexOf(writer));
    this.baseline = new Int32Array(place);
    // Property names end in what they are: handles begin with m_h.
    for (const key of keys) {
      this.placeOf(key);
      const value = baseline[key] ?? (/\.(m_h[A-Z]|moveparent)|^m_hMyWeapons/.test(key) ? NO_ENTITY : 0);
      this.set(this.baseline, this.placeOf(key), value);
    }
  }

  /** Where the words of several properties begin, by the names they are given here. */
  placesOf<K extends string>(keys: Readonly<Record<K, string>>): Readonly<Record<K, number>> {
    const places = Object.entries<string>(keys).map(([name, key]) => [name, this.placeOf(key)]);
    // One place for each key: the names are those of the keys.
    return Object.fromEntries(places) as Record<K, number>;
  }

  /** Where a property's words begin. */
  placeOf(key: string): number {
    const place = this.#placeByKey.get(key);
    if (place === undefined) throw new RangeError(`${this.className} sends no ${key}.`);
    return place;
  }

  get propertyCount(): number {
    return this.#writers.length;
  }

  /** The word that stands for a value; each component of a vector is a word. */
  wordOf(place: number, value: number | string | readonly number[]): number {
    if (typeof value === 'number') return this.#writerAt[place]?.quantise(value) ?? 0;
    return typeof value === 'string'
      ? this.#contents.numberOfText(value)
      : this.#contents.numberOfList(value);
  }

  /** Sets a value among words that nobody watches. */
  set(words: Int32Array, place: number, value: number | string | readonly number[]): void {
    words[place] = this.wordOf(place, value);
  }

  /** Writes every property, as a baseline has them. */
  writeAll(packer: BitPacker, words: Int32Array): void {
    this.#write(packer, words, undefined);
  }

  /** Writes the properties that differ from other words. */
  writeDifferences(packer: BitPacker, words: Int32Array, others: Int32Array): void {
    this.#write(packer, words, others);
  }

  /** Writes the properties that bits are set for, and clears them. */
  writeChanged(packer: BitPacker, words: Int32Array, changed: Int32Array): void {
    let last = -1;
    for (let at = 0; at < changed.length; at++) {
      let bits = changed[at] ?? 0;
      changed[at] = 0;
      for (; bits !== 0; bits &= bits - 1) {
        const property = at * 32 + 31 - Math.clz32(bits & -bits);
        const writer = this.#writers[property];
        if (writer === undefined) break;
        writeStep(packer, writer.index - last - 1);
        last = writer.index;
        writer.write(packer, words, this.#places[property] ?? 0);
      }
    }
    packer.write(0, 1);
  }

  #write(packer: BitPacker, words: Int32Array, others: Int32Array | undefined): void {
    let last = -1;
    for (const [i, writer] of this.#writers.entries()) {
      const place = this.#places[i] ?? 0;
      if (others !== undefined && isSame(words, others, place, place + writer.components)) continue;
      writeStep(packer, writer.index - last - 1);
      last = writer.index;
      writer.write(packer, words, place);
    }
    packer.write(0, 1);
  }
}

function isSame(words: Int32Array, sent: Int32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (words[i] !== sent[i]) return false;
  return true;
}

/** One more property follows, so many behind the last one. */
function writeStep(packer: BitPacker, step: number): void {
  if (step < 16) packer.write(1 | (step << 3), 7);
  else {
    packer.write(1, 1);
    packer.writeUbitVar(step);
  }
}
