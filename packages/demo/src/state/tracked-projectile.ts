import type { Entity } from '../entities/entity.ts';
import { type Team, teamOf } from '../users/team.ts';
import { indexOfHandle, isHandle } from './entity-handle.ts';
import type { Player } from './player.ts';
import { MovingPosition } from './position.ts';
import type { Projectile } from './projectile.ts';
import { PropertySet, type Slots } from './property-set.ts';
import type { ThingSources } from './thing-sources.ts';

const PROPERTIES = new PropertySet({
  origin: [
    'DT_TFBaseRocket.m_vecOrigin',
    'DT_TFWeaponBaseGrenadeProj.m_vecOrigin',
    'DT_BaseEntity.m_vecOrigin',
  ],
  velocity: [
    'DT_TFBaseRocket.m_vInitialVelocity',
    'DT_TFWeaponBaseGrenadeProj.m_vInitialVelocity',
    'DT_TFBaseProjectile.m_vInitialVelocity',
    'DT_BaseGrenade.m_vecVelocity',
  ],
  team: ['DT_BaseEntity.m_iTeamNum'],
  owner: ['DT_BaseEntity.m_hOwnerEntity'],
  thrower: ['DT_BaseGrenade.m_hThrower'],
  deflectOwner: ['DT_TFWeaponBaseGrenadeProj.m_hDeflectOwner'],
  launcher: [
    'DT_TFBaseRocket.m_hLauncher',
    'DT_TFProjectile_Pipebomb.m_hLauncher',
    'DT_TFBaseProjectile.m_hLauncher',
    'DT_BaseProjectile.m_hOriginalLauncher',
  ],
});

type ProjectileSlots = typeof PROPERTIES extends PropertySet<infer N> ? Slots<N> : never;

/** Launchers and lasers are weapons, and no projectiles: `CTFRocketLauncher`. */
const CLASSES =
  /^CTF(Base)?Projectile|^CTFBaseRocket$|Proj(ectile)?$|^CTF(StunBall|Ball_Ornament)$|^C(CrossbowBolt|BaseGrenade|PropCombineBall|PasstimeBall)$/;

export const PROJECTILES = {
  properties: PROPERTIES,
  isClass: (className: string): boolean => CLASSES.test(className),
};

/** A projectile as the state that follows it sees it. */
export class TrackedProjectile implements Projectile {
  readonly entityIndex: number;
  readonly className: string;
  readonly position = new MovingPosition();
  readonly velocity = new MovingPosition();
  readonly #entity: Entity;
  readonly #slots: ProjectileSlots;
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
    this.velocity.take(this.#entity, this.#slots.velocity);
  }

  get owner(): Player | undefined {
    return (
      this.#player(this.#slots.deflectOwner) ??
      this.#player(this.#slots.owner) ??
      this.#player(this.#slots.thrower)
    );
  }

  get launcherEntityIndex(): number | undefined {
    const handle = this.#entity.number(this.#slots.launcher);
    return isHandle(handle) ? indexOfHandle(handle) : undefined;
  }

  get team(): Team | undefined {
    const number = this.#entity.number(this.#slots.team);
    return Number.isNaN(number) ? undefined : teamOf(number, this.#sources.game);
  }

  get isInPvs(): boolean {
    return this.#entity.isInPvs;
  }

  #player(slot: number): Player | undefined {
    const handle = this.#entity.number(slot);
    return isHandle(handle) ? this.#sources.player(indexOfHandle(handle)) : undefined;
  }
}
