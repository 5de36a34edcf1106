import { numberIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import type { GameState } from '../state/game-state.ts';
import type { Player } from '../state/player.ts';
import { distanceBetween, MovingPosition } from '../state/position.ts';
import { PerPlayer } from './per-player.ts';

/** Nobody moves so far from one tick to the next. */
const JUMP_UNITS = 256;

interface Place {
  readonly position: MovingPosition;
  at: number;
}

/** When players last spawned, were teleported, or moved further at once than anybody can. */
export class UnsettledTimes {
  readonly #state: GameState;
  readonly #byUserId = new Map<number, number>();
  /** Whom the packet that is being read tells of. */
  readonly #told: number[] = [];
  readonly #places = new PerPlayer<Place>(() => ({ position: new MovingPosition(), at: Number.NaN }));

  constructor(reader: DemoReader, state: GameState) {
    this.#state = state;
    reader
      .onGameEvent('player_spawn', (event) => this.#takeUserId(event))
      .onGameEvent('player_teleported', (event) => this.#takeUserId(event))
      .onGameEvent('base_player_teleported', (event) => {
        const userId = state.users.ofEntity(numberIn(event, 'entindex') ?? 0)?.userId;
        if (userId !== undefined) this.#told.push(userId);
      });
  }

  /** Takes a tick in; call it first of all. */
  takeTick(judged: readonly Player[]): void {
    const { now, elapsedTicks } = this.#state;
    for (const userId of this.#told) this.#byUserId.set(userId, now);
    this.#told.length = 0;
    for (const player of judged) {
      const place = this.#places.of(player);
      const wasSeen = place.at === now - elapsedTicks;
      const { position, userId } = player;
      // However many ticks passed: what moves so far may have been teleported in one of them.
      if (wasSeen && userId !== undefined && distanceBetween(place.position, position) > JUMP_UNITS) {
        this.#byUserId.set(userId, now);
      }
      place.position.set(position.x, position.y, position.z);
      place.at = now;
    }
  }

  /** When it was last so, on the state's clock of ticks that passed; −Infinity for never. */
  lastOf(userId: number): number {
    return this.#byUserId.get(userId) ?? Number.NEGATIVE_INFINITY;
  }

  #takeUserId(event: GameEvent): void {
    const userId = numberIn(event, 'userid');
    if (userId !== undefined) this.#told.push(userId);
  }
}
