export const WIN_REASONS = [
  'all-points-captured',
  'opponents-dead',
  'flag-capture-limit',
  'defended-until-time-limit',
  'stalemate',
  'time-limit',
  'win-limit',
  'win-difference-limit',
  'reactor-captured',
  'cores-collected',
  'reactor-returned',
  'player-destruction-points',
  'scored',
  'stopwatch-watching-rounds',
  'stopwatch-watching-final-round',
  'stopwatch-playing-rounds',
] as const;

/** Why a round of Team Fortress 2 ended. */
export type WinReason = (typeof WIN_REASONS)[number];

/** The number `winreason` has when a stalemate ended the round. */
export const STALEMATE_REASON = 5;
/** The number `winreason` has when the map's time ended the round; other readers leave such rounds out. */
export const TIME_LIMIT_REASON = 6;

/** The reason of a `winreason`, 1 to 16. */
export function winReasonOf(number: number): WinReason | undefined {
  return WIN_REASONS[number - 1];
}
