import type { BuildingKind, MatchBuilding, MatchProjectile } from '../simulation/match-building.ts';
import { OBJECT_TYPES } from '../simulation/match-event.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage } from './entity-stage.ts';
import { simulationTime } from './portray-players.ts';
import type { Contents } from './property-writer.ts';

const CLASSES: Readonly<Record<BuildingKind, string>> = {
  sentrygun: 'CObjectSentrygun',
  dispenser: 'CObjectDispenser',
  teleporter: 'CObjectTeleporter',
};

const BUILDING_KEYS = {
  simulationTime: 'DT_BaseEntity.m_flSimulationTime',
  origin: 'DT_BaseEntity.m_vecOrigin',
  rotation: 'DT_BaseEntity.m_angRotation',
  team: 'DT_BaseEntity.m_iTeamNum',
  health: 'DT_BaseObject.m_iHealth',
  maxHealth: 'DT_BaseObject.m_iMaxHealth',
  objectType: 'DT_BaseObject.m_iObjectType',
  isBuilding: 'DT_BaseObject.m_bBuilding',
  progress: 'DT_BaseObject.m_flPercentageConstructed',
  builder: 'DT_BaseObject.m_hBuilder',
  level: 'DT_BaseObject.m_iUpgradeLevel',
} as const;

const SENTRY_KEYS = {
  shells: 'DT_ObjectSentrygun.m_iAmmoShells',
  state: 'DT_ObjectSentrygun.m_iState',
  enemy: 'DT_ObjectSentrygun.m_hEnemy',
} as const;

/** An Engineer takes so long to build. */
const BUILD_TICKS = 667;

/** Shows buildings and what is in flight. */
export class ThingPortrait {
  readonly #buildings: Readonly<Record<BuildingKind, EntityLayout>>;
  readonly #rocket: EntityLayout;
  readonly #pipe: EntityLayout;

  constructor(contents: Contents) {
    const building = (kind: BuildingKind) => {
      const keys: string[] = Object.values(BUILDING_KEYS);
      if (kind === 'sentrygun') keys.push(...Object.values(SENTRY_KEYS));
      return new EntityLayout(CLASSES[kind], keys, { [BUILDING_KEYS.maxHealth]: 150 }, contents);
    };
    this.#buildings = {
      sentrygun: building('sentrygun'),
      dispenser: building('dispenser'),
      teleporter: building('teleporter'),
    };
    this.#rocket = new EntityLayout('CTFProjectile_Rocket', flightKeys('DT_TFBaseRocket'), {}, contents);
    const pipeKeys = flightKeys('DT_TFWeaponBaseGrenadeProj');
    this.#pipe = new EntityLayout('CTFGrenadePipebombProjectile', pipeKeys, {}, contents);
  }

  get layouts(): readonly EntityLayout[] {
    return [...Object.values(this.#buildings), this.#rocket, this.#pipe];
  }

  showBuilding(stage: EntityStage, building: MatchBuilding, serverTick: number, tick: number): void {
    const layout = this.#buildings[building.kind];
    const entity = stage.show(building.entityIndex, layout, building);
    const { owner, kind } = building;
    const progress = Math.min(1, (tick - building.builtAt) / BUILD_TICKS);
    const origin = layout.placeOf(BUILDING_KEYS.origin);
    entity.set(origin, building.x);
    entity.set(origin + 1, building.y);
    entity.set(origin + 2, building.z);
    entity.set(layout.placeOf(BUILDING_KEYS.rotation) + 1, (building.entityIndex * 37) % 360);
    entity.set(layout.placeOf(BUILDING_KEYS.team), owner.team);
    entity.set(layout.placeOf(BUILDING_KEYS.health), building.health);
    entity.set(layout.placeOf(BUILDING_KEYS.maxHealth), building.maxHealth);
    entity.set(layout.placeOf(BUILDING_KEYS.objectType), OBJECT_TYPES[kind]);
    entity.set(layout.placeOf(BUILDING_KEYS.isBuilding), progress < 1 ? 1 : 0);
    entity.set(layout.placeOf(BUILDING_KEYS.progress), progress);
    entity.set(layout.placeOf(BUILDING_KEYS.builder), stage.handleOf(owner.entityIndex));
    entity.set(layout.placeOf(BUILDING_KEYS.level), building.level);
    const time = layout.placeOf(BUILDING_KEYS.simulationTime);
    if ((tick & 7) === 0) entity.set(time, simulationTime(serverTick, building.entityIndex));
    if (kind !== 'sentrygun') return;
    const { target } = building;
    entity.set(layout.placeOf(SENTRY_KEYS.shells), building.shells);
    entity.set(layout.placeOf(SENTRY_KEYS.state), progress < 1 ? 0 : target === undefined ? 1 : 2);
    const enemy = target === undefined ? 0x1fffff : stage.handleOf(target.entityIndex);
    entity.set(layout.placeOf(SENTRY_KEYS.enemy), enemy);
  }

  showProjectile(stage: EntityStage, projectile: MatchProjectile, serverTick: number): void {
    const isRocket = projectile.isRocket;
    const layout = isRocket ? this.#rocket : this.#pipe;
    const table = isRocket ? 'DT_TFBaseRocket' : 'DT_TFWeaponBaseGrenadeProj';
    const entity = stage.show(projectile.entityIndex, layout, projectile);
    const origin = layout.placeOf(`${table}.m_vecOrigin`);
    entity.set(origin, projectile.x);
    entity.set(origin + 1, projectile.y);
    entity.set(origin + 2, projectile.z);
    const time = layout.placeOf('DT_BaseEntity.m_flSimulationTime');
    entity.set(time, simulationTime(serverTick, projectile.entityIndex));
    if (entity.isInPvs) return;
    const speed = layout.placeOf(`${table}.m_vInitialVelocity`);
    entity.set(speed, projectile.speedX / 0.015);
    entity.set(speed + 1, projectile.speedY / 0.015);
    entity.set(speed + 2, projectile.speedZ / 0.015);
    const rotation = layout.placeOf(`${table}.m_angRotation`);
    const yaw = Math.atan2(projectile.speedY, projectile.speedX) * (180 / Math.PI);
    entity.set(rotation + 1, (yaw + 360) % 360);
    entity.set(layout.placeOf('DT_BaseEntity.m_iTeamNum'), projectile.owner.team);
    const critical = isRocket ? 'DT_TFProjectile_Rocket.m_bCritical' : `${table}.m_bCritical`;
    entity.set(layout.placeOf(critical), projectile.isCrit ? 1 : 0);
    const owner = stage.handleOf(projectile.owner.entityIndex);
    entity.set(layout.placeOf('DT_BaseEntity.m_hOwnerEntity'), owner);
  }
}

function flightKeys(table: string): string[] {
  return [
    'DT_BaseEntity.m_flSimulationTime',
    'DT_BaseEntity.m_iTeamNum',
    'DT_BaseEntity.m_hOwnerEntity',
    `${table}.m_vecOrigin`,
    `${table}.m_angRotation`,
    `${table}.m_vInitialVelocity`,
    table === 'DT_TFBaseRocket' ? 'DT_TFProjectile_Rocket.m_bCritical' : `${table}.m_bCritical`,
  ];
}
