import { DemoFormatError } from '../demo-format-error.ts';
import type { DemoProblem } from './demo-events.ts';

const MAX_KEPT = 100;

/** Where in the demo the reading is. */
export interface Place {
  /** Where the payload that is being read begins, in bytes from the start of the demo. */
  payloadOffset: number;
  tick: number;
}

/** What could not be read of a demo, and where. */
export class Problems {
  readonly #place: Place;
  readonly #onProblem: (problem: DemoProblem) => void;
  readonly #kept: DemoProblem[] = [];
  #count = 0;

  constructor(place: Place, onProblem: (problem: DemoProblem) => void) {
    this.#place = place;
    this.#onProblem = onProblem;
  }

  /** The first hundred. */
  get kept(): readonly DemoProblem[] {
    return this.#kept;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes note of an error in the payload that is being read; any other error is thrown on. */
  report(error: unknown, { affectsState }: { affectsState: boolean }): void {
    if (!(error instanceof DemoFormatError)) throw error;
    const { code, offset, reason } = error;
    const { payloadOffset, tick } = this.#place;
    const problem = { code, offset: payloadOffset + offset, tick, reason, affectsState };
    this.#count++;
    if (this.#kept.length < MAX_KEPT) this.#kept.push(problem);
    this.#onProblem(problem);
  }
}
