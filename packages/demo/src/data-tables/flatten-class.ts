import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { SEND_FLAGS } from './send-flags.ts';
import type { FlatProperty, SendProperty, SendTable, ServerClass } from './send-table.ts';

/** The engine's own limit; Team Fortress 2's longest class has 3,675. */
export const MAX_CLASS_PROPERTIES = 4096;

/**
 * How many properties the walks may look at, dropped ones and tables in between included. A few tables that
 * name one another many times would else keep a reader busy for ever without yielding a property.
 */
const MAX_STEPS = 1 << 16;

/** How deep tables may stand in one another, and how long a path may grow: real ones reach 11 and 167. */
const MAX_DEPTH = 32;
const MAX_PATH_LENGTH = 1024;

const MAX_VALUE_BITS = 32;
/** Flags of floats and vectors whose width their encoding fixes. */
const FIXED_WIDTH =
  SEND_FLAGS.coord |
  SEND_FLAGS.noScale |
  SEND_FLAGS.normal |
  SEND_FLAGS.coordMp |
  SEND_FLAGS.coordMpLowPrecision |
  SEND_FLAGS.coordMpIntegral;

/** Its index is known when all are found and in order. */
type Found = { -readonly [K in keyof FlatProperty]: FlatProperty[K] };

/** Tables by name; of several that share one, the first counts, as in the engine. */
export function tablesByName(tables: readonly SendTable[]): ReadonlyMap<string, SendTable> {
  return new Map([...tables].reverse().map((table) => [table.name, table]));
}

/**
 * Puts the properties of a class in the order its entities are written: what property index `i` means on the
 * wire (docs/demo-format.md, "Flattening").
 * @throws {DemoFormatError} `broken-message`, offset 0, when a table is missing, contains itself, holds an
 * array without an element or a value of an impossible width, or when there is more than a game can have
 */
export function flattenClass(
  tables: ReadonlyMap<string, SendTable>,
  serverClass: ServerClass,
): readonly FlatProperty[] {
  const flattening = new Flattening(tables, serverClass);
  const root = flattening.tableNamed(serverClass.tableName);
  flattening.collectExclusions(root);
  flattening.append(root, '', 0);
  moveChangesOftenToFront(flattening.found);
  for (const [index, found] of flattening.found.entries()) found.index = index;
  return flattening.found;
}

/** One class being flattened: the two walks and what they have found so far. */
class Flattening {
  readonly found: Found[] = [];
  readonly #tables: ReadonlyMap<string, SendTable>;
  readonly #serverClass: ServerClass;
  /** Names of dropped properties by the name of their table. */
  readonly #excluded = new Map<string, Set<string>>();
  #stepsLeft = MAX_STEPS;
  #foundCount = 0;

  constructor(tables: ReadonlyMap<string, SendTable>, serverClass: ServerClass) {
    this.#tables = tables;
    this.#serverClass = serverClass;
  }

  tableNamed(name: string): SendTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw this.#broken(`there is no table ${JSON.stringify(name)}`);
    return table;
  }

  /** Exclusions count in the whole class, wherever in it they stand: each table is looked at once. */
  collectExclusions(root: SendTable): void {
    const reached = new Set([root]);
    for (const { properties } of reached) {
      for (const { type, name, flags, tableName = '' } of properties) {
        this.#step();
        if ((flags & SEND_FLAGS.exclude) !== 0) {
          const names = this.#excluded.get(tableName) ?? new Set();
          this.#excluded.set(tableName, names.add(name));
        } else if (type === 'data-table') {
          // A set hands out what is added to it while it is walked.
          reached.add(this.tableNamed(tableName));
        }
      }
    }
  }

  /** Adds what a table holds behind everything found before; the tables below it come first. */
  append(table: SendTable, path: string, depth: number): void {
    const own: Found[] = [];
    this.#collect(table, path, depth, own);
    for (const each of own) this.found.push(each);
  }

  #collect(table: SendTable, path: string, depth: number, own: Found[]): void {
    // Also what ends tables that contain themselves.
    if (depth > MAX_DEPTH) throw this.#broken(`tables stand more than ${MAX_DEPTH} deep in one another`);
    const excluded = this.#excluded.get(table.name);
    let element: SendProperty | undefined;
    for (const property of table.properties) {
      this.#step();
      if ((property.flags & SEND_FLAGS.exclude) !== 0) continue;
      if ((property.flags & SEND_FLAGS.insideArray) !== 0) {
        element = property;
        continue;
      }
      if (excluded?.has(property.name)) continue;
      const ownPath = this.#join(path, property.name);
      if (property.type === 'data-table') {
        const below = this.tableNamed(property.tableName ?? '');
        if ((property.flags & SEND_FLAGS.collapsible) !== 0) this.#collect(below, ownPath, depth + 1, own);
        else this.append(below, ownPath, depth + 1);
      } else {
        own.push(this.#take(table, ownPath, property, element));
      }
    }
  }

  #take(table: SendTable, path: string, property: SendProperty, element: SendProperty | undefined): Found {
    if (this.#foundCount === MAX_CLASS_PROPERTIES) {
      throw this.#broken(`it has more than ${MAX_CLASS_PROPERTIES} properties`);
    }
    this.#foundCount++;
    if (property.type !== 'array') {
      this.#checkWidth(property);
      return { index: 0, tableName: table.name, path, property, element: undefined };
    }
    if (element === undefined || element.type === 'array' || element.type === 'data-table') {
      throw this.#broken(`nothing says what the array ${JSON.stringify(path)} is made of`);
    }
    this.#checkWidth(element);
    return { index: 0, tableName: table.name, path, property, element };
  }

  /** A value takes at least a bit, so that what an entity holds stays in proportion to the demo. */
  #checkWidth({ type, name, flags, bits = 0 }: SendProperty): void {
    const isFixed = type === 'string' || (flags & (type === 'int' ? SEND_FLAGS.varint : FIXED_WIDTH)) !== 0;
    if (isFixed || (bits >= 1 && bits <= MAX_VALUE_BITS)) return;
    throw this.#broken(`property ${JSON.stringify(name)} would take ${bits} bits`);
  }

  #join(path: string, name: string): string {
    const joined = path === '' ? name : `${path}.${name}`;
    if (joined.length > MAX_PATH_LENGTH) {
      throw this.#broken(`the path of a property is ${joined.length} characters long`);
    }
    return joined;
  }

  #step(): void {
    if (this.#stepsLeft === 0) throw this.#broken(`its tables repeat one another more than any game's do`);
    this.#stepsLeft--;
  }

  #broken(what: string): DemoFormatError {
    const name = JSON.stringify(this.#serverClass.name);
    const reason = `class ${name} cannot be put together from the data tables: ${what}`;
    return brokenMessage(0, reason);
  }
}

/** By swapping, as the engine does: the order of the others changes too, and entities are written by it. */
function moveChangesOftenToFront(found: Found[]): void {
  let start = 0;
  for (const [i, each] of found.entries()) {
    if ((each.property.flags & SEND_FLAGS.changesOften) === 0) continue;
    const displaced = found[start];
    if (displaced !== undefined) found[i] = displaced;
    found[start] = each;
    start++;
  }
}
