import type { DemoReader } from '../reader/demo-reader.ts';
import { USER_INFO_TABLE, UserTable } from '../users/user-table.ts';
import type { Building } from './building.ts';
import { Charges } from './charges.ts';
import { EntityDirectory } from './entity-directory.ts';
import { GameClock } from './game-clock.ts';
import type { Player } from './player.ts';
import { PlayerResource } from './player-resource.ts';
import { Players } from './players.ts';
import type { Projectile } from './projectile.ts';
import { Round } from './round.ts';
import { watchShots } from './shots.ts';
import { TeamScores, type TeamState } from './team-scores.ts';
import { BUILDINGS, TrackedBuilding } from './tracked-building.ts';
import { PROJECTILES, TrackedProjectile } from './tracked-projectile.ts';
import { TrackedThings } from './tracked-things.ts';
import { World } from './world.ts';

/**
 * The game as the recorder knows it, tick by tick: who is where, looks where, holds what. Objects change in
 * place, so copy what you want to remember; ask when a tick is complete, in {@link onTick}.
 *
 * What a demo does not tell is NaN or undefined. A player's recording tells of others only while they are in
 * sight ({@link Player.isInPvs}), SourceTV's of everybody.
 *
 * ```ts
 * const reader = new DemoReader();
 * const state = new GameState(reader).onTick(() => {
 *   for (const { name, position, health } of state.players) console.log(state.tick, name, position, health);
 * });
 * await reader.readAll(createReadStream('match.dem'));
 * ```
 */
export class GameState {
  /** Who is in which slot, also of those whose entities the recorder does not know. */
  readonly users: UserTable;
  readonly round: Round;
  readonly world: World;
  readonly #reader: DemoReader;
  readonly #clock: GameClock;
  readonly #directory: EntityDirectory;
  readonly #players: Players;
  readonly #buildings: TrackedThings<TrackedBuilding>;
  readonly #projectiles: TrackedThings<TrackedProjectile>;
  readonly #teams: TeamScores;
  readonly #listeners: (() => void)[] = [];
  /** The entity indices of those who fired since the last tick was complete. */
  readonly #shooters: number[] = [];

  /** Follows a reader that has not read anything yet. */
  constructor(reader: DemoReader) {
    this.#reader = reader;
    this.#clock = new GameClock(reader);
    this.#directory = new EntityDirectory(reader);
    this.users = new UserTable(reader);
    this.round = new Round(reader);
    this.world = new World(reader);
    this.#teams = new TeamScores(reader);
    this.#players = this.#followPlayers();
    const sources = this.#thingSources();
    this.#buildings = new TrackedThings(reader, {
      ...BUILDINGS,
      track: (entity) => new TrackedBuilding(entity, sources),
    });
    this.#projectiles = new TrackedThings(reader, {
      ...PROJECTILES,
      track: (entity) => new TrackedProjectile(entity, sources),
    });
    watchShots(reader, (entityIndex) => this.#shooters.push(entityIndex));
    // Behind the table of users in the order of listening: it has taken the change over already.
    reader.onStringTable(USER_INFO_TABLE, () => this.#players.takeUsers());
    reader.on('svc_ServerInfo', () => this.#players.takeUsers());
    reader.on('packet-end', ({ type }) => {
      if (type === 'packet') this.#completeTick();
    });
  }

  /** Calls the listener whenever time has passed and everything of the new tick is in. */
  onTick(listener: () => void): this {
    this.#listeners.push(listener);
    return this;
  }

  /** On the demo's clock, which several packets may share. */
  get tick(): number {
    return this.#reader.tick;
  }

  /** On the game server's clock. */
  get serverTick(): number {
    return this.#reader.serverTick;
  }

  /**
   * The game server's ticks since the tick before that was told: 1 where every tick is told, more where packets
   * were left out or lost, 0 where there is none before, at the start and in a new level.
   */
  get elapsedTicks(): number {
    return this.#clock.elapsedTicks;
  }

  /** The ticks that have passed since the first packet; it never goes back. */
  get now(): number {
    return this.#clock.now;
  }

  /** The demo's tick so many ticks ago; of the last 256 that were told. */
  tickAt(ticksAgo: number): number {
    return this.#clock.tickAt(ticksAgo);
  }

  /** Everybody the recorder knows the entity of, by rising entity index. */
  get players(): readonly Player[] {
    return this.#players.present;
  }

  /** The player of an entity index; undefined where the recorder knows of none. */
  player(entityIndex: number): Player | undefined {
    return this.#players.at(entityIndex);
  }

  /** The player of a user id, as game events have it; undefined when they left, or the recorder never saw them. */
  playerOfUserId(userId: number): Player | undefined {
    const user = this.users.byUserId(userId);
    if (user === undefined || this.users.inSlot(user.slot) !== user) return undefined;
    return this.#players.at(user.slot + 1);
  }

  /** By entity index. */
  get buildings(): ReadonlyMap<number, Building> {
    return this.#buildings.byIndex;
  }

  /** By entity index. */
  get projectiles(): ReadonlyMap<number, Projectile> {
    return this.#projectiles.byIndex;
  }

  /** By number. */
  get teams(): ReadonlyMap<number, TeamState> {
    return this.#teams.byNumber;
  }

  /** The class of the entity at an index, such as `CTFScatterGun`; undefined where the recorder knows of none. */
  classNameAt(entityIndex: number): string | undefined {
    return this.#directory.classNameAt(entityIndex);
  }

  #completeTick(): void {
    const hasTimePassed = this.#clock.advance();
    for (const entityIndex of this.#shooters) this.#players.at(entityIndex)?.shoot();
    this.#shooters.length = 0;
    if (!hasTimePassed) return;
    for (const listener of this.#listeners) listener();
  }

  #followPlayers(): Players {
    const reader = this.#reader;
    const clock = this.#clock;
    const { users } = this;
    const resource = new PlayerResource(reader);
    const charges = new Charges(reader);
    return new Players(reader, {
      get game() {
        return reader.header?.gameDirectory ?? '';
      },
      get now() {
        return clock.now;
      },
      get serverTick() {
        return reader.serverTick;
      },
      get recorderEntityIndex() {
        const { serverInfo } = reader;
        return serverInfo === undefined || serverInfo.isSourceTv ? -1 : serverInfo.playerSlot + 1;
      },
      userOf: (entityIndex) => users.ofEntity(entityIndex),
      scoreboard: (field, entityIndex) => resource.number(field, entityIndex),
      chargeOf: (entityIndex) => charges.of(entityIndex),
      classNameOf: (handle) => this.#directory.classNameOf(handle),
    });
  }

  #thingSources(): { readonly game: string; player(entityIndex: number): Player | undefined } {
    const reader = this.#reader;
    return {
      get game() {
        return reader.header?.gameDirectory ?? '';
      },
      player: (entityIndex) => this.#players.at(entityIndex),
    };
  }
}
