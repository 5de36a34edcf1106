import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { indexOfHandle, isHandle, serialOfHandle } from './entity-handle.ts';

/** Which entities there are, and of which classes. */
export class EntityDirectory {
  readonly #entities: (Entity | undefined)[] = [];

  constructor(reader: DemoReader) {
    reader.watchEntities({
      propertiesOf: () => [],
      onEnter: (entity) => {
        this.#entities[entity.index] = entity;
      },
      onDelete: ({ index }) => {
        this.#entities[index] = undefined;
      },
    });
  }

  /** The class of the entity at an index, such as `CTFScatterGun`; undefined where the recorder knows of none. */
  classNameAt(entityIndex: number): string | undefined {
    return this.#entities[entityIndex]?.serverClass.name;
  }

  /** The class of what a handle names; undefined where that is gone or the recorder does not know of it. */
  classNameOf(handle: number): string | undefined {
    if (!isHandle(handle)) return undefined;
    const entity = this.#entities[indexOfHandle(handle)];
    return entity?.serial === serialOfHandle(handle) ? entity.serverClass.name : undefined;
  }
}
