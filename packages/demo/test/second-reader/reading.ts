/** What a property holds, spelled the same whoever read it. */
export type Value = number | string | readonly Value[];

/** Something that stands in a chat window. */
export interface Line {
  readonly client: number | undefined;
  readonly kind: string | undefined;
  readonly from: string | undefined;
  readonly text: string;
}

/** An entry of a string table: one character for each byte of its text, and its data as hexadecimal digits. */
export interface Entry {
  readonly text: string;
  readonly data: string | undefined;
}

/** An entity as the recording leaves it; values by `Table.property`, where that means one property only. */
export interface Thing {
  readonly className: string;
  readonly values: Map<string, Value>;
  /** By how much values may differ because one computes with floats of 32 bits; our own reader tells. */
  readonly roundings?: ReadonlyMap<string, number>;
}

/** What there is in a recording, spelled so that two readers can be compared. */
export interface Reading {
  /** Kinds of messages, in the order they came. */
  readonly messages: string[];
  readonly events: { readonly name: string; readonly values: Record<string, string | number | boolean> }[];
  readonly lines: Line[];
  /** Each with the keys of its properties, in the order they are written. */
  readonly classes: { readonly id: number; readonly name: string; readonly properties: readonly string[] }[];
  readonly tables: Map<string, (Entry | undefined)[]>;
  readonly things: Map<number, Thing>;
}

export function emptyReading(): Reading {
  return { messages: [], events: [], lines: [], classes: [], tables: new Map(), things: new Map() };
}
