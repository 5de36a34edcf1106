import { SEND_FLAGS, type SendProperty, type SendTable } from '@demobase/demo';

/** Low and high of a property that has no range of its own, as the game writes them. */
const UNSET = { lowValue: 0, highValue: Math.fround(-121121.125) };

export const { changesOften: OFTEN, noScale, coordMp, coordMpLowPrecision, coordMpIntegral } = SEND_FLAGS;
const { unsigned, varint, exclude, insideArray, collapsible, proxyAlwaysYes, isVectorElement } = SEND_FLAGS;

export function int(name: string, bits: number, flags = 0): SendProperty {
  return { type: 'int', name, flags, lowValue: 0, highValue: 0, bits };
}

export function uint(name: string, bits: number, flags = 0): SendProperty {
  return int(name, bits, unsigned | flags);
}

export function varInt(name: string, flags = 0): SendProperty {
  return int(name, 32, varint | flags);
}

export function varUint(name: string, flags = 0): SendProperty {
  return int(name, 32, unsigned | varint | flags);
}

/** The index and serial of an entity; all ones for none. */
export function handle(name: string): SendProperty {
  return uint(name, 21);
}

export function flag(name: string): SendProperty {
  return uint(name, 1);
}

/** A number scaled into so many bits. */
export function scaled(name: string, range: readonly [number, number, number], flags = 0): SendProperty {
  const [lowValue, highValue, bits] = range;
  return { type: 'float', name, flags, lowValue, highValue: Math.fround(highValue), bits };
}

/** A number in the 32 bits of a float, or in the bits its flags say. */
export function raw(name: string, flags = 0): SendProperty {
  return { type: 'float', name, flags: noScale | flags, lowValue: 0, highValue: 0, bits: 0 };
}

/** A component that is sent on its own. */
export function element(name: string, flags = 0): SendProperty {
  return raw(name, isVectorElement | flags);
}

export function scaledElement(
  name: string,
  range: readonly [number, number, number],
  flags = 0,
): SendProperty {
  return scaled(name, range, isVectorElement | flags);
}

export function vector(name: string, flags: number, range?: readonly [number, number, number]): SendProperty {
  if (range === undefined) return { type: 'vector', name, flags, ...UNSET, bits: 0 };
  const [lowValue, highValue, bits] = range;
  return { type: 'vector', name, flags, lowValue, highValue, bits };
}

export function vectorXy(name: string, flags: number): SendProperty {
  return { type: 'vector-xy', name, flags, ...UNSET, bits: 0 };
}

export function text(name: string): SendProperty {
  return { type: 'string', name, flags: 0, lowValue: 0, highValue: 0, bits: 0 };
}

/** An array and the property its elements are written as. */
export function array(name: string, elementCount: number, bits: number): SendProperty[] {
  return [
    uint(`${name.replaceAll('"', '')}_element`, bits, insideArray),
    { type: 'array', name, flags: 0, elementCount },
  ];
}

/** Another table in the place of a property. */
export function below(name: string, tableName: string, flags: number = proxyAlwaysYes): SendProperty {
  return { type: 'data-table', name, flags, tableName };
}

/** The table of the class this one derives from. */
export function base(tableName: string): SendProperty {
  return below('baseclass', tableName, collapsible);
}

/** Drops a property of a table further down. */
export function drop(name: string, tableName: string): SendProperty {
  return { type: 'int', name, flags: exclude, tableName };
}

export function table(name: string, ...properties: readonly SendProperty[]): SendTable {
  return { name, needsDecoder: properties.some((each) => each.name === 'baseclass'), properties };
}

/** A table with an element for each number below the count, as the game makes of arrays: `000`, `001`, … */
export function tableOf(name: string, count: number, each: (name: string) => SendProperty): SendTable {
  return table(name, ...Array.from({ length: count }, (_, i) => each(String(i).padStart(3, '0'))));
}
