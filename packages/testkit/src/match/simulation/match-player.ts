import { type PlayerClass, playerClassOf, SCOUT, type Weapon } from './player-classes.ts';

export const TEAMS = { none: 0, spectator: 1, red: 2, blue: 3 } as const;

/** A condition's bit in `m_nPlayerCond`. */
export const CONDITIONS = {
  zoomed: 1 << 1,
  stealthed: 1 << 4,
  charged: 1 << 5,
  taunting: 1 << 7,
  healed: 1 << 21,
} as const;

export const EYE_HEIGHT = 68;

/** Who somebody is: the same through everything that happens to them. */
export interface Identity {
  readonly userId: number;
  readonly accountId: number;
  readonly kind: 'human' | 'bot' | 'source-tv';
}

/** One person on the game server, in the slot they have. Everything here changes while they play. */
export class MatchPlayer {
  readonly identity: Identity;
  /** Their entity's index is this plus one. */
  readonly slot: number;
  name: string;
  isConnected = true;
  team: number = TEAMS.none;
  playerClass: PlayerClass = playerClassOf(SCOUT);
  isAlive = false;
  health = 0;
  x = 0;
  y = 0;
  z = 0;
  speedX = 0;
  speedY = 0;
  speedZ = 0;
  isOnGround = true;
  isDucking = false;
  goalX = 0;
  goalY = 0;
  goalUntil = 0;
  /** Degrees, −90 up to 90 down. */
  pitch = 0;
  /** Degrees, 0 to 360. */
  yaw = 0;
  pitchSpeed = 0;
  yawSpeed = 0;
  /** Where they turn to, decided anew every few ticks. */
  wantedPitch = 0;
  wantedYaw = 0;
  jumpsAt = 0;
  /** Until when a new target has not been noticed. */
  reactsAt = 0;
  target: MatchPlayer | undefined;
  looksForTargetAt = 0;
  spawnedAt = 0;
  spawnCount = 0;
  /** When they come back to life, or join a team; `Infinity` while nothing of the kind is due. */
  returnsAt = Number.POSITIVE_INFINITY;
  activeWeapon = 0;
  clip = 0;
  nextShotAt = 0;
  shotCount = 0;
  conditions = 0;
  conditionsEndAt = 0;
  nextFeignAt = 0;
  patient: MatchPlayer | undefined;
  healerCount = 0;
  /** Of the Medi Gun, 0 to 1. */
  charge = 0;
  healingInParts = 0;
  lastHurtBy: MatchPlayer | undefined;
  lastHurtAt = 0;
  hurtBefore: MatchPlayer | undefined;
  hurtBeforeAt = 0;
  /** Until when nothing can harm them and nothing moves them far: a planted cheat needs them alive. */
  safeUntil = -1;
  kills = 0;
  assists = 0;
  deaths = 0;
  streak = 0;
  damage = 0;
  healing = 0;
  ping = 5;
  /** Until when they talk into their microphone. */
  talksUntil = -1;

  constructor(identity: Identity, slot: number, name: string) {
    this.identity = identity;
    this.slot = slot;
    this.name = name;
  }

  get userId(): number {
    return this.identity.userId;
  }

  get entityIndex(): number {
    return this.slot + 1;
  }

  get isPlaying(): boolean {
    return this.isConnected && this.team >= TEAMS.red;
  }

  get weapon(): Weapon {
    return this.playerClass.weapons[this.activeWeapon] ?? this.playerClass.weapons[0];
  }

  /** As on the scoreboard. */
  get score(): number {
    return this.kills + (this.assists >> 1);
  }
}

/** The other of the two teams that play. */
export function otherTeam(team: number): number {
  return TEAMS.red + TEAMS.blue - team;
}
