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
  readonly #contents: Contents;
  readonly #writers: PropertyWriter[] = [];
  /** Where the words of each writer begin. */
  readonly #places: number[] = [];
  readonly #placeByKey = new Map<string, number>();
  readonly #writerAt: (PropertyWriter | undefined)[] = [];

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
    this.baseline = new Int32Array(place);
    // Property names end in what they are: handles begin with m_h.
    for (const key of keys) {
      this.placeOf(key);
      const value = baseline[key] ?? (/\.(m_h[A-Z]|moveparent)|^m_hMyWeapons/.test(key) ? NO_ENTITY : 0);
      this.set(this.baseline, this.placeOf(key), value);
    }
  }

  /** Where a property's words begin. */
  placeOf(key: string): number {
    const place = this.#placeByKey.get(key);
    if (place === undefined) throw new RangeError(`${this.className} sends no ${key}.`);
    return place;
  }

  /** Sets a value, a component of which each word is. */
  set(words: Int32Array, place: number, value: number | string | readonly number[]): void {
    if (typeof value === 'number') words[place] = this.#writerAt[place]?.quantise(value) ?? 0;
    else if (typeof value === 'string') words[place] = this.#contents.numberOfText(value);
    else words[place] = this.#contents.numberOfList(value);
  }

  /** Writes every property, as a baseline has them. */
  writeAll(packer: BitPacker, words: Int32Array): void {
    this.#write(packer, words, undefined);
  }

  /** Writes the properties that differ, and takes them for sent. */
  writeChanges(packer: BitPacker, words: Int32Array, sent: Int32Array): void {
    this.#write(packer, words, sent);
    sent.set(words);
  }

  #write(packer: BitPacker, words: Int32Array, sent: Int32Array | undefined): void {
    let last = -1;
    for (let i = 0; i < this.#writers.length; i++) {
      const writer = this.#writers[i];
      const place = this.#places[i] ?? 0;
      if (writer === undefined) break;
      if (sent !== undefined && isSame(words, sent, place, writer.components)) continue;
      writeStep(packer, writer.index - last - 1);
      last = writer.index;
      writer.write(packer, words, place);
    }
    packer.write(0, 1);
  }
}

function isSame(words: Int32Array, sent: Int32Array, place: number, components: number): boolean {
  for (let i = place; i < place + components; i++) if (words[i] !== sent[i]) return false;
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
