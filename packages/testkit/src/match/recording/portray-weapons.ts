import { CONDITIONS, type MatchPlayer, TEAMS } from '../simulation/match-player.ts';
import { allWeapons, type PlayerClass } from '../simulation/player-classes.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage, StagedEntity } from './entity-stage.ts';
import { simulationTime } from './portray-players.ts';
import type { Contents } from './property-writer.ts';

const STATES = { carried: 1, active: 2 } as const;
const NO_DRAW = 32;
const NO_ENTITY = 0x1fffff;

const KEYS = {
  simulationTime: 'DT_BaseEntity.m_flSimulationTime',
  model: 'DT_BaseEntity.m_nModelIndex',
  effects: 'DT_BaseEntity.m_fEffects',
  team: 'DT_BaseEntity.m_iTeamNum',
  ownerEntity: 'DT_BaseEntity.m_hOwnerEntity',
  parent: 'DT_BaseEntity.moveparent',
  sequence: 'DT_BaseAnimating.m_nSequence',
  owner: 'DT_BaseCombatWeapon.m_hOwner',
  state: 'DT_BaseCombatWeapon.m_iState',
  worldModel: 'DT_BaseCombatWeapon.m_iWorldModelIndex',
  outer: 'DT_AttributeContainer.m_hOuter',
  clip: 'DT_LocalWeaponData.m_iClip1',
  nextAttack: 'DT_LocalActiveWeaponData.m_flNextPrimaryAttack',
  resetParity: 'DT_TFWeaponBase.m_bResetParity',
  reloadMode: 'DT_TFWeaponBase.m_iReloadMode',
  consecutiveShots: 'DT_TFWeaponBase.m_iConsecutiveShots',
} as const;

const MEDIGUN_KEYS = {
  target: 'DT_WeaponMedigun.m_hHealingTarget',
  isHealing: 'DT_WeaponMedigun.m_bHealing',
  isReleased: 'DT_WeaponMedigun.m_bChargeRelease',
  chargeOfOthers: 'DT_TFWeaponMedigunDataNonLocal.m_flChargeLevel',
  chargeOfRecorder: 'DT_LocalTFWeaponMedigunData.m_flChargeLevel',
} as const;

/** How one class of weapon is written. */
interface Kind {
  readonly layout: EntityLayout;
  readonly places: Readonly<Record<keyof typeof KEYS, number>>;
  readonly medigun: Readonly<Record<keyof typeof MEDIGUN_KEYS, number>> | undefined;
}

/** The weapons somebody carries as one class on one team: entities of their own. */
interface Arms {
  readonly player: MatchPlayer;
  readonly playerClass: PlayerClass;
  readonly team: number;
  readonly weapons: readonly Carried[];
}

/** One weapon in somebody's arms: what its entity stands for. */
interface Carried {
  readonly kind: Kind;
  readonly model: number;
}

interface Carrying {
  readonly serverTick: number;
  readonly isRecorder: boolean;
  /** The entity of the first weapon. */
  readonly firstWeapon: number;
}

/** Shows what players carry. */
export class WeaponPortrait {
  readonly #kinds = new Map<string, Kind>();
  readonly #arms: (Arms | undefined)[] = [];

  constructor(contents: Contents) {
    for (const { entityClass } of allWeapons()) {
      if (!this.#kinds.has(entityClass)) this.#kinds.set(entityClass, kindOf(entityClass, contents));
    }
  }

  /** Of every weapon there is. */
  get layouts(): readonly EntityLayout[] {
    return [...this.#kinds.values()].map(({ layout }) => layout);
  }

  /** Shows the weapons of a player. */
  show(stage: EntityStage, player: MatchPlayer, carrying: Carrying): void {
    if (player.team < TEAMS.red) return;
    const { weapons, team } = this.#armsOf(player);
    const inHand = player.isAlive ? player.activeWeapon : -1;
    for (let i = 0; i < weapons.length; i++) {
      const carried = weapons[i];
      if (carried === undefined) continue;
      const { kind } = carried;
      const { places } = kind;
      const entityIndex = carrying.firstWeapon + i;
      const entity = stage.show(entityIndex, kind.layout, carried);
      if (entity.words[places.owner] === NO_ENTITY) {
        const handles = { owner: stage.handleOf(player.entityIndex), own: stage.handleOf(entityIndex) };
        introduce(entity, places, { carried, team, ...handles });
      }
      const isActive = inHand === i;
      entity.setInt(places.state, isActive ? STATES.active : STATES.carried);
      entity.setInt(places.effects, isActive ? 0 : NO_DRAW);
      if (isActive) {
        entity.setInt(places.simulationTime, simulationTime(carrying.serverTick, entityIndex));
        showInHand(entity, places, player, carrying.isRecorder);
      }
      if (kind.medigun !== undefined)
        showMedigun(stage, entity, { at: kind.medigun, medic: player, carrying });
    }
  }

  #armsOf(player: MatchPlayer): Arms {
    const { slot, playerClass, team } = player;
    const known = this.#arms[slot];
    if (known?.player === player && known.playerClass === playerClass && known.team === team) return known;
    const weapons = playerClass.weapons.flatMap(({ entityClass, weaponId }) => {
      const kind = this.#kinds.get(entityClass);
      return kind === undefined ? [] : [{ kind, model: weaponId }];
    });
    const arms = { player, playerClass, team, weapons };
    this.#arms[slot] = arms;
    return arms;
  }
}

function kindOf(entityClass: string, contents: Contents): Kind {
  const isMedigun = entityClass === 'CWeaponMedigun';
  const keys = [...Object.values(KEYS), ...(isMedigun ? Object.values(MEDIGUN_KEYS) : [])];
  const layout = new EntityLayout(entityClass, keys, { [KEYS.state]: STATES.carried }, contents);
  const medigun = isMedigun ? layout.placesOf(MEDIGUN_KEYS) : undefined;
  return { layout, places: layout.placesOf(KEYS), medigun };
}

/** Says once what stays true of a weapon. */
function introduce(
  entity: StagedEntity,
  at: Kind['places'],
  facts: { readonly carried: Carried; readonly team: number; readonly owner: number; readonly own: number },
): void {
  entity.setInt(at.outer, facts.own);
  entity.setInt(at.owner, facts.owner);
  entity.setInt(at.ownerEntity, facts.owner);
  entity.setInt(at.parent, facts.owner);
  entity.setInt(at.team, facts.team);
  entity.setInt(at.model, facts.carried.model);
  entity.setInt(at.worldModel, facts.carried.model);
}

function showInHand(
  entity: StagedEntity,
  at: Kind['places'],
  player: MatchPlayer,
  isRecorder: boolean,
): void {
  entity.setInt(at.resetParity, player.shotCount & 1);
  entity.setInt(at.sequence, player.shotCount & 15);
  entity.setInt(at.consecutiveShots, player.shotCount);
  entity.setInt(at.reloadMode, player.clip === player.weapon.clip ? 0 : 1);
  if (!isRecorder) return;
  entity.setInt(at.clip, player.clip);
  entity.set(at.nextAttack, player.nextShotAt * 0.015);
}

function showMedigun(
  stage: EntityStage,
  entity: StagedEntity,
  facts: {
    readonly at: NonNullable<Kind['medigun']>;
    readonly medic: MatchPlayer;
    readonly carrying: Carrying;
  },
): void {
  const { at, medic, carrying } = facts;
  const { patient } = medic;
  entity.setInt(at.target, patient === undefined ? NO_ENTITY : stage.handleOf(patient.entityIndex));
  entity.setInt(at.isHealing, patient === undefined ? 0 : 1);
  entity.setInt(at.isReleased, (medic.conditions & CONDITIONS.charged) !== 0 ? 1 : 0);
  entity.set(carrying.isRecorder ? at.chargeOfRecorder : at.chargeOfOthers, medic.charge);
}
