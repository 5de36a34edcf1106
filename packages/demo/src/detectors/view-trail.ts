import type { GameState } from '../state/game-state.ts';
import type { Player, ViewAngles } from '../state/player.ts';
import { viewDistance } from './angles.ts';

interface Step {
  pitch: number;
  yaw: number;
  /** Since the step before. */
  ticks: number;
}

/** Where one player looked at the last few ticks in a row, without one at which nobody could tell. */
export class ViewTrail {
  /** In turn; the newest one at `#newest`, the one before it in front of that. */
  readonly #steps: readonly Step[];
  #newest = 0;
  #length = 0;
  #at = Number.NaN;

  /** @param capacity how many steps are remembered */
  constructor(capacity: number) {
    this.#steps = Array.from({ length: capacity }, () => ({ pitch: Number.NaN, yaw: Number.NaN, ticks: 0 }));
  }

  /** How many steps in a row are known, this tick's included. */
  get length(): number {
    return this.#length;
  }

  /** Whether as many are known as are remembered. */
  get isFull(): boolean {
    return this.#length === this.#steps.length;
  }

  /**
   * Takes this tick over. The trail begins anew where the player was not judged the tick before, and where more
   * ticks than `maxTicksBetween` passed without anybody knowing what happened in them.
   */
  follow({ viewAngles }: Player, state: GameState, maxTicksBetween: number): void {
    const { now, elapsedTicks } = state;
    const isContinued =
      this.#at === now - elapsedTicks && elapsedTicks > 0 && elapsedTicks <= maxTicksBetween;
    const { pitch, yaw } = viewAngles;
    this.#at = now;
    if (!isContinued) this.#length = 0;
    if (Number.isNaN(pitch) || Number.isNaN(yaw)) {
      this.#length = 0;
      return;
    }
    this.#newest = this.#newest === this.#steps.length - 1 ? 0 : this.#newest + 1;
    const step = this.#steps[this.#newest];
    if (step === undefined) return;
    step.pitch = pitch;
    step.yaw = yaw;
    step.ticks = elapsedTicks;
    if (this.#length < this.#steps.length) this.#length++;
  }

  /** Where they looked so many steps ago. */
  view(stepsAgo: number): ViewAngles {
    return this.#step(stepsAgo);
  }

  /** The ticks from the step before to the one so many steps ago. */
  ticksBefore(stepsAgo: number): number {
    return this.#step(stepsAgo).ticks;
  }

  /** How far the views at two steps are apart. */
  distance(stepsAgo: number, otherStepsAgo: number): number {
    return viewDistance(this.#step(stepsAgo), this.#step(otherStepsAgo));
  }

  /** Degrees a tick, from the step before to the one so many steps ago. */
  speed(stepsAgo: number): number {
    return this.distance(stepsAgo, stepsAgo + 1) / this.#step(stepsAgo).ticks;
  }

  #step(stepsAgo: number): Step {
    const at = this.#newest - stepsAgo;
    const step = this.#steps[at < 0 ? at + this.#steps.length : at];
    if (step === undefined || stepsAgo >= this.#length) {
      throw new RangeError(`The trail has ${this.#length} steps, and none ${stepsAgo} steps ago.`);
    }
    return step;
  }
}
