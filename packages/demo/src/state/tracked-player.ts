import type { Entity } from '../entities/entity.ts';
import { type PlayerClass, playerClassOf } from '../users/player-class.ts';
import { type Team, teamOf } from '../users/team.ts';
import type { User } from '../users/user.ts';
import { TrackedConditions } from './conditions.ts';
import { indexOfHandle, isHandle } from './entity-handle.ts';
import type { LifeState, Player, ViewAngles, Weapon } from './player.ts';
import { type PlayerSlots, playerSlotsIn } from './player-properties.ts';
import type { ResourceField } from './player-resource.ts';
import type { Position } from './position.ts';
import { simulationTickOf } from './simulation-tick.ts';
import { Whereabouts } from './whereabouts.ts';

const LIFE_STATES: readonly LifeState[] = ['alive', 'dying', 'dead', 'respawnable', 'discarded'];

/** What a player's state stands on besides their entity. */
export interface PlayerSources {
  readonly game: string;
  readonly now: number;
  readonly serverTick: number;
  readonly recorderEntityIndex: number;
  userOf(entityIndex: number): User | undefined;
  scoreboard(field: ResourceField, entityIndex: number): number;
  chargeOf(entityIndex: number): number;
  classNameOf(handle: number): string | undefined;
}

/** A player as the state that follows them sees them. */
export class TrackedPlayer implements Player {
  readonly entityIndex: number;
  readonly conditions = new TrackedConditions();
  readonly #sources: PlayerSources;
  readonly #whereabouts = new Whereabouts();
  #entity: Entity;
  #slots: PlayerSlots;
  #shotAt = Number.NEGATIVE_INFINITY;
  #simulationTime = Number.NaN;
  #simulationTick = Number.NaN;
  #user: User | undefined;
  #steamId: { readonly text: string; readonly number: bigint } | undefined;

  constructor(entity: Entity, sources: PlayerSources) {
    this.entityIndex = entity.index;
    this.#sources = sources;
    this.#entity = entity;
    this.#slots = playerSlotsIn(entity.plan);
    this.takeUser();
    this.enter(entity);
  }

  /** Comes into sight, perhaps as another entity than before. */
  enter(entity: Entity): void {
    if (entity.plan !== this.#entity.plan) this.#slots = playerSlotsIn(entity.plan);
    if (entity.serial !== this.#entity.serial) this.#shotAt = Number.NEGATIVE_INFINITY;
    this.#entity = entity;
    const { conditions, numbers } = this.#slots;
    this.conditions.bind(entity, conditions, numbers.conditionList);
    const isRecorder = this.entityIndex === this.#sources.recorderEntityIndex;
    this.#whereabouts.enter(entity, this.#slots, isRecorder);
    this.#takeSimulationTime();
  }

  update(): void {
    this.#whereabouts.update(this.#entity, this.#slots);
    this.#takeSimulationTime();
  }

  shoot(): void {
    this.#shotAt = this.#sources.now;
  }

  /** Somebody else may play now. */
  takeUser(): void {
    this.#user = this.#sources.userOf(this.entityIndex);
  }

  get user(): User | undefined {
    return this.#user;
  }

  get userId(): number | undefined {
    return this.#user?.userId;
  }

  get name(): string {
    return this.#user?.name ?? '';
  }

  get networkId(): string {
    return this.#user?.networkId ?? '';
  }

  get steamId64(): bigint | undefined {
    const text = this.#user?.steamId64;
    if (text === undefined) return undefined;
    if (this.#steamId?.text !== text) this.#steamId = { text, number: BigInt(text) };
    return this.#steamId.number;
  }

  get isHuman(): boolean {
    const user = this.#user;
    return user !== undefined && !user.isFakePlayer && user.steamId64 !== undefined;
  }

  get team(): Team | undefined {
    const number = this.teamNumber;
    return Number.isNaN(number) ? undefined : teamOf(number, this.#sources.game);
  }

  get teamNumber(): number {
    return this.#entity.number(this.#slots.numbers.team);
  }

  get playerClass(): PlayerClass | undefined {
    return playerClassOf(this.#entity.number(this.#slots.numbers.playerClass));
  }

  get position(): Position {
    return this.#whereabouts.position;
  }

  get viewAngles(): ViewAngles {
    return this.#whereabouts.viewAngles;
  }

  get health(): number {
    return this.#entity.number(this.#slots.numbers.health);
  }

  get maxHealth(): number {
    return this.#sources.scoreboard('m_iMaxHealth', this.entityIndex);
  }

  get lifeState(): LifeState | undefined {
    return LIFE_STATES[this.#entity.number(this.#slots.numbers.lifeState)];
  }

  get isAlive(): boolean {
    return this.#entity.number(this.#slots.numbers.lifeState) === 0;
  }

  get isInPvs(): boolean {
    return this.#entity.isInPvs;
  }

  get flags(): number {
    return this.#entity.number(this.#slots.numbers.flags);
  }

  get weapons(): readonly Weapon[] {
    const weapons: Weapon[] = [];
    for (const slot of this.#slots.weapons) {
      const weapon = this.#weaponOf(this.#entity.number(slot));
      if (weapon !== undefined) weapons.push(weapon);
    }
    return weapons;
  }

  get activeWeapon(): Weapon | undefined {
    return this.#weaponOf(this.#entity.number(this.#slots.numbers.activeWeapon));
  }

  get charge(): number {
    const charge = this.#sources.chargeOf(this.entityIndex);
    if (!Number.isNaN(charge) || this.playerClass !== 'medic') return charge;
    return this.#sources.scoreboard('m_iChargeLevel', this.entityIndex) / 100;
  }

  get ticksSinceShot(): number {
    return this.#sources.now - this.#shotAt;
  }

  get ping(): number {
    return this.#sources.scoreboard('m_iPing', this.entityIndex);
  }

  get score(): number {
    const total = this.#sources.scoreboard('m_iTotalScore', this.entityIndex);
    return Number.isNaN(total) ? this.#sources.scoreboard('m_iScore', this.entityIndex) : total;
  }

  get simulationTick(): number {
    return this.#simulationTick;
  }

  /** What is told counts from the tick it is told at. */
  #takeSimulationTime(): void {
    const value = this.#entity.number(this.#slots.numbers.simulationTime);
    if (value === this.#simulationTime) return;
    this.#simulationTime = value;
    this.#simulationTick = simulationTickOf(value, this.entityIndex, this.#sources.serverTick);
  }

  #weaponOf(handle: number): Weapon | undefined {
    if (!isHandle(handle)) return undefined;
    return { entityIndex: indexOfHandle(handle), className: this.#sources.classNameOf(handle) };
  }
}
