import type { Team } from '../users/team.ts';
import type { Player } from './player.ts';
import type { Position } from './position.ts';

export type BuildingKind =
  | 'sentry-gun'
  | 'dispenser'
  | 'teleporter-entrance'
  | 'teleporter-exit'
  | 'sapper'
  | 'other';

/** What an Engineer built, a Spy's sapper, or the dispenser of a cart. It changes in place. */
export interface Building {
  readonly entityIndex: number;
  readonly kind: BuildingKind;
  /** Such as `CObjectSentrygun`. */
  readonly className: string;
  /** Who built it; undefined for the map's, and where the recorder knows of no such player. */
  readonly builder: Player | undefined;
  readonly team: Team | undefined;
  /** 1 to 3; 0 while it is being placed. */
  readonly level: number;
  readonly health: number;
  readonly maxHealth: number;
  readonly position: Position;
  /** Which way it faces, in degrees as a player's yaw. */
  readonly yaw: number;
  readonly isBeingBuilt: boolean;
  /** Whether its builder still looks for a place. */
  readonly isBeingPlaced: boolean;
  readonly isCarried: boolean;
  readonly isMini: boolean;
  readonly isSapped: boolean;
  readonly isDisabled: boolean;
  readonly isInPvs: boolean;
}
