import type { PlayerClass } from '../users/player-class.ts';
import type { Team } from '../users/team.ts';
import type { User } from '../users/user.ts';
import type { Conditions } from './conditions.ts';
import type { Position } from './position.ts';

/** Where somebody looks, in degrees. NaN where the demo does not tell. */
export interface ViewAngles {
  /** −90 straight up, 90 straight down. */
  readonly pitch: number;
  /** 0 to 360, counter-clockwise from the map's x axis. */
  readonly yaw: number;
}

/** A weapon somebody carries. */
export interface Weapon {
  readonly entityIndex: number;
  /** Its class, such as `CTFScatterGun`; undefined while the recorder is not told of it. */
  readonly className: string | undefined;
}

export type LifeState = 'alive' | 'dying' | 'dead' | 'respawnable' | 'discarded';

/**
 * Somebody in the game, as the recorder knows them. It changes in place from tick to tick: copy what you want
 * to remember. One object stands for one entity index; when somebody leaves, the next one to come may get it.
 *
 * Numbers that the demo does not tell are NaN, everything else it does not tell is undefined.
 */
export interface Player {
  /** One more than the slot. */
  readonly entityIndex: number;
  /** Who plays; undefined where the demo does not tell. */
  readonly user: User | undefined;
  /** The game server's number of this connection; game events name players by it. */
  readonly userId: number | undefined;
  /** Empty where the demo does not tell. */
  readonly name: string;
  /** As the game server writes it: `[U:1:46143802]`, `BOT`; empty where the demo does not tell. */
  readonly networkId: string;
  /** Undefined for bots, and where the game server knew no account. */
  readonly steamId64: bigint | undefined;
  /** Whether a person with a Steam account plays. */
  readonly isHuman: boolean;

  readonly team: Team | undefined;
  /** 0 none, 1 spectator, 2 RED, 3 BLU. */
  readonly teamNumber: number;
  readonly playerClass: PlayerClass | undefined;
  readonly position: Position;
  readonly viewAngles: ViewAngles;
  readonly health: number;
  /** Without overheal. */
  readonly maxHealth: number;
  readonly lifeState: LifeState | undefined;
  readonly isAlive: boolean;
  /** Whether the recorder is told of them now; if not, what is here is what was last told. */
  readonly isInPvs: boolean;
  readonly conditions: Conditions;
  /** Bits: 1 on the ground, 2 ducking, …; NaN where the demo does not tell. */
  readonly flags: number;

  /** What they carry, in the order of their slots; a new list at each call. */
  readonly weapons: readonly Weapon[];
  readonly activeWeapon: Weapon | undefined;
  /** Of their Medi Gun, 0 to 1; NaN without one. */
  readonly charge: number;
  /** Ticks since they last fired, as far as the recorder was told; Infinity before that. */
  readonly ticksSinceShot: number;

  /** Milliseconds, as on the scoreboard. */
  readonly ping: number;
  readonly score: number;
  /** The game server's tick up to which they were simulated: it stands still while their game does not answer. */
  readonly simulationTick: number;
}
