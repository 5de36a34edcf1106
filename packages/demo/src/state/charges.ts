import type { Entity } from '../entities/entity.ts';
import type { ReadPlan } from '../entities/read-plan.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { indexOfHandle } from './entity-handle.ts';
import { PropertySet } from './property-set.ts';

const MEDI_GUN = 'CWeaponMedigun';

const PROPERTIES = new PropertySet({
  owner: ['DT_BaseCombatWeapon.m_hOwner'],
  /** Told to the one who holds it, with every digit. */
  exact: ['DT_LocalTFWeaponMedigunData.m_flChargeLevel'],
  rough: ['DT_TFWeaponMedigunDataNonLocal.m_flChargeLevel'],
});

interface MediGun {
  owner: number;
  exact: number;
  rough: number;
  charge: number;
}

/** How full Medi Guns are, by who holds them. */
export class Charges {
  /** By the entity index of the gun. */
  readonly #guns = new Map<number, MediGun>();
  #plan: ReadPlan | undefined;
  #slots = { owner: -1, exact: -1, rough: -1 };

  constructor(reader: DemoReader) {
    reader.watchEntities({
      propertiesOf: (serverClass) =>
        serverClass.name === MEDI_GUN ? PROPERTIES.keysOf(serverClass) : undefined,
      onEnter: (entity) => this.#take(entity),
      onUpdate: (entity) => this.#take(entity),
      onDelete: ({ index }) => {
        this.#guns.delete(index);
      },
    });
  }

  /** 0 to 1; NaN for somebody without a Medi Gun that the recorder is told of. */
  of(entityIndex: number): number {
    for (const { owner, charge } of this.#guns.values()) if (owner === entityIndex) return charge;
    return Number.NaN;
  }

  /** Of the two properties the one that changed last is believed: only one of them is kept up to date. */
  #take(entity: Entity): void {
    if (entity.plan !== this.#plan) {
      this.#plan = entity.plan;
      this.#slots = PROPERTIES.slotsIn(entity.plan);
    }
    const owner = indexOfHandle(entity.number(this.#slots.owner));
    const exact = entity.number(this.#slots.exact);
    const rough = entity.number(this.#slots.rough);
    const gun = this.#guns.get(entity.index);
    if (gun === undefined) {
      this.#guns.set(entity.index, { owner, exact, rough, charge: exact > 0 ? exact : rough });
      return;
    }
    if (exact !== gun.exact && !Number.isNaN(exact)) gun.charge = exact;
    else if (rough !== gun.rough && !Number.isNaN(rough)) gun.charge = rough;
    gun.owner = owner;
    gun.exact = exact;
    gun.rough = rough;
  }
}
