import type {
  BuildingKind,
  MatchBuilding,
  MatchDrop,
  MatchProjectile,
} from '../simulation/match-building.ts';
import { OBJECT_TYPES } from '../simulation/match-event.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage, StagedEntity } from './entity-stage.ts';
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
  cycle: 'DT_ServerAnimationData.m_flCycle',
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
  aimPitch: 'm_flPoseParameter.000',
  aimYaw: 'm_flPoseParameter.001',
} as const;

const DROP_KEYS = {
  simulationTime: 'DT_BaseEntity.m_flSimulationTime',
  origin: 'DT_BaseEntity.m_vecOrigin',
  rotation: 'DT_BaseEntity.m_angRotation',
} as const;

/** An Engineer takes so long to build. */
const BUILD_TICKS = 667;
const NO_ENTITY = 0x1fffff;

/** How one kind of thing is written. */
interface Kind<K extends string> {
  readonly layout: EntityLayout;
  readonly at: Readonly<Record<K, number>>;
}

function kindOf<K extends string>(
  className: string,
  keys: Readonly<Record<K, string>>,
  contents: Contents,
): Kind<K> {
  const layout = new EntityLayout(className, Object.values<string>(keys), {}, contents);
  return { layout, at: layout.placesOf(keys) };
}

/** What a thing in flight sends, in the table its class has for it. */
function flightKeys(table: string, criticalTable: string) {
  return {
    simulationTime: 'DT_BaseEntity.m_flSimulationTime',
    team: 'DT_BaseEntity.m_iTeamNum',
    owner: 'DT_BaseEntity.m_hOwnerEntity',
    origin: `${table}.m_vecOrigin`,
    rotation: `${table}.m_angRotation`,
    speed: `${table}.m_vInitialVelocity`,
    isCritical: `${criticalTable}.m_bCritical`,
  };
}

/** Shows buildings, what is in flight, and what lies about. */
export class ThingPortrait {
  readonly #buildings: Readonly<Record<BuildingKind, Kind<keyof typeof BUILDING_KEYS>>>;
  readonly #sentry: Readonly<Record<keyof typeof SENTRY_KEYS, number>>;
  readonly #rocket: Kind<keyof ReturnType<typeof flightKeys>>;
  readonly #pipe: Kind<keyof ReturnType<typeof flightKeys>>;
  readonly #drop: Kind<keyof typeof DROP_KEYS>;

  constructor(contents: Contents) {
    const sentry = kindOf(CLASSES.sentrygun, { ...BUILDING_KEYS, ...SENTRY_KEYS }, contents);
    this.#sentry = sentry.at;
    this.#buildings = {
      sentrygun: sentry,
      dispenser: kindOf(CLASSES.dispenser, BUILDING_KEYS, contents),
      teleporter: kindOf(CLASSES.teleporter, BUILDING_KEYS, contents),
    };
    const rocketKeys = flightKeys('DT_TFBaseRocket', 'DT_TFProjectile_Rocket');
    this.#rocket = kindOf('CTFProjectile_Rocket', rocketKeys, contents);
    const pipeKeys = flightKeys('DT_TFWeaponBaseGrenadeProj', 'DT_TFWeaponBaseGrenadeProj');
    this.#pipe = kindOf('CTFGrenadePipebombProjectile', pipeKeys, contents);
    this.#drop = kindOf('CTFAmmoPack', DROP_KEYS, contents);
  }

  get layouts(): readonly EntityLayout[] {
    const { sentrygun, dispenser, teleporter } = this.#buildings;
    const kinds = [sentrygun, dispenser, teleporter, this.#rocket, this.#pipe, this.#drop];
    return kinds.map(({ layout }) => layout);
  }

  showBuilding(stage: EntityStage, building: MatchBuilding, serverTick: number, tick: number): void {
    const { layout, at } = this.#buildings[building.kind];
    const { owner, kind, entityIndex } = building;
    const entity = stage.show(entityIndex, layout, building);
    const progress = Math.min(1, (tick - building.builtAt) / BUILD_TICKS);
    if (!entity.isInPvs) {
      setPoint(entity, at.origin, building);
      entity.set(at.rotation + 1, (entityIndex * 37) % 360);
      entity.setInt(at.team, owner.team);
      entity.setInt(at.objectType, OBJECT_TYPES[kind]);
      entity.setInt(at.builder, stage.handleOf(owner.entityIndex));
    }
    entity.setInt(at.health, building.health);
    entity.setInt(at.maxHealth, building.maxHealth);
    entity.setInt(at.isBuilding, progress < 1 ? 1 : 0);
    entity.set(at.progress, progress);
    entity.setInt(at.level, building.level);
    entity.setInt(at.simulationTime, simulationTime(serverTick, entityIndex));
    entity.set(at.cycle, (tick % 67) / 67);
    if (kind === 'sentrygun') this.#showSentry(stage, entity, building, tick);
  }

  showProjectile(stage: EntityStage, projectile: MatchProjectile, serverTick: number): void {
    const { layout, at } = projectile.isRocket ? this.#rocket : this.#pipe;
    const entity = stage.show(projectile.entityIndex, layout, projectile);
    setPoint(entity, at.origin, projectile);
    entity.setInt(at.simulationTime, simulationTime(serverTick, projectile.entityIndex));
    if (entity.isInPvs) return;
    const { speedX, speedY, speedZ, owner } = projectile;
    setPoint(entity, at.speed, { x: speedX / 0.015, y: speedY / 0.015, z: speedZ / 0.015 });
    entity.set(at.rotation + 1, (Math.atan2(speedY, speedX) * (180 / Math.PI) + 360) % 360);
    entity.setInt(at.team, owner.team);
    entity.setInt(at.isCritical, projectile.isCrit ? 1 : 0);
    entity.setInt(at.owner, stage.handleOf(owner.entityIndex));
  }

  showDrop(stage: EntityStage, drop: MatchDrop, serverTick: number): void {
    const { layout, at } = this.#drop;
    const entity = stage.show(drop.entityIndex, layout, drop);
    if (!drop.isMoving && entity.isInPvs) return;
    setPoint(entity, at.origin, drop);
    entity.set(at.rotation + 1, drop.yaw);
    entity.setInt(at.simulationTime, simulationTime(serverTick, drop.entityIndex));
  }

  /** It turns to its enemy, or to and fro. */
  #showSentry(stage: EntityStage, entity: StagedEntity, sentry: MatchBuilding, tick: number): void {
    const at = this.#sentry;
    const { target } = sentry;
    const isReady = tick - sentry.builtAt >= BUILD_TICKS;
    const sweep = Math.abs((tick % 400) - 200) / 200;
    const yaw =
      target === undefined ? sweep : Math.atan2(target.y - sentry.y, target.x - sentry.x) / 6.3 + 0.5;
    entity.setInt(at.shells, sentry.shells);
    entity.setInt(at.state, !isReady ? 0 : target === undefined ? 1 : 2);
    entity.setInt(at.enemy, target === undefined ? NO_ENTITY : stage.handleOf(target.entityIndex));
    entity.set(at.aimPitch, 0.5);
    entity.set(at.aimYaw, yaw);
  }
}

function setPoint(
  entity: StagedEntity,
  place: number,
  point: { readonly x: number; readonly y: number; readonly z: number },
): void {
  entity.set(place, point.x);
  entity.set(place + 1, point.y);
  entity.set(place + 2, point.z);
}
