import type { MatchPlayer } from '../simulation/match-player.ts';
import type { MatchState } from '../simulation/match-state.ts';

/** Nearer than this others come into sight, and farther than this they are lost from it. */
const COMES_AT = 1500;
const GOES_AT = 1800;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** What the game server tells a recorder of: to a player, those around them; to SourceTV, everything. */
export class Sight {
  readonly #recorderSlot: number | undefined;
  readonly #seen = new WeakSet<object>();

  constructor(recorderSlot: number | undefined) {
    this.#recorderSlot = recorderSlot;
  }

  /** Whether the recorder's game is told of a player now. */
  sees(state: MatchState, player: MatchPlayer): boolean {
    return player.slot === this.#recorderSlot || this.reaches(state, player);
  }

  /** Whether a place is near enough; what was near stays so a little longer. */
  reaches(state: MatchState, place: Place): boolean {
    if (this.#recorderSlot === undefined) return true;
    const recorder = state.players[this.#recorderSlot];
    if (recorder === undefined) return false;
    const limit = this.#seen.has(place) ? GOES_AT : COMES_AT;
    const isNear = Math.abs(place.x - recorder.x) < limit && Math.abs(place.y - recorder.y) < limit;
    if (isNear) this.#seen.add(place);
    else this.#seen.delete(place);
    return isNear;
  }
}
