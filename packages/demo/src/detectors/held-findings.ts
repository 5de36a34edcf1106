import type { Detection } from './demo-analysis.ts';
import type { UnsettledTimes } from './unsettled-times.ts';

/** A finding that counts only if the player was settled around it. */
interface HeldFinding {
  readonly detection: Detection;
  readonly userId: number;
  /** On the state's clock. */
  readonly at: number;
  readonly settledTicks: number;
}

/** Findings that wait until it is known that their player neither spawned nor was moved shortly after. */
export class HeldFindings {
  readonly #times: UnsettledTimes;
  #held: HeldFinding[] = [];

  constructor(times: UnsettledTimes) {
    this.#times = times;
  }

  add(finding: HeldFinding): void {
    if (!this.#isUnsettled(finding)) this.#held.push(finding);
  }

  /** Takes out those that count, and forgets those that do not. */
  release(now: number): Detection[] {
    if (this.#held.length === 0) return [];
    const released: Detection[] = [];
    const waiting: HeldFinding[] = [];
    for (const finding of this.#held) {
      if (this.#isUnsettled(finding)) continue;
      if (now - finding.at >= finding.settledTicks) released.push(finding.detection);
      else waiting.push(finding);
    }
    this.#held = waiting;
    return released;
  }

  #isUnsettled({ userId, at, settledTicks }: HeldFinding): boolean {
    return Math.abs(this.#times.lastOf(userId) - at) <= settledTicks;
  }
}
