import type { MatchPlayer } from './match-player.ts';

export type BuildingKind = 'sentrygun' | 'dispenser' | 'teleporter';

/** Something an Engineer built, in the entity slot it has. */
export class MatchBuilding {
  readonly kind: BuildingKind;
  readonly owner: MatchPlayer;
  readonly entityIndex: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly builtAt: number;
  health = 1;
  level = 1;
  shells = 150;
  target: MatchPlayer | undefined;
  nextShotAt: number;
  isGone = false;

  constructor(kind: BuildingKind, owner: MatchPlayer, entityIndex: number, tick: number) {
    this.kind = kind;
    this.owner = owner;
    this.entityIndex = entityIndex;
    this.x = owner.x;
    this.y = owner.y;
    this.z = owner.z;
    this.builtAt = tick;
    this.nextShotAt = tick + 700;
  }

  get maxHealth(): number {
    return this.kind === 'sentrygun' ? 150 + 30 * (this.level - 1) : 150;
  }
}

/** A rocket or grenade in flight, in the entity slot it has. */
export class MatchProjectile {
  readonly isRocket: boolean;
  readonly owner: MatchPlayer;
  readonly entityIndex: number;
  readonly bornAt: number;
  readonly isCrit: boolean;
  x: number;
  y: number;
  z: number;
  speedX: number;
  speedY: number;
  speedZ: number;
  isGone = false;

  constructor(options: {
    readonly owner: MatchPlayer;
    readonly isRocket: boolean;
    readonly isCrit: boolean;
    readonly entityIndex: number;
    readonly tick: number;
    readonly speeds: readonly [number, number, number];
    readonly eyeZ: number;
  }) {
    this.owner = options.owner;
    this.isRocket = options.isRocket;
    this.isCrit = options.isCrit;
    this.entityIndex = options.entityIndex;
    this.bornAt = options.tick;
    this.x = options.owner.x;
    this.y = options.owner.y;
    this.z = options.eyeZ;
    [this.speedX, this.speedY, this.speedZ] = options.speeds;
  }
}

/** What somebody dropped when they died: it flies, falls, lies for a while, and is gone. */
export class MatchDrop {
  readonly entityIndex: number;
  readonly goesAt: number;
  x: number;
  y: number;
  z: number;
  speedX: number;
  speedY: number;
  speedZ = 4;
  /** Degrees. */
  yaw = 0;
  isMoving = true;

  constructor(owner: MatchPlayer, entityIndex: number, goesAt: number) {
    this.entityIndex = entityIndex;
    this.goesAt = goesAt;
    this.x = owner.x;
    this.y = owner.y;
    this.z = owner.z + 40;
    this.speedX = owner.speedX * 0.02;
    this.speedY = owner.speedY * 0.02;
  }
}
