import type { Entity } from '../entities/entity.ts';
import { type Team, teamOf } from '../users/team.ts';
import type { Building, BuildingKind } from './building.ts';
import { indexOfHandle, isHandle } from './entity-handle.ts';
import type { Player } from './player.ts';
import { MovingPosition } from './position.ts';
import { PropertySet, type Slots } from './property-set.ts';
import type { ThingSources } from './thing-sources.ts';

const PROPERTIES = new PropertySet({
  origin: ['DT_BaseEntity.m_vecOrigin'],
  angles: ['DT_BaseEntity.m_angRotation'],
  team: ['DT_BaseEntity.m_iTeamNum'],
  builder: ['DT_BaseObject.m_hBuilder'],
  health: ['DT_BaseObject.m_iHealth'],
  maxHealth: ['DT_BaseObject.m_iMaxHealth'],
  level: ['DT_BaseObject.m_iUpgradeLevel'],
  mode: ['DT_BaseObject.m_iObjectMode'],
  isBuilding: ['DT_BaseObject.m_bBuilding'],
  isPlacing: ['DT_BaseObject.m_bPlacing'],
  isCarried: ['DT_BaseObject.m_bCarried'],
  isMini: ['DT_BaseObject.m_bMiniBuilding'],
  hasSapper: ['DT_BaseObject.m_bHasSapper'],
  isDisabled: ['DT_BaseObject.m_bDisabled'],
});

type BuildingSlots = typeof PROPERTIES extends PropertySet<infer N> ? Slots<N> : never;

const YAW = 1;

export const BUILDINGS = {
  properties: PROPERTIES,
  isClass: (className: string): boolean => /^CObject[A-Z]/.test(className) && !/Upgrade$/.test(className),
};

/** A building as the state that follows it sees it. */
export class TrackedBuilding implements Building {
  readonly entityIndex: number;
  readonly className: string;
  readonly position = new MovingPosition();
  readonly #entity: Entity;
  readonly #slots: BuildingSlots;
  readonly #sources: ThingSources;

  constructor(entity: Entity, sources: ThingSources) {
    this.entityIndex = entity.index;
    this.className = entity.serverClass.name;
    this.#entity = entity;
    this.#slots = PROPERTIES.slotsIn(entity.plan);
    this.#sources = sources;
    this.update();
  }

  update(): void {
    this.position.take(this.#entity, this.#slots.origin);
  }

  get kind(): BuildingKind {
    switch (this.className) {
      case 'CObjectSentrygun':
        return 'sentry-gun';
      case 'CObjectDispenser':
      case 'CObjectCartDispenser':
        return 'dispenser';
      case 'CObjectTeleporter':
        return this.#is(this.#slots.mode) ? 'teleporter-exit' : 'teleporter-entrance';
      case 'CObjectSapper':
        return 'sapper';
      default:
        return 'other';
    }
  }

  get builder(): Player | undefined {
    const handle = this.#entity.number(this.#slots.builder);
    return isHandle(handle) ? this.#sources.player(indexOfHandle(handle)) : undefined;
  }

  get team(): Team | undefined {
    const number = this.#entity.number(this.#slots.team);
    return Number.isNaN(number) ? undefined : teamOf(number, this.#sources.game);
  }

  get level(): number {
    return this.#entity.number(this.#slots.level);
  }

  get health(): number {
    return this.#entity.number(this.#slots.health);
  }

  get maxHealth(): number {
    return this.#entity.number(this.#slots.maxHealth);
  }

  get yaw(): number {
    const { angles } = this.#slots;
    return angles < 0 ? Number.NaN : this.#entity.number(angles + YAW);
  }

  get isBeingBuilt(): boolean {
    return this.#is(this.#slots.isBuilding);
  }

  get isBeingPlaced(): boolean {
    return this.#is(this.#slots.isPlacing);
  }

  get isCarried(): boolean {
    return this.#is(this.#slots.isCarried);
  }

  get isMini(): boolean {
    return this.#is(this.#slots.isMini);
  }

  get isSapped(): boolean {
    return this.#is(this.#slots.hasSapper);
  }

  get isDisabled(): boolean {
    return this.#is(this.#slots.isDisabled);
  }

  get isInPvs(): boolean {
    return this.#entity.isInPvs;
  }

  #is(slot: number): boolean {
    return this.#entity.number(slot) === 1;
  }
}
