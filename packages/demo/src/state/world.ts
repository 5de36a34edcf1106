import type { DemoReader } from '../reader/demo-reader.ts';
import { MovingPosition, type Position } from './position.ts';
import { PropertySet } from './property-set.ts';

const PROPERTIES = new PropertySet({
  mins: ['DT_WORLD.m_WorldMins'],
  maxs: ['DT_WORLD.m_WorldMaxs'],
});

/** How large the map is: two opposite corners. */
export class World {
  readonly #mins = new MovingPosition();
  readonly #maxs = new MovingPosition();

  constructor(reader: DemoReader) {
    reader.watchEntities({
      propertiesOf: (serverClass) =>
        serverClass.name === 'CWorld' ? PROPERTIES.keysOf(serverClass) : undefined,
      onEnter: (entity) => {
        const slots = PROPERTIES.slotsIn(entity.plan);
        this.#mins.take(entity, slots.mins);
        this.#maxs.take(entity, slots.maxs);
      },
    });
  }

  get mins(): Position {
    return this.#mins;
  }

  get maxs(): Position {
    return this.#maxs;
  }
}
