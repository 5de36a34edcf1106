import { Random } from '../../demo-builder/random.ts';
import { type CompleteMatchOptions, TICKS_PER_SECOND } from '../match-options.ts';
import { EntitySlots } from './entity-slots.ts';
import type { MatchBuilding, MatchDrop, MatchProjectile } from './match-building.ts';
import type { MatchEvent } from './match-event.ts';
import type { MatchPlayer } from './match-player.ts';

/** How far the fight for the map has come. */
export type RoundPhase = 'before' | 'setup' | 'fight' | 'humiliation';

export interface RoundState {
  phase: RoundPhase;
  phaseEndsAt: number;
  activeSince: number;
  /** How many of the five points RED holds: 0 or 5 ends a round. */
  redPoints: number;
  nextCaptureAt: number;
  winner: number;
  redScore: number;
  blueScore: number;
}

/** Everything that is true of a match at this tick; the rules beside this file move it on. */
export class MatchState {
  readonly options: CompleteMatchOptions;
  readonly random: Random;
  /** The demo's clock. */
  tick = 0;
  isPaused = false;
  /** By slot; slot 0 is SourceTV's. */
  readonly players: (MatchPlayer | undefined)[] = [];
  readonly projectiles: MatchProjectile[] = [];
  readonly buildings: MatchBuilding[] = [];
  readonly drops: MatchDrop[] = [];
  readonly entitySlots: EntitySlots;
  readonly round: RoundState = {
    phase: 'before',
    phaseEndsAt: 2,
    activeSince: 0,
    redPoints: 2,
    nextCaptureAt: Number.POSITIVE_INFINITY,
    winner: 0,
    redScore: 0,
    blueScore: 0,
  };
  /** What happened in this tick; emptied by whoever records it. */
  readonly events: MatchEvent[] = [];
  /** Slots the game server has for players and SourceTV. */
  readonly maxClients: number;

  constructor(options: CompleteMatchOptions) {
    this.options = options;
    this.random = new Random(options.seed);
    this.maxClients = options.players + 2;
    this.entitySlots = new EntitySlots(firstFreeEntity(this.maxClients));
  }

  /** The tick that comes about this long after now, earlier or later by up to half. */
  about(seconds: number): number {
    return this.tick + Math.ceil(seconds * TICKS_PER_SECOND * (0.5 + this.random.fraction()));
  }

  /** The tick that comes this long after now. */
  after(seconds: number): number {
    return this.tick + Math.ceil(seconds * TICKS_PER_SECOND);
  }
}

/** Weapons each slot has an entity for. */
export const WEAPONS_PER_SLOT = 3;

/** The entities that are always there, behind the world at 0 and a slot for each client; in the game's own order. */
export function fixedEntities(maxClients: number) {
  const firstTeam = maxClients + 1;
  const playerResource = firstTeam + 4;
  const gameRules = playerResource + 1;
  return { playerResource, gameRules, firstTeam, firstWeapon: gameRules + 1 };
}

function firstFreeEntity(maxClients: number): number {
  return fixedEntities(maxClients).firstWeapon + maxClients * WEAPONS_PER_SLOT;
}
