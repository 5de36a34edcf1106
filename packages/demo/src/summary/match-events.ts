import type { Team } from '../users/team.ts';
import type { Moment } from './moment.ts';
import type { PlayerReference } from './player-summary.ts';
import type { WinReason } from './win-reason.ts';

/** A death, as the kill feed shows it. */
export interface Kill extends Moment {
  readonly cause: 'player' | 'suicide' | 'world';
  readonly victim: PlayerReference;
  readonly attacker: PlayerReference | null;
  readonly assister: PlayerReference | null;
  readonly weapon: string | null;
  readonly weaponLogName: string | null;
  readonly crit: 'none' | 'mini' | 'full' | null;
  readonly isFeigned: boolean;
  readonly customKill: number | null;
  readonly deathFlags: number | null;
}

/** By team. */
export type Scores = { readonly [T in Team]?: number };

export interface Round {
  readonly startTick: number | null;
  readonly activeTick: number | null;
  readonly endTick: number | null;
  readonly outcome: 'won' | 'stalemate' | 'time-limit' | 'no-winner' | 'restarted' | 'open';
  readonly winner: Team | null;
  readonly winReason: WinReason | null;
  readonly winReasonNumber: number | null;
  readonly isTimeLimit: boolean;
  readonly isFullRound: boolean | null;
  readonly isSuddenDeath: boolean | null;
  readonly roundSeconds: number | null;
  readonly scores: Scores | null;
}

export interface Capture extends Moment {
  readonly kind: 'point' | 'flag';
  readonly pointIndex: number | null;
  readonly pointName: string | null;
  readonly team: Team | null;
  readonly players: readonly PlayerReference[];
}

export interface Ballot extends Moment {
  readonly player: PlayerReference | null;
  readonly option: number;
  readonly optionText: string | null;
}

export interface Vote extends Moment {
  readonly voteIndex: number | null;
  readonly team: Team | null;
  readonly caller: PlayerReference | null;
  readonly target: PlayerReference | null;
  readonly issue: string | null;
  readonly details: string | null;
  readonly options: readonly string[];
  readonly ballots: readonly Ballot[];
  readonly outcome: 'passed' | 'failed' | 'open';
  readonly endTick: number | null;
  readonly result: string | null;
  readonly failReasonNumber: number | null;
}

/** From the tick the game server stopped its clock to the tick it went on. */
export interface Pause {
  readonly fromTick: number;
  readonly toTick: number | null;
}
