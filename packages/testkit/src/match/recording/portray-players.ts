import { CONDITIONS, type MatchPlayer, TEAMS } from '../simulation/match-player.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage, StagedEntity } from './entity-stage.ts';
import type { Contents } from './property-writer.ts';

const FLAGS = { onGround: 1 << 0, ducking: 1 << 1, client: 1 << 8, fakeClient: 1 << 9 } as const;
const LIFE = { alive: 0, dead: 2 } as const;
const OBSERVER_MODES = { none: 0, chase: 5, roaming: 6 } as const;

const VIEW_KEYS = ['m_vecOrigin', 'm_vecOrigin[2]', 'm_angEyeAngles[0]', 'm_angEyeAngles[1]'] as const;

const KEYS = {
  simulationTime: 'DT_BaseEntity.m_flSimulationTime',
  team: 'DT_BaseEntity.m_iTeamNum',
  effects: 'DT_BaseEntity.m_fEffects',
  muzzleFlash: 'DT_BaseAnimating.m_nMuzzleFlashParity',
  sequenceParity: 'DT_BaseAnimating.m_nNewSequenceParity',
  health: 'DT_BasePlayer.m_iHealth',
  lifeState: 'DT_BasePlayer.m_lifeState',
  deadFlag: 'DT_PlayerState.deadflag',
  flags: 'DT_BasePlayer.m_fFlags',
  maxSpeed: 'DT_BasePlayer.m_flMaxspeed',
  observerMode: 'DT_BasePlayer.m_iObserverMode',
  fieldOfView: 'DT_BasePlayer.m_iFOV',
  activeWeapon: 'DT_BaseCombatCharacter.m_hActiveWeapon',
  weapon0: 'm_hMyWeapons.000',
  weapon1: 'm_hMyWeapons.001',
  weapon2: 'm_hMyWeapons.002',
  classNumber: 'DT_TFPlayerClassShared.m_iClass',
  conditions: 'DT_TFPlayerShared.m_nPlayerCond',
  healers: 'DT_TFPlayerShared.m_nNumHealers',
  desiredClass: 'DT_TFPlayerShared.m_iDesiredPlayerClass',
  jumping: 'DT_TFPlayerShared.m_bJumping',
  streak: 'm_nStreaks.000',
  isBot: 'DT_TFPlayer.m_bIsABot',
  spawnCounter: 'DT_TFPlayer.m_iSpawnCounter',
  outer: 'DT_AttributeManager.m_hOuter',
  clip: 'DT_TFSendHealersDataTable.m_nActiveWpnClip',
  tickBase: 'DT_LocalPlayerExclusive.m_nTickBase',
  speedX: 'DT_LocalPlayerExclusive.m_vecVelocity[0]',
  speedY: 'DT_LocalPlayerExclusive.m_vecVelocity[1]',
  speedZ: 'DT_LocalPlayerExclusive.m_vecVelocity[2]',
  ammo: 'm_iAmmo.001',
} as const;

type Place = keyof typeof KEYS;

/** Where the words of a point of view are: other players see less exactly than the one it is of. */
interface ViewPlaces {
  readonly origin: number;
  readonly originZ: number;
  readonly pitch: number;
  readonly yaw: number;
}

/** Shows players as entities of the game. */
export class PlayerPortrait {
  readonly #layout: EntityLayout;
  readonly #places: Readonly<Record<Place, number>>;
  readonly #asOthers: ViewPlaces;
  readonly #asRecorder: ViewPlaces;

  constructor(contents: Contents) {
    const tables = ['DT_TFLocalPlayerExclusive', 'DT_TFNonLocalPlayerExclusive'];
    const viewKeys = tables.flatMap((table) => VIEW_KEYS.map((name) => `${table}.${name}`));
    const baseline = { [KEYS.health]: 125, [KEYS.flags]: FLAGS.client, [KEYS.classNumber]: 1 };
    const layout = new EntityLayout('CTFPlayer', [...Object.values(KEYS), ...viewKeys], baseline, contents);
    const viewPlaces = (table: string): ViewPlaces => ({
      origin: layout.placeOf(`${table}.m_vecOrigin`),
      originZ: layout.placeOf(`${table}.m_vecOrigin[2]`),
      pitch: layout.placeOf(`${table}.m_angEyeAngles[0]`),
      yaw: layout.placeOf(`${table}.m_angEyeAngles[1]`),
    });
    this.#layout = layout;
    this.#asRecorder = viewPlaces('DT_TFLocalPlayerExclusive');
    this.#asOthers = viewPlaces('DT_TFNonLocalPlayerExclusive');
    this.#places = layout.placesOf(KEYS);
  }

  get layout(): EntityLayout {
    return this.#layout;
  }

  show(
    stage: EntityStage,
    player: MatchPlayer,
    { serverTick, isRecorder, firstWeapon }: { serverTick: number; isRecorder: boolean; firstWeapon: number },
  ): StagedEntity {
    const entity = stage.show(player.entityIndex, this.#layout, player);
    const at = this.#places;
    entity.setInt(at.outer, stage.handleOf(player.entityIndex));
    entity.setInt(at.team, player.team);
    entity.setInt(at.isBot, player.identity.kind === 'human' ? 0 : 1);
    entity.setInt(at.lifeState, player.isAlive ? LIFE.alive : LIFE.dead);
    entity.setInt(at.deadFlag, player.isAlive ? 0 : 1);
    entity.setInt(at.health, player.health);
    this.#showView(entity, player, isRecorder);
    if (player.isAlive) entity.setInt(at.simulationTime, simulationTime(serverTick, player.entityIndex));
    entity.setInt(at.effects, player.isAlive ? 0 : 32);
    entity.setInt(at.observerMode, player.isAlive ? 0 : observerMode(player));
    const ground = player.isOnGround ? FLAGS.onGround : 0;
    const client = player.identity.kind === 'human' ? FLAGS.client : FLAGS.client | FLAGS.fakeClient;
    entity.setInt(at.flags, client | ground | (player.isDucking ? FLAGS.ducking : 0));
    entity.setInt(at.jumping, player.isOnGround ? 0 : 1);
    entity.set(at.maxSpeed, player.playerClass.speed);
    entity.setInt(at.classNumber, player.playerClass.number);
    entity.setInt(at.desiredClass, player.playerClass.number);
    entity.setInt(at.conditions, player.conditions | (player.healerCount > 0 ? CONDITIONS.healed : 0));
    entity.setInt(at.healers, player.healerCount);
    entity.setInt(at.streak, player.streak);
    entity.setInt(at.spawnCounter, player.spawnCount & 0x7f);
    entity.setInt(at.fieldOfView, (player.conditions & CONDITIONS.zoomed) !== 0 ? 20 : 0);
    entity.setInt(at.muzzleFlash, player.shotCount & 3);
    entity.setInt(at.sequenceParity, player.spawnCount & 7);
    entity.setInt(at.clip, player.clip);
    if (player.team >= TEAMS.red) {
      entity.setInt(
        at.activeWeapon,
        player.isAlive ? stage.handleOf(firstWeapon + player.activeWeapon) : 0x1fffff,
      );
      entity.setInt(at.weapon0, stage.handleOf(firstWeapon));
      entity.setInt(at.weapon1, stage.handleOf(firstWeapon + 1));
      entity.setInt(at.weapon2, stage.handleOf(firstWeapon + 2));
    }
    if (isRecorder) {
      entity.setInt(at.tickBase, serverTick);
      entity.set(at.speedX, player.speedX);
      entity.set(at.speedY, player.speedY);
      entity.set(at.speedZ, player.speedZ);
      entity.setInt(at.ammo, 200 - (player.shotCount % 200));
    }
    return entity;
  }

  #showView(entity: StagedEntity, player: MatchPlayer, isRecorder: boolean): void {
    const view = isRecorder ? this.#asRecorder : this.#asOthers;
    entity.set(view.origin, player.x);
    entity.set(view.origin + 1, player.y);
    entity.set(view.originZ, player.z);
    entity.set(view.pitch, player.pitch);
    entity.set(view.yaw, player.yaw);
  }
}

function observerMode(player: MatchPlayer): number {
  return player.team === TEAMS.spectator ? OBSERVER_MODES.roaming : OBSERVER_MODES.chase;
}

/**
 * How an entity's clock is sent: in ticks since the last hundred of the game server's, which each entity
 * counts from elsewhere.
 */
export function simulationTime(serverTick: number, entityIndex: number): number {
  return serverTick - 100 * Math.floor((serverTick - (entityIndex % 32)) / 100);
}
