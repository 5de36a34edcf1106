import { CONDITIONS, type MatchPlayer, TEAMS } from '../simulation/match-player.ts';
import { WEAPONS_PER_SLOT } from '../simulation/match-state.ts';
import { allWeapons, type PlayerClass, type Weapon } from '../simulation/player-classes.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage, StagedEntity } from './entity-stage.ts';
import { simulationTime } from './portray-players.ts';
import type { Contents } from './property-writer.ts';

const STATES = { carried: 1, active: 2 } as const;
const NO_DRAW = 32;

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
  clip: 'DT_LocalWeaponData.m_iClip1',
  nextAttack: 'DT_LocalActiveWeaponData.m_flNextPrimaryAttack',
  resetParity: 'DT_TFWeaponBase.m_bResetParity',
  reloadMode: 'DT_TFWeaponBase.m_iReloadMode',
} as const;

const MEDIGUN_KEYS = {
  target: 'DT_WeaponMedigun.m_hHealingTarget',
  isHealing: 'DT_WeaponMedigun.m_bHealing',
  isReleased: 'DT_WeaponMedigun.m_bChargeRelease',
  chargeOfOthers: 'DT_TFWeaponMedigunDataNonLocal.m_flChargeLevel',
  chargeOfRecorder: 'DT_LocalTFWeaponMedigunData.m_flChargeLevel',
} as const;

/** The weapons somebody carries in one life as one class: entities of their own. */
interface Arms {
  readonly player: MatchPlayer;
  readonly playerClass: PlayerClass;
  readonly subjects: readonly object[];
}

/** Shows what players carry. */
export class WeaponPortrait {
  readonly #contents: Contents;
  readonly #layouts = new Map<string, EntityLayout>();
  readonly #arms: (Arms | undefined)[] = [];

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** Of every weapon there is. */
  get layouts(): readonly EntityLayout[] {
    return [...new Set(allWeapons().map(({ entityClass }) => this.#layoutOf(entityClass)))];
  }

  #layoutOf(entityClass: string): EntityLayout {
    const known = this.#layouts.get(entityClass);
    if (known !== undefined) return known;
    const keys: string[] = Object.values(KEYS);
    if (entityClass === 'CWeaponMedigun') keys.push(...Object.values(MEDIGUN_KEYS));
    const layout = new EntityLayout(entityClass, keys, { [KEYS.state]: STATES.carried }, this.#contents);
    this.#layouts.set(entityClass, layout);
    return layout;
  }

  /** Shows the weapons of a player, the first of which is the entity of this index. */
  show(
    stage: EntityStage,
    player: MatchPlayer,
    { serverTick, isRecorder, firstWeapon }: { serverTick: number; isRecorder: boolean; firstWeapon: number },
  ): void {
    if (player.team < TEAMS.red) return;
    const { subjects } = this.#armsOf(player);
    for (let i = 0; i < WEAPONS_PER_SLOT; i++) {
      const weapon = player.playerClass.weapons[i];
      const subject = subjects[i];
      if (weapon === undefined || subject === undefined) continue;
      const layout = this.#layoutOf(weapon.entityClass);
      const entity = stage.show(firstWeapon + i, layout, subject);
      const isActive = player.isAlive && player.activeWeapon === i;
      this.#showWeapon(entity, { weapon, isActive, player, ownerHandle: stage.handleOf(player.entityIndex) });
      if (isActive) {
        const at = layout.placeOf(KEYS.simulationTime);
        entity.set(at, simulationTime(serverTick, firstWeapon + i));
      }
      if (isActive && isRecorder) {
        entity.set(layout.placeOf(KEYS.clip), player.clip);
        entity.set(layout.placeOf(KEYS.nextAttack), player.nextShotAt * 0.015);
      }
      if (weapon.kind === 'heals') showMedigun(stage, entity, player, isRecorder);
    }
  }

  #showWeapon(
    entity: StagedEntity,
    facts: {
      readonly weapon: Weapon;
      readonly isActive: boolean;
      readonly player: MatchPlayer;
      readonly ownerHandle: number;
    },
  ): void {
    const { layout } = entity;
    const { weapon, isActive, player, ownerHandle } = facts;
    entity.set(layout.placeOf(KEYS.owner), ownerHandle);
    entity.set(layout.placeOf(KEYS.ownerEntity), ownerHandle);
    entity.set(layout.placeOf(KEYS.parent), ownerHandle);
    entity.set(layout.placeOf(KEYS.team), player.team);
    entity.set(layout.placeOf(KEYS.model), weapon.weaponId);
    entity.set(layout.placeOf(KEYS.worldModel), weapon.weaponId);
    entity.set(layout.placeOf(KEYS.state), isActive ? STATES.active : STATES.carried);
    entity.set(layout.placeOf(KEYS.effects), isActive ? 0 : NO_DRAW);
    if (!isActive) return;
    entity.set(layout.placeOf(KEYS.resetParity), player.shotCount & 1);
    entity.set(layout.placeOf(KEYS.sequence), player.shotCount & 15);
    entity.set(layout.placeOf(KEYS.reloadMode), player.clip === weapon.clip ? 0 : 1);
  }

  #armsOf(player: MatchPlayer): Arms {
    const known = this.#arms[player.slot];
    if (known?.player === player && known.playerClass === player.playerClass) return known;
    const arms = { player, playerClass: player.playerClass, subjects: [{}, {}, {}] };
    this.#arms[player.slot] = arms;
    return arms;
  }
}

function showMedigun(
  stage: EntityStage,
  entity: StagedEntity,
  medic: MatchPlayer,
  isRecorder: boolean,
): void {
  const { layout } = entity;
  const { patient } = medic;
  const isReleased = (medic.conditions & CONDITIONS.charged) !== 0;
  const target = patient === undefined ? 0x1fffff : stage.handleOf(patient.entityIndex);
  entity.set(layout.placeOf(MEDIGUN_KEYS.target), target);
  entity.set(layout.placeOf(MEDIGUN_KEYS.isHealing), patient === undefined ? 0 : 1);
  entity.set(layout.placeOf(MEDIGUN_KEYS.isReleased), isReleased ? 1 : 0);
  const charge = isRecorder ? MEDIGUN_KEYS.chargeOfRecorder : MEDIGUN_KEYS.chargeOfOthers;
  entity.set(layout.placeOf(charge), medic.charge);
}
