import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { playerKeysOf } from './player-properties.ts';
import { type PlayerSources, TrackedPlayer } from './tracked-player.ts';

/** `CTFPlayer`, `CHL2MP_Player`, `CPortal_Player`, … */
const PLAYER_CLASS = /Player$/;

/** The players whose entities the recorder knows. */
export class Players {
  readonly #sources: PlayerSources;
  /** By entity index; somebody may come back to where they were. */
  readonly #known: (TrackedPlayer | undefined)[] = [];
  readonly #present: TrackedPlayer[] = [];

  constructor(reader: DemoReader, sources: PlayerSources) {
    this.#sources = sources;
    reader.watchEntities({
      propertiesOf: (serverClass) =>
        PLAYER_CLASS.test(serverClass.name) ? playerKeysOf(serverClass) : undefined,
      onEnter: (entity) => this.#enter(entity),
      onUpdate: ({ index }) => this.#known[index]?.update(),
      onDelete: ({ index }) => this.#delete(index),
    });
  }

  /** Those who are there, by rising entity index. */
  get present(): readonly TrackedPlayer[] {
    return this.#present;
  }

  /** Users came, left or changed places. */
  takeUsers(): void {
    for (const player of this.#known) player?.takeUser();
  }

  at(entityIndex: number): TrackedPlayer | undefined {
    const player = this.#known[entityIndex];
    return player !== undefined && this.#present.includes(player) ? player : undefined;
  }

  #enter(entity: Entity): void {
    const known = this.#known[entity.index];
    if (known === undefined) {
      this.#known[entity.index] = new TrackedPlayer(entity, this.#sources);
    } else {
      known.enter(entity);
    }
    const player = this.#known[entity.index];
    if (player === undefined || this.#present.includes(player)) return;
    const after = this.#present.findIndex(({ entityIndex }) => entityIndex > entity.index);
    this.#present.splice(after < 0 ? this.#present.length : after, 0, player);
  }

  #delete(entityIndex: number): void {
    const at = this.#present.findIndex((player) => player.entityIndex === entityIndex);
    if (at >= 0) this.#present.splice(at, 1);
  }
}
