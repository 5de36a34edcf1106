import type { FlatProperty, SendProperty, SendPropertyType, ServerClass } from '../data-tables/send-table.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { numberKindOf } from './value-kind.ts';

/** What a property is made of. */
export const SHAPES = { number: 0, vectorXy: 1, vector: 2, text: 3, array: 4 } as const;

const SHAPE_OF: { readonly [T in SendPropertyType]: number } = {
  int: SHAPES.number,
  float: SHAPES.number,
  'vector-xy': SHAPES.vectorXy,
  vector: SHAPES.vector,
  string: SHAPES.text,
  array: SHAPES.array,
  // Flattening leaves none of these.
  'data-table': SHAPES.number,
};

/** How many numbers a property of each shape takes. */
const NUMBERS_OF_SHAPE = [1, 2, 3, 0, 0] as const;

/** How many numbers an element of an array weighs: it may be a vector, which is an array of its own there. */
const NUMBERS_OF_ELEMENT = 9;

/** Which properties of a class are kept: keys `DT_Table.m_property`, `DT_Table.*`, or full paths. */
export type PropertyChoice = 'all' | readonly string[];

/**
 * How the properties of one class are read: what flattening found, turned into columns the reading loop can
 * index without touching an object, and a place for each property that anybody wants. The others are passed
 * over, so that cost follows interest.
 *
 * Numbers live in one `Float64Array` an entity, vectors in two or three places of it; text and arrays live in
 * a list beside it. A slot is a place in either.
 */
export class ReadPlan {
  readonly serverClass: ServerClass;
  readonly properties: readonly FlatProperty[];
  readonly shapes: Uint8Array;
  readonly kinds: Uint8Array;
  readonly bits: Uint8Array;
  readonly lows: Float64Array;
  readonly ranges: Float64Array;
  /** The largest number the bits of a scaled property hold: it stands for the high value. */
  readonly largest: Float64Array;
  /** Where a property's value goes; −1 for nowhere. */
  readonly slots: Int32Array;
  /** For arrays: how the elements are read. */
  readonly elements: readonly (ReadPlan | undefined)[];
  readonly numberCount: number;
  readonly objectCount: number;
  /** How much memory may be kept at most, in numbers of 8 bytes. */
  readonly valueCount: number;
  readonly #slotOfKey = new Map<string, number>();

  constructor(
    serverClass: ServerClass,
    properties: readonly FlatProperty[],
    choices: readonly PropertyChoice[],
  ) {
    const count = properties.length;
    this.serverClass = serverClass;
    this.properties = properties;
    this.shapes = new Uint8Array(count);
    this.kinds = new Uint8Array(count);
    this.bits = new Uint8Array(count);
    this.lows = new Float64Array(count);
    this.ranges = new Float64Array(count);
    this.largest = new Float64Array(count);
    this.slots = new Int32Array(count).fill(-1);
    const elements: (ReadPlan | undefined)[] = [];
    const isWanted = wantedBy(choices);
    let numberCount = 0;
    let objectCount = 0;
    let elementCount = 0;
    for (const [index, flat] of properties.entries()) {
      const shape = SHAPE_OF[flat.property.type];
      this.#describe(index, shape, flat.property);
      elements.push(flat.element && elementPlan(serverClass, flat, flat.element));
      if (!isWanted(flat)) continue;
      const numbers = NUMBERS_OF_SHAPE[shape] ?? 0;
      const slot = numbers > 0 ? numberCount : objectCount;
      this.slots[index] = slot;
      numberCount += numbers;
      if (numbers === 0) objectCount++;
      elementCount += flat.property.elementCount ?? 0;
      this.#slotOfKey.set(flat.path, slot);
      // Table and name may come again in a class; the first is meant, the others are reached by their paths.
      const key = keyOf(flat);
      if (!this.#slotOfKey.has(key)) this.#slotOfKey.set(key, slot);
    }
    this.elements = elements;
    this.numberCount = numberCount;
    this.objectCount = objectCount;
    this.valueCount = numberCount + objectCount + elementCount * NUMBERS_OF_ELEMENT;
  }

  /** Where the property of this key, `DT_Table.m_property` or a full path, is kept; −1 when it is not. */
  slotOf(key: string): number {
    return this.#slotOfKey.get(key) ?? -1;
  }

  #describe(index: number, shape: number, property: SendProperty): void {
    const { lowValue = 0, highValue = 0, bits = 0 } = property;
    if (bits > 32) throw tooWide(property);
    this.shapes[index] = shape;
    this.kinds[index] = numberKindOf(property);
    this.bits[index] = bits;
    this.lows[index] = lowValue;
    this.ranges[index] = Math.fround(highValue - lowValue);
    this.largest[index] = 2 ** bits - 1;
  }
}

function tooWide({ name, bits }: SendProperty): DemoFormatError {
  return brokenMessage(0, `property ${name} claims ${bits} bits, and a number has at most 32`);
}

/** The elements of an array are read as the only property of a class of their own. */
function elementPlan(serverClass: ServerClass, flat: FlatProperty, element: SendProperty): ReadPlan {
  return new ReadPlan(serverClass, [{ ...flat, index: 0, property: element, element: undefined }], ['all']);
}

/**
 * Says whether a property is among the chosen ones. A class has hundreds of properties and its plan is made while
 * a listener waits for the first packet, so only names that end some key are compared whole.
 */
function wantedBy(choices: readonly PropertyChoice[]): (flat: FlatProperty) => boolean {
  if (choices.includes('all')) return () => true;
  const keys = new Set(choices.flat());
  const names = new Set([...keys].map((key) => key.slice(key.lastIndexOf('.') + 1)));
  const wholeTables = new Set([...keys].filter((key) => key.endsWith('.*')).map((key) => key.slice(0, -2)));
  return (flat) =>
    wholeTables.has(flat.tableName) ||
    (names.has(flat.property.name) && (keys.has(keyOf(flat)) || keys.has(flat.path)));
}

function keyOf({ tableName, property }: FlatProperty): string {
  return `${tableName}.${property.name}`;
}
