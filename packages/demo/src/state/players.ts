import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { playerKeysOf } from './player-properties.ts';
import { type PlayerSources, TrackedPlayer } from './tracked-player.ts';

/** `CTFPlayer`, `CHL2MP_Player`, `CPortal_Player`, … */
const PLAYER_CLASS = /Player$/;

/** The players whose entities the recorder knows. */
export class Players {
  readonly #sources: PlayerSources;
  /** Everybody who was ever there, by entity index: the object stays for whoever comes next. */
  readonly #known: (TrackedPlayer | undefined)[] = [];
  /** Those who are there, by entity index. */
  readonly #there: (TrackedPlayer | undefined)[] = [];
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
    return this.#there[entityIndex];
  }

  #enter(entity: Entity): void {
    const { index } = entity;
    const known = this.#known[index];
    known?.enter(entity);
    const player = known ?? new TrackedPlayer(entity, this.#sources);
    this.#known[index] = player;
    if (this.#there[index] !== undefined) return;
    this.#there[index] = player;
    const after = this.#present.findIndex(({ entityIndex }) => entityIndex > index);
    this.#present.splice(after < 0 ? this.#present.length : after, 0, player);
  }

  #delete(entityIndex: number): void {
    const player = this.#there[entityIndex];
    if (player === undefined) return;
    this.#there[entityIndex] = undefined;
    this.#present.splice(this.#present.indexOf(player), 1);
  }
}
