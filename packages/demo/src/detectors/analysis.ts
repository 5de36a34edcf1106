import { incompleteHeader } from '../header/demo-header.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { GameState } from '../state/game-state.ts';
import type { Player } from '../state/player.ts';
import { BUILT_IN_DETECTORS } from './built-in-detectors.ts';
import { completeParameters, type ParametersByDetector } from './complete-parameters.ts';
import type { DemoAnalysis, Detection } from './demo-analysis.ts';
import type { Detector, DetectorContext, DetectorParameters, DetectorRun } from './detector.ts';
import { DetectorError } from './detector-error.ts';
import { HeldFindings } from './held-findings.ts';
import { PerPlayer } from './per-player.ts';
import { UnsettledTimes } from './unsettled-times.ts';

/** How many detections of one detector are kept: a demo of three bytes a detection would fill memory. */
const MAX_DETECTIONS = 100_000;

export interface AnalysisOptions {
  /** All that are built in unless set. */
  readonly detectors?: readonly Detector[];
  /** By the detector's name; what is left out is as the detector has it. */
  readonly parameters?: ParametersByDetector;
  /** Whose analysis it is; whose recording it is, by its header, unless set. */
  readonly author?: string;
}

/**
 * Runs detectors while a demo is read. What they throw, `push` throws as a {@link DetectorError}.
 *
 * ```ts
 * const reader = new DemoReader();
 * const analysis = new Analysis(reader, { detectors: [aimSnap] });
 * for await (const chunk of stream) reader.push(chunk);
 * console.log(analysis.end().detections);
 * ```
 */
export class Analysis {
  readonly state: GameState;
  readonly #reader: DemoReader;
  readonly #author: string | undefined;
  readonly #times: UnsettledTimes;
  readonly #held: HeldFindings;
  readonly #judged: Player[] = [];
  readonly #memories: PerPlayer<unknown>[] = [];
  readonly #detections: Detection[] = [];
  /** By detector. */
  readonly #counts = new Map<string, number>();
  readonly #runs: { readonly name: string; readonly run: DetectorRun }[];
  #hasEnded = false;

  /**
   * Listens to a reader that has not read anything yet.
   * @throws {RangeError} for parameters that no detector has, and detectors of the same name
   */
  constructor(reader: DemoReader, options: AnalysisOptions = {}) {
    const detectors = options.detectors ?? BUILT_IN_DETECTORS;
    const parameters = completeParameters(detectors, options.parameters ?? {});
    this.#reader = reader;
    this.#author = options.author;
    this.state = new GameState(reader);
    this.#times = new UnsettledTimes(reader, this.state);
    this.#held = new HeldFindings(this.#times);
    this.#runs = detectors.map((detector, i) => this.#start(detector, parameters[i] ?? detector.defaults));
    this.state.onTick(() => this.#takeTick());
  }

  /** What was found so far and is certain, in the order it was found. */
  get detections(): readonly Detection[] {
    return this.#detections;
  }

  /** How many detections a detector reported, also beyond the 100,000 that are kept. */
  countOf(detector: string): number {
    return this.#counts.get(detector) ?? 0;
  }

  /**
   * Ends the analysis where the reading ended, and answers it; the same at every call.
   * @throws {DemoFormatError} `incomplete-header` before the header has come
   */
  end(): DemoAnalysis {
    const { header } = this.#reader;
    if (header === undefined) throw incompleteHeader(this.#reader.bytesRead);
    if (!this.#hasEnded) {
      this.#hasEnded = true;
      for (const { name, run } of this.#runs) contain(name, () => run.onEnd?.());
      this.#keepAll(this.#held.release(Number.POSITIVE_INFINITY));
    }
    return {
      author: this.#author ?? header.clientName,
      detections: [...this.#detections].sort(byTickPlayerAlgorithm),
      duration: this.#reader.completedLateBytes().playbackTicks,
      map: header.mapName,
      server_ip: header.serverName,
    };
  }

  #takeTick(): void {
    const { players, elapsedTicks, now } = this.state;
    if (elapsedTicks === 0) for (const memory of this.#memories) memory.clear();
    this.#judged.length = 0;
    for (let i = 0; i < players.length; i++) {
      const player = players[i];
      if (player?.isInPvs && player.isAlive && player.isHuman) this.#judged.push(player);
    }
    this.#times.takeTick(this.#judged);
    for (const { name, run } of this.#runs) contain(name, () => run.onTick?.());
    this.#keepAll(this.#held.release(now));
  }

  #keepAll(detections: readonly Detection[]): void {
    for (const detection of detections) this.#keep(detection);
  }

  #keep(detection: Detection): void {
    const count = this.countOf(detection.algorithm);
    this.#counts.set(detection.algorithm, count + 1);
    if (count < MAX_DETECTIONS) this.#detections.push(detection);
  }

  #start(detector: Detector, parameters: DetectorParameters): { name: string; run: DetectorRun } {
    const { name } = detector;
    const { state } = this;
    const context: DetectorContext<DetectorParameters> = {
      parameters,
      state,
      reader: this.#reader,
      judged: this.#judged,
      perPlayer: (begin) => {
        const memory = new PerPlayer(begin);
        this.#memories.push(memory);
        return memory;
      },
      report: (player, data, { ticksAgo = 0 } = {}) => {
        const detection = this.#detect(name, player, data, ticksAgo);
        if (detection !== undefined) this.#keep(detection);
      },
      reportUnlessUnsettled: (player, data, { settledTicks, ticksAgo = 0 }) => {
        const detection = this.#detect(name, player, data, ticksAgo);
        const { userId } = player;
        if (detection === undefined || userId === undefined) return;
        this.#held.add({ detection, userId, at: state.now - ticksAgo, settledTicks });
      },
    };
    return { name, run: contain(name, () => detector.start(context)) };
  }

  /** Nobody without a Steam ID is accused of anything. */
  #detect(
    algorithm: string,
    player: Player,
    data: Detection['data'],
    ticksAgo: number,
  ): Detection | undefined {
    const { steamId64 } = player;
    if (steamId64 === undefined) return undefined;
    return { tick: this.state.tickAt(ticksAgo), algorithm, player: steamId64, data };
  }
}

function contain<T>(detector: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DetectorError(detector, cause);
  }
}

function byTickPlayerAlgorithm(a: Detection, b: Detection): number {
  if (a.tick !== b.tick) return a.tick - b.tick;
  if (a.player !== b.player) return a.player < b.player ? -1 : 1;
  return a.algorithm === b.algorithm ? 0 : a.algorithm < b.algorithm ? -1 : 1;
}
