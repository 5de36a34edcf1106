/** How long somebody was in each of several states, one at a time: on a team, of a class. */
export class TimeKeeper<S extends string> {
  readonly #ticks = new Map<S, number>();
  #state: S | undefined;
  #sinceTick = 0;

  /** What they are now; undefined before anybody told, and after they left. */
  get state(): S | undefined {
    return this.#state;
  }

  /** They are this from a tick on. */
  enter(state: S | undefined, tick: number): void {
    if (state === this.#state) return;
    this.#add(this.#ticks, tick);
    this.#state = state;
    this.#sinceTick = tick;
  }

  /** Adds the ticks in each state, up to one while this state lasts. */
  addTo(totals: Map<S, number>, untilTick: number): void {
    for (const [state, ticks] of this.#ticks) totals.set(state, (totals.get(state) ?? 0) + ticks);
    this.#add(totals, untilTick);
  }

  /** A clock that was set back, as at a change of level, takes no time away. */
  #add(totals: Map<S, number>, untilTick: number): void {
    if (this.#state === undefined) return;
    const ticks = Math.max(0, untilTick - this.#sinceTick);
    totals.set(this.#state, (totals.get(this.#state) ?? 0) + ticks);
  }
}
