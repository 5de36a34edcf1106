import { flattenClass, MAX_CLASS_PROPERTIES, tablesByName } from '../data-tables/flatten-class.ts';
import type { DataTables, FlatProperty, SendTable, ServerClass } from '../data-tables/send-table.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { type PropertyChoice, ReadPlan } from './read-plan.ts';

/** Says what is wanted of a class; undefined for nothing. */
export type PropertyChooser = (serverClass: ServerClass) => PropertyChoice | undefined;

/**
 * How many properties all classes that are met may have together, each element of an array counted; those of a
 * game have some 55,000.
 */
const MAX_PROPERTIES = 1 << 18;

/** The classes of a demo, and the plan each is read by, made when a class is first met. */
export class EntityClasses {
  /** Width of a class id on the wire. */
  readonly idBits: number;
  readonly #tables: ReadonlyMap<string, SendTable>;
  readonly #classes = new Map<number, ServerClass>();
  readonly #plans = new Map<number, ReadPlan>();
  /** Why classes cannot be read, so that none is tried twice. */
  readonly #failures = new Map<number, unknown>();
  readonly #choosers: readonly PropertyChooser[];
  #propertyCount = 0;

  constructor({ tables, classes }: DataTables, choosers: readonly PropertyChooser[]) {
    this.idBits = 32 - Math.clz32(classes.length);
    this.#tables = tablesByName(tables);
    for (const each of classes) this.#classes.set(each.id, each);
    this.#choosers = choosers;
  }

  /** @throws {DemoFormatError} `broken-message` when there is no such class, or none of its tables */
  planOf(classId: number): ReadPlan {
    const known = this.#plans.get(classId);
    if (known !== undefined) return known;
    const serverClass = this.#classes.get(classId);
    if (serverClass === undefined) throw brokenMessage(0, `the demo has no class ${classId}`);
    if (this.#failures.has(classId)) throw this.#failures.get(classId);
    // Not remembered, for that would be memory, and it is quick to tell again.
    if (this.#propertyCount > MAX_PROPERTIES - MAX_CLASS_PROPERTIES) throw tooMany();
    try {
      const plan = this.#makePlan(serverClass);
      this.#plans.set(classId, plan);
      return plan;
    } catch (error) {
      this.#failures.set(classId, error);
      throw error;
    }
  }

  #makePlan(serverClass: ServerClass): ReadPlan {
    const choices = this.#choosers.map((choose) => choose(serverClass)).filter((each) => each !== undefined);
    return new ReadPlan(serverClass, this.#flatten(serverClass), choices);
  }

  /** Flattening is paid for before it is done, so that broken classes cannot be tried for ever. */
  #flatten(serverClass: ServerClass): readonly FlatProperty[] {
    this.#propertyCount += MAX_CLASS_PROPERTIES;
    const properties = flattenClass(this.#tables, serverClass);
    const elements = properties.reduce((count, { property }) => count + (property.elementCount ?? 0), 0);
    this.#propertyCount += properties.length + elements - MAX_CLASS_PROPERTIES;
    if (this.#propertyCount > MAX_PROPERTIES) throw tooMany();
    return properties;
  }
}

function tooMany(): DemoFormatError {
  return brokenMessage(0, `the classes of the demo have more than ${MAX_PROPERTIES} properties`);
}
