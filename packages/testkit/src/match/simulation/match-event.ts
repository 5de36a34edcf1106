import type { CheatKind } from '../match-options.ts';
import type { BuildingKind, MatchBuilding } from './match-building.ts';
import type { MatchPlayer } from './match-player.ts';
import type { Weapon } from './player-classes.ts';

export type Crit = 'none' | 'mini' | 'full';

/** What somebody was killed with. */
export interface DeathCause {
  readonly killName: string;
  readonly weaponId: number;
  /** The entity that did it: the killer, their sentry gun, or 0 for the world. */
  readonly inflictorEntity: number;
  readonly damageBits: number;
  /** 1 headshot, 2 backstab, 6 suicide. */
  readonly customKill: number;
}

/** Something of a tick that a recording tells of. */
export type MatchEvent =
  | { readonly type: 'connect'; readonly player: MatchPlayer }
  | { readonly type: 'disconnect'; readonly player: MatchPlayer; readonly reason: string }
  | {
      readonly type: 'rename';
      readonly player: MatchPlayer;
      readonly oldName: string;
      readonly newName: string;
    }
  | { readonly type: 'team'; readonly player: MatchPlayer; readonly team: number; readonly oldTeam: number }
  | { readonly type: 'class'; readonly player: MatchPlayer; readonly classNumber: number }
  | {
      readonly type: 'spawn';
      readonly player: MatchPlayer;
      readonly team: number;
      readonly classNumber: number;
    }
  | HurtEvent
  | DeathEvent
  | {
      readonly type: 'healed';
      readonly patient: MatchPlayer;
      readonly healer: MatchPlayer;
      readonly amount: number;
    }
  | { readonly type: 'charge'; readonly healer: MatchPlayer; readonly patient: MatchPlayer }
  | ChatEvent
  | { readonly type: 'built'; readonly building: MatchBuilding }
  | {
      readonly type: 'destroyed';
      readonly building: MatchBuilding;
      readonly attacker: MatchPlayer;
      readonly weapon: Weapon;
    }
  | { readonly type: 'round-start' }
  | { readonly type: 'round-active' }
  | {
      readonly type: 'point-captured';
      readonly point: number;
      readonly pointName: string;
      readonly team: number;
      readonly cappers: readonly MatchPlayer[];
    }
  | RoundWinEvent
  | { readonly type: 'game-over'; readonly reason: string }
  | VoteEvent
  | { readonly type: 'pause'; readonly isPaused: boolean }
  | { readonly type: 'shot'; readonly player: MatchPlayer; readonly weapon: Weapon; readonly crit: Crit }
  | { readonly type: 'explosion'; readonly x: number; readonly y: number; readonly z: number }
  | { readonly type: 'voice'; readonly player: MatchPlayer; readonly bytes: number }
  | {
      readonly type: 'cheat';
      readonly player: MatchPlayer;
      readonly kind: CheatKind;
      readonly part: 'begins' | 'ends';
    };

export interface HurtEvent {
  readonly type: 'hurt';
  readonly victim: MatchPlayer;
  /** Nobody where the world did it. */
  readonly attacker: MatchPlayer | undefined;
  readonly damage: number;
  /** What is left; 0 in death. */
  readonly health: number;
  readonly crit: Crit;
  readonly weaponId: number;
}

export interface DeathEvent {
  readonly type: 'death';
  readonly victim: MatchPlayer;
  readonly attacker: MatchPlayer | undefined;
  readonly assister: MatchPlayer | undefined;
  readonly cause: DeathCause;
  readonly crit: Crit;
  /** A Dead Ringer: the victim lives. */
  readonly isFeign: boolean;
}

export interface ChatEvent {
  readonly type: 'chat';
  readonly player: MatchPlayer;
  readonly text: string;
  readonly isTeamOnly: boolean;
  readonly isDead: boolean;
}

export interface RoundWinEvent {
  readonly type: 'round-win';
  readonly team: number;
  /** 1 all points captured, 5 stalemate, 6 time limit. */
  readonly reason: number;
  readonly seconds: number;
  readonly scores: { readonly red: number; readonly blue: number };
}

export type VoteEvent =
  | {
      readonly type: 'vote-start';
      readonly voteIndex: number;
      readonly caller: MatchPlayer;
      readonly target: MatchPlayer;
    }
  | {
      readonly type: 'vote-cast';
      readonly voteIndex: number;
      readonly voter: MatchPlayer;
      readonly isYes: boolean;
    }
  | {
      readonly type: 'vote-end';
      readonly voteIndex: number;
      readonly target: MatchPlayer;
      readonly hasPassed: boolean;
    };

export const OBJECT_TYPES: Readonly<Record<BuildingKind, number>> = {
  dispenser: 0,
  teleporter: 1,
  sentrygun: 2,
};
