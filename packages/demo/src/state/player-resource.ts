import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';

/** Its tables hold one property for each entity index: `000`, `001`, … */
const RESOURCE_CLASS = /PlayerResource$/;

const FIELDS = ['m_iPing', 'm_iScore', 'm_iTotalScore', 'm_iMaxHealth', 'm_iChargeLevel'] as const;

/** A field of the scoreboard. */
export type ResourceField = (typeof FIELDS)[number];

/** What the scoreboard shows of players, also of those out of sight. */
export class PlayerResource {
  #entity: Entity | undefined;
  /** By field, then by entity index. */
  #slots = new Map<ResourceField, number[]>();

  constructor(reader: DemoReader) {
    reader.watchEntities({
      propertiesOf: ({ name }) =>
        RESOURCE_CLASS.test(name) ? FIELDS.map((field) => `${field}.*`) : undefined,
      onEnter: (entity) => this.#take(entity),
      onDelete: (entity) => {
        if (entity === this.#entity) this.#entity = undefined;
      },
    });
  }

  /** What it says of the player at an entity index; NaN where it says nothing. */
  number(field: ResourceField, entityIndex: number): number {
    return this.#entity?.number(this.#slots.get(field)?.[entityIndex] ?? -1) ?? Number.NaN;
  }

  #take(entity: Entity): void {
    if (entity.plan !== this.#entity?.plan) {
      for (const field of FIELDS) this.#slots.set(field, slotsOf(entity, field));
    }
    this.#entity = entity;
  }
}

function slotsOf({ plan }: Entity, field: ResourceField): number[] {
  const slots: number[] = [];
  for (;;) {
    const slot = plan.slotOf(`${field}.${String(slots.length).padStart(3, '0')}`);
    if (slot < 0) return slots;
    slots.push(slot);
  }
}
