import type { DemoFormatErrorCode } from '../demo-format-error.ts';
import type { ChatEntry } from './chat-entry.ts';
import type { Capture, Kill, Pause, Round, Scores, Vote } from './match-events.ts';
import type { PlayerReference, PlayerSummary } from './player-summary.ts';

/**
 * What is known of a demo without playing it: one shape in TypeScript and in JSON, where every property is
 * always there. `null` says that the demo does not tell; a count of 0 says that it tells, and it was none.
 * `DEMO_SUMMARY_SCHEMA` describes it property by property.
 */
export interface DemoSummary {
  readonly map: string;
  readonly game: string;
  readonly networkProtocol: number;
  readonly kind: 'pov' | 'stv';
  readonly gameServer: GameServerSummary;
  readonly recorder: Recorder;
  readonly durationSeconds: number;
  readonly ticks: number;
  readonly frames: number;
  readonly tickIntervalSeconds: number;
  readonly tickRate: number;
  readonly startServerTick: number | null;
  readonly header: HeaderClaims;
  readonly isComplete: boolean;
  readonly isCutInsideCommand: boolean;
  readonly ending: DemoEnding;
  readonly players: readonly PlayerSummary[];
  readonly chat: readonly ChatEntry[];
  readonly kills: readonly Kill[];
  readonly rounds: readonly Round[];
  readonly scores: Scores | null;
  readonly captures: readonly Capture[];
  readonly votes: readonly Vote[];
  readonly pauses: readonly Pause[];
  readonly cutLists: readonly CuttableList[];
  readonly problems: readonly ProblemSummary[];
  readonly problemCount: number;
  readonly error: DemoErrorSummary | null;
}

/** The lists of a summary that keep their first 65,536 entries only. */
export const CUTTABLE_LISTS = ['players', 'chat', 'kills', 'rounds', 'captures', 'votes', 'pauses'] as const;

export type CuttableList = (typeof CUTTABLE_LISTS)[number];

export interface GameServerSummary {
  readonly name: string | null;
  readonly address: string | null;
  readonly maxPlayers: number | null;
}

export interface Recorder {
  readonly nick: string;
  readonly player: PlayerReference | null;
}

/** What the late bytes of the header say; all 0 while a demo is being recorded, and after a crash. */
export interface HeaderClaims {
  readonly durationSeconds: number | null;
  readonly ticks: number;
  readonly frames: number;
  readonly signonBytes: number;
  readonly tickRate: number | null;
}

export type DemoEnding = 'stop' | 'cut-between-commands' | 'cut-inside-command' | 'damaged';

export interface ProblemSummary {
  readonly code: string;
  readonly offset: number;
  readonly tick: number;
  readonly reason: string;
  readonly affectsState: boolean;
}

export interface DemoErrorSummary {
  readonly code: DemoFormatErrorCode;
  readonly offset: number;
  readonly reason: string;
}
