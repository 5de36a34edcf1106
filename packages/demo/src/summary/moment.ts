/** When something happened. */
export interface Moment {
  /** On the demo's clock, which begins at 0. */
  readonly tick: number;
  /** On the game server's clock, as it was last told: mostly that of the packet before. */
  readonly serverTick: number;
}
