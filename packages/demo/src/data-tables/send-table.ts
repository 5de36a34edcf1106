export type SendPropertyType = 'int' | 'float' | 'vector' | 'vector-xy' | 'string' | 'array' | 'data-table';

/** One property of a send table: how a value is written, or which table stands in its place. */
export interface SendProperty {
  readonly type: SendPropertyType;
  readonly name: string;
  /** Any of `SEND_FLAGS`. */
  readonly flags: number;
  /** Of a `data-table`: the table that stands here. Of an exclusion: the table whose property is dropped. */
  readonly tableName?: string;
  /** Of an `array`: how many elements it holds at most. */
  readonly elementCount?: number;
  /** Of a value: what the lowest number on the wire stands for, where numbers are scaled. */
  readonly lowValue?: number;
  readonly highValue?: number;
  /** Of a value: how many bits it takes, where its flags do not say otherwise. */
  readonly bits?: number;
}

/** What the game server sends of one C++ class: its own properties, and other tables in between. */
export interface SendTable {
  readonly name: string;
  readonly needsDecoder: boolean;
  readonly properties: readonly SendProperty[];
}

/** A kind of entity, and the table its properties are flattened from. */
export interface ServerClass {
  /** What entities name it by; ids need not come in order. */
  readonly id: number;
  readonly name: string;
  readonly tableName: string;
}

/** What a data-tables command holds: everything entities are read by. */
export interface DataTables {
  readonly tables: readonly SendTable[];
  readonly classes: readonly ServerClass[];
}

/**
 * A property of a class in the order its entities are written. Its index is its identity:
 * table and name are not unique inside a class.
 */
export interface FlatProperty {
  readonly index: number;
  /** The table that owns the property. */
  readonly tableName: string;
  /** The names of the data-table properties walked to get here, then its own, joined by dots. */
  readonly path: string;
  /** Never a `data-table`, nor an exclusion. */
  readonly property: SendProperty;
  /** What each element of an `array` is written as; undefined for every other type. */
  readonly element: SendProperty | undefined;
}
