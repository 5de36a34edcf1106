import type { DemoReader } from '../reader/demo-reader.ts';
import type { GameState } from '../state/game-state.ts';
import type { Player } from '../state/player.ts';
import type { JsonValue } from './json-value.ts';
import type { PerPlayer } from './per-player.ts';

/** What a detector can be told to do otherwise. */
export type DetectorParameters = Readonly<Record<string, number | string | boolean>>;

/** Finds one kind of cheating. docs/guides/write-a-detector.md leads to one of your own. */
export interface Detector<P extends DetectorParameters = DetectorParameters> {
  /** What its detections are filed under: lower case, words joined by underscores. */
  readonly name: string;
  /** What it finds, in a sentence. */
  readonly description: string;
  /** Its parameters, with the values they have unless set. */
  readonly defaults: P;
  /** Begins with a demo, before its first byte. */
  start(context: DetectorContext<P>): DetectorRun;
}

/** A detector at work on one demo. */
export interface DetectorRun {
  /** A tick is complete. */
  onTick?(): void;
  /** The demo is over. */
  onEnd?(): void;
}

/** What a detector has to work with. */
export interface DetectorContext<P extends DetectorParameters> {
  readonly parameters: P;
  readonly state: GameState;
  /** For whatever else a detector wants to hear of; listen in `start`. */
  readonly reader: DemoReader;
  /** Those who can be judged this tick: alive, human, and the recorder is told of them. */
  readonly judged: readonly Player[];
  /** Remembers something of each player, forgotten when another one takes the place and in a new level. */
  perPlayer<T>(begin: () => T): PerPlayer<T>;
  /** Files a finding at this tick. */
  readonly report: Report;
  /**
   * Files a finding, unless the player spawned, was teleported or moved more than 256 units at once within so
   * many ticks before or after it: their view jumps then without their doing. It is held back until that is known.
   */
  readonly reportUnlessUnsettled: ReportUnlessUnsettled;
}

export type Report = (
  player: Player,
  data: JsonValue,
  options?: {
    /** How many ticks ago it was; 0 unless set. */
    readonly ticksAgo?: number;
  },
) => void;

export type ReportUnlessUnsettled = (
  player: Player,
  data: JsonValue,
  options: {
    /** How long before and after the finding nothing may have happened. */
    readonly settledTicks: number;
    /** How many ticks ago it was; 0 unless set. */
    readonly ticksAgo?: number;
  },
) => void;
