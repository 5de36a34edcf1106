import type { ServerClass } from '../data-tables/send-table.ts';
import { type PropertyChange, PropertyValues } from './property-values.ts';
import type { ReadPlan } from './read-plan.ts';
import type { ChangedIndices } from './read-properties.ts';

/** Something in the game: a player, a rocket, the world. Its values change in place while the demo is read. */
export class Entity extends PropertyValues {
  /** Its place, 0 to 2047, used again when it is gone. A player's is one more than the player's slot. */
  readonly index: number;
  /** Tells one entity of a place from the next. */
  readonly serial: number;
  readonly #changed: ChangedIndices;
  /** Whether the recorder is told of it: whether it is in the potentially visible set. */
  isInPvs = true;
  /** The demo's tick at which it was last told of. */
  lastUpdateTick = 0;

  constructor(options: {
    readonly plan: ReadPlan;
    readonly index: number;
    readonly serial: number;
    /** What it holds at first; nothing, when undefined. */
    readonly baseline: PropertyValues | undefined;
    readonly changed: ChangedIndices;
  }) {
    super(options.plan, options.baseline);
    this.index = options.index;
    this.serial = options.serial;
    this.#changed = options.changed;
  }

  get serverClass(): ServerClass {
    return this.plan.serverClass;
  }

  /** The kept properties that were told just now. Ask in the callback only. */
  changes(): PropertyChange[] {
    const changes: PropertyChange[] = [];
    for (let i = 0; i < this.#changed.count; i++) {
      const index = this.#changed.indices[i] ?? 0;
      const property = this.plan.properties[index];
      const value = this.valueAt(index);
      if (property !== undefined && value !== undefined) changes.push({ property, value });
    }
    return changes;
  }
}

/** An effect of one moment: a shot, an explosion, an animation. Valid in the callback only. */
export class TempEntity extends PropertyValues {
  /** When it takes effect, after the tick it comes with. */
  fireDelaySeconds = 0;

  get serverClass(): ServerClass {
    return this.plan.serverClass;
  }
}
