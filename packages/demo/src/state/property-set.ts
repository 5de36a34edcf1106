import type { ServerClass } from '../data-tables/send-table.ts';
import type { ReadPlan } from '../entities/read-plan.ts';

/** Stands for the class's own table in a key: `own.m_angEyeAngles[0]` is `DT_HL2MP_Player.m_angEyeAngles[0]`. */
const OWN_TABLE = /^own\./;

/** Where the values of a class's properties are kept, by our names; −1 for what a class does not have. */
export type Slots<N extends string> = Readonly<Record<N, number>>;

/**
 * Properties under names of our own. Builds and games keep the same thing under different keys, so each name
 * has several: the first one that a demo's class has counts. What a demo does not have stays unknown.
 */
export class PropertySet<N extends string> {
  readonly #keys: readonly (readonly [N, readonly string[]])[];
  readonly #slots = new WeakMap<ReadPlan, Slots<N>>();

  constructor(keysByName: Readonly<Record<N, readonly string[]>>) {
    // The keys of the record are exactly the names.
    this.#keys = Object.entries(keysByName) as [N, readonly string[]][];
  }

  /** The keys to ask a {@link DemoReader} for. */
  keysOf(serverClass: ServerClass): string[] {
    return this.#keys.flatMap(([, keys]) => keys.map((key) => keyIn(serverClass, key)));
  }

  /** Where a class's entities keep them. */
  slotsIn(plan: ReadPlan): Slots<N> {
    const known = this.#slots.get(plan);
    if (known !== undefined) return known;
    const slots = this.#find(plan);
    this.#slots.set(plan, slots);
    return slots;
  }

  #find(plan: ReadPlan): Slots<N> {
    const slots = this.#keys.map(([name, keys]) => [
      name,
      keys.map((key) => plan.slotOf(keyIn(plan.serverClass, key))).find((slot) => slot >= 0) ?? -1,
    ]);
    // One entry a name, each a number.
    return Object.fromEntries(slots) as Slots<N>;
  }
}

function keyIn({ tableName }: ServerClass, key: string): string {
  return key.replace(OWN_TABLE, `${tableName}.`);
}
