/** How long so many ticks take, to the millisecond. */
export function secondsOf(ticks: number, tickIntervalSeconds: number): number {
  return Math.round(ticks * tickIntervalSeconds * 1000) / 1000;
}
