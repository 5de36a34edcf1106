import type { ServerClass } from '../data-tables/send-table.ts';
import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';

interface Thing {
  readonly entityIndex: number;
  update(): void;
}

/** The things of one kind that are in the game, by entity index. */
export class TrackedThings<T extends Thing> {
  readonly #byIndex = new Map<number, T>();

  constructor(
    reader: DemoReader,
    kind: {
      isClass(className: string): boolean;
      readonly properties: { keysOf(serverClass: ServerClass): string[] };
      track(entity: Entity): T;
    },
  ) {
    reader.watchEntities({
      propertiesOf: (serverClass) =>
        kind.isClass(serverClass.name) ? kind.properties.keysOf(serverClass) : undefined,
      // What comes back into sight is told anew, and may be another one.
      onEnter: (entity) => this.#byIndex.set(entity.index, kind.track(entity)),
      onUpdate: ({ index }) => this.#byIndex.get(index)?.update(),
      onDelete: ({ index }) => this.#byIndex.delete(index),
    });
  }

  get byIndex(): ReadonlyMap<number, T> {
    return this.#byIndex;
  }
}
