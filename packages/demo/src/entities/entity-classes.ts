import { flattenClass } from '../data-tables/flatten-class.ts';
import type { DataTables, SendTable, ServerClass } from '../data-tables/send-table.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { type PropertyChoice, ReadPlan } from './read-plan.ts';

/** Says what is wanted of a class; undefined for nothing. */
export type PropertyChooser = (serverClass: ServerClass) => PropertyChoice | undefined;

/** The classes of a demo, and the plan each is read by, made when a class is first met. */
export class EntityClasses {
  /** Width of a class id on the wire. */
  readonly idBits: number;
  readonly #tables: ReadonlyMap<string, SendTable>;
  readonly #classes = new Map<number, ServerClass>();
  readonly #plans = new Map<number, ReadPlan>();
  readonly #choosers: readonly PropertyChooser[];

  constructor({ tables, classes }: DataTables, choosers: readonly PropertyChooser[]) {
    this.idBits = 32 - Math.clz32(classes.length);
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    for (const each of classes) this.#classes.set(each.id, each);
    this.#choosers = choosers;
  }

  /** @throws {DemoFormatError} `broken-message` when there is no such class, or none of its tables */
  planOf(classId: number): ReadPlan {
    const known = this.#plans.get(classId);
    if (known !== undefined) return known;
    const serverClass = this.#classes.get(classId);
    if (serverClass === undefined) {
      throw new DemoFormatError({
        code: 'broken-message',
        offset: 0,
        reason: `the demo has no class ${classId}`,
      });
    }
    const choices = this.#choosers.map((choose) => choose(serverClass)).filter((each) => each !== undefined);
    const plan = new ReadPlan(serverClass, flattenClass(this.#tables, serverClass), choices);
    this.#plans.set(classId, plan);
    return plan;
  }
}
